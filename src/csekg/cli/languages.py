"""`csekg languages`: how much is translated into each language."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Annotated

import typer

from csekg.cli.tables import RowFormat, print_rows
from csekg.dataset.kept import open_store
from csekg.languages.current import ENGLISH, LANGUAGES

_OTHERS = tuple(each for each in LANGUAGES if each != ENGLISH)
#: A catalogue has errors. 2 is an error, as for every command.
_WRONG = 1


def languages(
    format_: Annotated[
        RowFormat, typer.Option("--format", help="How to print the rows.")
    ] = RowFormat.table,
) -> None:
    """Show how much of the messages and of the dataset's texts each language has.

    Ends with exit code 1 if a catalogue has errors, and names them.
    """
    from csekg.answers.quality.translations import translated_properties

    wrong: list[str] = []
    rows = [*_catalogues(wrong)]
    for each in translated_properties(open_store()):
        found = (str(each.translated.get(language, 0)) for language in _OTHERS)
        rows.append((f"dataset: {each.name}", str(each.english), *found))
    print_rows(("part", ENGLISH, *_OTHERS), rows, format_)
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
            found = coverage(catalogue)
            counts.append(str(found.translated))
            messages = max(messages, found.messages)
            wrong += [f"{package}, {language}: {each}" for each in errors(catalogue)]
        yield (f"messages of {package}", str(messages), *counts)
