"""`csekg languages`: how much is translated into each language, and sheets for translators."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.cli.tables import Format, RowFormat, print_rows
from csekg.dataset.cache import open_store, write_atomically
from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, LANGUAGES
from csekg.resources import data_dir, ontology_dir

# Reading all facts takes a second, which other commands need not wait for.
if TYPE_CHECKING:
    from csekg.dataset.texts import InLanguage

_OTHERS = tuple(language for language in LANGUAGES if language != ENGLISH)
#: A catalogue has errors, or a row of a sheet was refused. 2 is an error, as for every command.
_WRONG = 1


def _other_language(code: str) -> str:
    if code not in _OTHERS:
        raise typer.BadParameter(f"{code!r} is none of {', '.join(_OTHERS)}")
    return code


def languages(
    stale: Annotated[
        str | None,
        typer.Option(
            "--stale",
            metavar="LANGUAGE",
            parser=_other_language,
            help="List the texts whose translation is stale or missing.",
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet",
            metavar="LANGUAGE",
            parser=_other_language,
            help="Write a sheet for a translator: CSV with both languages.",
        ),
    ] = None,
    take: Annotated[
        tuple[str, Path] | None,
        typer.Option("--take", metavar="LANGUAGE FILE", help="Take a sheet back into the fact files."),
    ] = None,
    format_: Format = RowFormat.table,
) -> None:
    """Show how much of the messages and of the dataset's texts each language has.

    Texts that are stale or missing are counted; English stands in. Ends with exit code 1 if a
    catalogue has errors or a row of a sheet was refused, and names them.
    """
    if sum(option is not None for option in (stale, sheet, take)) > 1:
        raise CsekgError("give only one of --stale, --sheet and --take")
    if stale:
        columns = ("state", "thing", "property", "place", "English", "translation")
        print_rows(columns, [*_stale(_texts(stale))], format_)
    elif sheet:
        from csekg.dataset.sheets import to_sheet

        typer.echo(to_sheet(_texts(sheet)), nl=False)
    elif take:
        _take(_texts(_other_language(take[0])), take[1])
    else:
        _count(format_)


def _texts(language: str) -> InLanguage:
    from csekg.dataset.texts import in_languages
    from csekg.derived.all_facts import read_all_facts

    return in_languages(read_all_facts(data_dir(), ontology_dir()))[language]


def _stale(texts: InLanguage) -> Iterator[tuple[str, ...]]:
    waiting = (entry.text for entry in texts.texts if not entry.is_current)
    english = {text.key: text.english for text in waiting}
    for row in texts.stale:
        thing, name, place = row.key
        yield "stale", thing, name, str(place or ""), english.get(row.key, ""), row.text
    for text in texts.missing:
        thing, name, place = text.key
        yield "missing", thing, name, str(place or ""), text.english, ""


def _take(texts: InLanguage, file: Path) -> None:
    from csekg.dataset.sheets import take

    taken = take(texts, file)
    for line in taken.refused:
        typer.echo(line, err=True)
    if taken.changed:
        place = data_dir() / taken.file
        try:
            write_atomically(place, taken.content)
        except OSError as error:
            raise CsekgError(f"cannot write {place}: {error.strerror}") from None
    counts = f"translations changed: {taken.changed}; rows refused: {len(taken.refused)}"
    typer.echo(f"{texts.language}: {counts}")
    if taken.refused:
        raise typer.Exit(_WRONG)


def _count(form: RowFormat) -> None:
    from csekg.answers.quality.dataset import translated_properties
    from csekg.dataset.texts import in_languages
    from csekg.derived.all_facts import read_all_facts

    wrong: list[str] = []
    rows = [*_catalogues(wrong)]
    for property_ in translated_properties(open_store()):
        counts = (str(property_.translated.get(language, 0)) for language in _OTHERS)
        rows.append((f"dataset: {property_.name}", str(property_.english), *counts))
    print_rows(("part", ENGLISH, *_OTHERS), rows, form)
    for texts in in_languages(read_all_facts(data_dir(), ontology_dir())).values():
        if texts.warning:
            typer.echo(f"warning: {texts.warning}", err=True)
    for line in wrong:
        typer.echo(line, err=True)
    if wrong:
        raise typer.Exit(_WRONG)


def _catalogues(wrong: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each package that is installed; add what is wrong in its catalogues."""
    from csekg.languages.catalogues import PACKAGES, coverage, errors, read_catalogue

    for package in filter(find_spec, PACKAGES):
        counts, messages = [], 0
        for language in _OTHERS:
            catalogue = read_catalogue(package, language)
            if catalogue is None:
                counts.append("0")
                continue
            translations = coverage(catalogue)
            counts.append(str(translations.translated))
            messages = max(messages, translations.messages)
            wrong += [f"{package}, {language}: {error}" for error in errors(catalogue)]
        yield (f"messages of {package}", str(messages), *counts)
