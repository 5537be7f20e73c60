"""Sheets for translators: the English texts beside what a language has of them, out and back.

The columns are those of Weblate and the Translate Toolkit for bilingual CSV, and any spreadsheet
opens them: `context` (thing, property and place of a text), `source` (the English), `target` (the
translation, empty where there is none) and `fuzzy` (`yes` where it is of an earlier English text).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import category

from csekg.dataset.texts import InLanguage, Translated
from csekg.errors import CsekgError, DataError
from csekg.facts.tables import Row, read_csv
from csekg.facts.translations import COLUMNS, Key, Source, file_of, hash_of
from csekg.tables.as_csv import guarded, unguarded

_COLUMNS = "context,source,target,fuzzy"
_YES, _NO = ("yes", "true", "fuzzy", "x", "1"), ("", "no", "false", "0")
#: Ten times the longest sheet.
_MOST_BYTES = 20_000_000
#: Control characters, halves of pairs, and what no character is: csekg marks texts with such ones.
_NO_TEXT = frozenset({"Cc", "Cs", "Cn", "Co"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What a sheet gives: a file below data/, its new content, and the rows that were not taken."""

    file: Path
    content: bytes
    changed: int
    refused: tuple[str, ...]


def to_sheet(language: InLanguage) -> bytes:
    """Return all texts as CSV with both languages; no cell is a formula.

    An English text that stands at several things has one row, and another one for each thing where
    its translation differs.
    """
    return "\ufeff".encode() + _csv(
        _COLUMNS,
        (
            (
                _context(entry.text.key),
                guarded(entry.text.english),
                guarded(entry.translation),
                "yes" if entry.translation and not entry.is_current else "",
            )
            for entry in _distinct(language.texts)
        ),
    )


def take(language: InLanguage, sheet: Path) -> Taken:
    """Return what becomes of the translations by a sheet that came back.

    A row without a translation changes nothing, and so does one that is still fuzzy. Refused is a
    row of a text that there is not, or whose English is another one now. Raises CsekgError for a
    file that cannot be read, and DataError for one that is no sheet.
    """
    entries = {_context(entry.text.key): entry for entry in language.texts}
    new_texts: dict[Key, str] = {}
    rows: set[str] = set()
    refused = []
    try:
        # A device has no size, and no end either.
        if not sheet.is_file():
            raise CsekgError(f"{sheet} is no file")
        if sheet.stat().st_size > _MOST_BYTES:
            raise CsekgError(f"{sheet} has more than {_MOST_BYTES / 1e6:.0f} MB: it is no sheet")
        for row in read_csv(sheet, _COLUMNS, of_spreadsheet=True):
            try:
                entry = _entry(row, entries, language.language)
                if row["context"] in rows:
                    raise row.fail("listed twice", row["context"])
                rows.add(row["context"])
                if translation := _new_translation(row, entry):
                    new_texts[entry.text.key] = translation
            except DataError as error:
                refused.append(str(error))
    except OSError as error:
        raise CsekgError(f"cannot read {sheet}: {error.strerror}") from None
    return Taken(file_of(Path(), language.language), _file(language, new_texts), len(new_texts), tuple(refused))


def _entry(row: Row, entries: Mapping[str, Translated], language: str) -> Translated:
    """Return the text of a row; raises DataError where there is none, or its English is another."""
    entry = entries.get(row["context"])
    hint = f"Write a new sheet: csekg languages --sheet {language}."
    if entry is None:
        raise row.fail("no text that may be translated stands here", row["context"], hint)
    if entry.text.source[1] not in map(hash_of, (row["source"], unguarded(row["source"]))):
        raise row.fail("the English is another one now", entry.text.english, hint)
    return entry


def _new_translation(row: Row, entry: Translated) -> str:
    """Return the translation that a row brings, empty where it brings none.

    Raises DataError for what is no text, and for a new translation that is still fuzzy.
    """
    target, fuzzy = row["target"].strip(), row["fuzzy"].strip().casefold()
    if fuzzy not in _YES + _NO:
        raise row.fail("column fuzzy says neither yes nor no", fuzzy)
    if any(category(character) in _NO_TEXT for character in target):
        raise row.fail("the translation has a character that is none of a text", target)
    same = target in (entry.translation, guarded(entry.translation))
    if same and (fuzzy in _YES or entry.is_current):
        return ""
    if target and fuzzy in _YES:
        hint = "Empty the cell if the translation is right."
        raise row.fail("the translation is new and marked as fuzzy", target, hint)
    return entry.translation if same else unguarded(target)


def _file(language: InLanguage, new_texts: Mapping[Key, str]) -> bytes:
    """Return texts.csv with new translations; what is stale and in nobody's place stays."""
    cells = {row.key: (row.source[1], row.text) for row in language.stale}
    for entry in _distinct(_with(language.texts, new_texts)):
        cells[entry.text.key] = (entry.text.source[1], entry.translation)
    return _csv(COLUMNS, ((*key[:2], str(key.place or ""), *cells[key]) for key in sorted(cells)))


def _with(entries: Iterable[Translated], new_texts: Mapping[Key, str]) -> Iterator[Translated]:
    """Yield what is translated then; a text follows the first of its English if it did before."""
    first: dict[Source, Translated] = {}
    for entry in _sorted(entries):
        leader = first.setdefault(entry.text.source, entry)
        follows = entry.text.key not in new_texts and entry.translation == leader.translation
        key = leader.text.key if follows else entry.text.key
        if key in new_texts:
            yield replace(entry, is_current=True, translation=new_texts[key])
        elif entry.is_current:
            yield entry


def _distinct(entries: Iterable[Translated]) -> Iterator[Translated]:
    """Yield the first text of each English one, and those that are translated in another way."""
    first: dict[Source, str] = {}
    for entry in _sorted(entries):
        source = entry.text.source
        if source not in first or entry.translation != first[source]:
            first.setdefault(source, entry.translation)
            yield entry


def _sorted(entries: Iterable[Translated]) -> list[Translated]:
    return sorted(entries, key=lambda entry: entry.text.key)


def _context(key: Key) -> str:
    return " ".join(filter(None, (key.thing, key.property, str(key.place or ""))))


def _csv(header: str, rows: Iterable[Iterable[str]]) -> bytes:
    content = io.StringIO()
    content.write(f"{header}\n")
    writer = csv.writer(content, lineterminator="\n")
    writer.writerows(rows)
    return content.getvalue().encode()
