"""`csekg check`: whether the claims of a file are true."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Annotated

import typer

from csekg.cli.tables import RowFormat, print_rows
from csekg.dataset.cache import open_store
from csekg.errors import CsekgError

_COLUMNS = ("claim", "verdict", "reason")


def check(
    file: Annotated[Path, typer.Argument(help="A text file with a claim a line, or a CSV file with a column text.")],
    format_: Annotated[RowFormat, typer.Option("--format", help="How to print the rows.")] = RowFormat.table,
) -> None:
    """Check claims about States under treaties; exit code 1 if one is contradicted."""
    from csekg.answers.claims.checking import check as check_claims
    from csekg.answers.search.entries import read_entries
    from csekg.answers.search.indexes import Names

    store = open_store()
    found = check_claims(store, Names(store, read_entries(store, {})), _read(file))
    rows = [
        (item.text, item.verdict, " ".join(map(str, filter(None, (item.problem, *(c.reason for c in item.checked))))))
        for item in found.items
    ]
    print_rows(_COLUMNS, rows, format_)
    sys.stdout.flush()
    if found.contradicted:
        raise typer.Exit(1)


def _read(file: Path) -> list[str]:
    """Return the claims of a file; raises CsekgError for one that cannot be read or has none."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CsekgError(f"{file} cannot be read: {error}") from None
    if file.suffix == ".csv":
        reader = csv.DictReader(lines)
        if "text" not in (reader.fieldnames or ()):
            raise CsekgError(f"{file} has no column text")
        lines = [row["text"] or "" for row in reader]
    claims = [line.strip() for line in lines if line.strip()]
    if not claims:
        raise CsekgError(f"{file} has no claims: write one a line")
    return claims
