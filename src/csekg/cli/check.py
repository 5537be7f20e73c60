"""`csekg check`: whether the claims of a file are true."""

from __future__ import annotations

import csv
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.cli.tables import Format, RowFormat, print_rows
from csekg.dataset.cache import open_store
from csekg.errors import CsekgError

if TYPE_CHECKING:
    from csekg.answers.claims.checking import Stated

# Some thousand claims: each of them takes a millisecond or two.
_MOST_BYTES = 1_000_000
_COLUMNS = ("claim", "verdict", "reason")
_ABOUT = (
    "A text file with a claim a line, or CSV with the column text or state, treaty, claim and day; - is standard input."
)


def check(file: Annotated[Path, typer.Argument(help=_ABOUT)], format_: Format = RowFormat.table) -> None:
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


def _read(file: Path) -> list[str | Stated]:
    """Return the claims of a file; raises CsekgError for one that cannot be read or has none."""
    from csekg.answers.claims.sent import COLUMNS, claims_of, rows_of

    try:
        with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as stream:
            sent = stream.read(_MOST_BYTES + 1)
        if len(sent) > _MOST_BYTES:
            raise ValueError(f"it has more than {_MOST_BYTES:,} bytes; divide it into smaller files")
        text = sent.decode("utf-8-sig")
        first = text.partition("\n")[0].strip().split(",")
        if file.suffix == ".csv" or set(first) <= set(COLUMNS):
            claims = claims_of(rows_of(text))
        else:
            claims = [*filter(None, map(str.strip, text.splitlines()))]
    except (OSError, ValueError, csv.Error) as error:
        raise CsekgError(f"{file} cannot be read: {error}") from None
    if not claims:
        raise CsekgError(f"{file} has no claims: write one a line")
    return claims
