"""`csekg release` and `csekg diff`: makes a release of the data, and compares two of them."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.cli.tables import print_rows, say, steps
from csekg.languages.messages import _, pgettext

# The library of releases imports all answers: the commands import it when they run.
if TYPE_CHECKING:
    from csekg.releases.folder import Release

_Folder = Annotated[Path, typer.Argument(help="A folder that `csekg release` made.")]


class DiffFormat(StrEnum):
    """The formats in which a difference is printed."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"


def release(
    folder: Annotated[Path, typer.Argument(help="The folder in which all releases stand.")],
    previous: Annotated[
        Path | None, typer.Option("--previous", help="The release before, if it is not in that folder.")
    ] = None,
) -> None:
    """Make the release that data/release.toml names: a folder that never changes.

    It holds the dataset in its forms, tables, ontology, checksums, release notes, and descriptions
    for catalogues. The same facts give the same bytes.
    """
    from csekg.dataset.cache import dataset_bytes
    from csekg.facts.release import read_release
    from csekg.releases.build import find_previous, make_release
    from csekg.resources import data_dir, ontology_dir

    progress = steps()
    about = read_release(data_dir())
    before = find_previous(folder, about, previous)
    content = dataset_bytes(progress)
    made = make_release(
        folder=folder, about=about, n_quads=content, ontology=ontology_dir(), previous=before, progress=progress
    )
    files = made.release.manifest.files
    if made.new:
        size = sum(file.bytes for file in files) / 1e6
        typer.echo(f"{len(files)} files, {size:.0f} MB in {made.release.folder}")
    else:
        typer.echo(f"{made.release.folder} is there, with the same bytes")


def diff(
    before: _Folder,
    after: _Folder,
    format_: Annotated[DiffFormat, typer.Option("--format", help="How to print it.")] = (DiffFormat.table),
    statements: Annotated[
        bool, typer.Option("--statements", help="The statements added and removed, not in words.")
    ] = False,
) -> None:
    """Compare two releases: in words, or as the statements that were added and removed."""
    from csekg.releases.folder import open_release

    releases = open_release(before), open_release(after)
    versions = pgettext("releases", "{before} to {after}", before=releases[0].version, after=releases[1].version)
    if statements:
        _print_statements(*releases, format_)
        return
    from csekg.answers.common.translations import said
    from csekg.dataset.cache import open_store
    from csekg.languages.current import ENGLISH, current
    from csekg.releases.change_texts import as_it_is, by_kind, changes, counted

    # Releases hold English texts in their tables; the dataset has them in all languages.
    in_language = as_it_is if current() == ENGLISH else partial(said, open_store())
    listed = changes(*releases, in_language)
    if format_ == DiffFormat.markdown:
        say(f"# {versions}\n\n{counted(listed)}.\n" if listed else f"# {versions}\n")
        say("\n".join(by_kind(listed, "##")) or _("The tables of both hold the same."))
    elif format_ == DiffFormat.table:
        for change in listed:
            say(change.text)
        summary = counted(listed) if listed else _("the tables hold the same")
        say(_("{releases}: {changes}", releases=versions, changes=summary))
    else:
        columns = ("change", "thing", "id", "actor", "treaty", "property", "before", "after", "text")
        rows = [[str(getattr(change, name) or "") for name in columns] for change in listed]
        print_rows(columns, rows, format_)


def _print_statements(before: Release, after: Release, form: DiffFormat) -> None:
    from csekg.releases.differences import statement_changes

    statements = statement_changes(before, after)
    if form in (DiffFormat.csv, DiffFormat.json):
        columns = ("change", "subject", "predicate", "object", "graph")
        print_rows(columns, [(change.change, *change.terms()) for change in statements], form)
        return
    fence = form == DiffFormat.markdown
    if fence:
        typer.echo("```diff")
    for statement in statements:
        typer.echo(f"{'+' if statement.change == 'added' else '-'} {statement.line.decode()}")
    if fence:
        typer.echo("```")
