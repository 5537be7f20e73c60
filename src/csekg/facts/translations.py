"""Our own translations of the editors' texts (`data/languages/<language>/texts.csv`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from csekg.errors import DataError, did_you_mean
from csekg.facts.names_in_languages import OTHER_LANGUAGES
from csekg.facts.tables import Row, read_csv

#: The translations of a text by its kind and its English wording: each by language.
Translations = Mapping[tuple[str, str], Mapping[str, str]]
_FILE = "texts.csv"
#: A refresh may replace such a text by itself: a translation that it leaves behind is passed over,
#: until somebody translates the text of today.
_REPLACED = frozenset({"note", "source"})


def read_translations(data: Path, in_use: Mapping[str, Collection[str]]) -> Translations:
    """Return the translations; a language without a file has none yet.

    `in_use` has the English texts of today by kind. Raises DataError for a folder of an unknown
    language, an unknown kind, an empty text, a text translated twice, and a translation of an
    English text that is no longer in use, unless a refresh may have replaced it.
    """
    found: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for language, row in _rows(data):
        kind, english = row.one_of("kind", in_use, "kind of text"), row.required("en")
        if english not in in_use[kind]:
            if kind in _REPLACED:
                continue
            raise row.fail(
                f"this text is no longer in use as a {kind}", english, "Translate that of today."
            )
        found[kind, english][language] = row.required("text")
    return dict(found)


def _rows(data: Path) -> Iterator[tuple[str, Row]]:
    for folder in sorted(path for path in (data / "languages").iterdir() if path.is_dir()):
        if folder.name not in OTHER_LANGUAGES:
            raise DataError("unknown language", file=folder / _FILE, line=1, value=folder.name,
                            hint=did_you_mean(folder.name, OTHER_LANGUAGES))  # fmt: skip
        for row in read_csv(folder / _FILE, ("kind", "en", "text"), key=("kind", "en")):
            yield folder.name, row
