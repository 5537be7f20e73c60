"""Reads the depositaries' files, a reader for each format, and by `refresh` puts what they say into data/.

README.md beside this file lists the formats and says how another one is added. The commands alone
import this package, through this one door and that of `refresh`; import contracts in pyproject.toml
hold that.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from csekg.errors import UnknownNameError
from csekg.importers.names import (
    actors_of,
    is_actor,
    normalised,
    of_treaty,
    references_of,
    territories_within,
    territory_of,
)
from csekg.importers.opening import read_bytes
from csekg.importers.records import (
    CONSENTS,
    UNDATED_KINDS,
    MissingDocumentError,
    Reading,
    SourceFileError,
    SourceRecord,
)

__all__ = [
    "CONSENTS",
    "FORMATS",
    "UNDATED_KINDS",
    "MissingDocumentError",
    "Reading",
    "SourceFileError",
    "SourceRecord",
    "actors_of",
    "format_of",
    "is_actor",
    "normalised",
    "of_treaty",
    "read_file",
    "references_of",
    "territories_within",
    "territory_of",
]

#: The module of each format's reader: its `read(path)` gives the readings of one file. It is
#: imported when it is used.
FORMATS = {
    "verdragenbank": "csekg.importers.verdragenbank",
    "mtdsg": "csekg.importers.mtdsg",
    "untc": "csekg.importers.untc",
    "fedlex": "csekg.importers.fedlex",
    "csv": "csekg.importers.delimited",
}


def read_file(form: str, path: Path) -> tuple[Reading, ...]:
    """Return what a file of a format says, one reading per treaty.

    Raises UnknownNameError for an unknown format and SourceFileError for a file that is not what
    its format says.
    """
    if form not in FORMATS:
        raise UnknownNameError("format", form, FORMATS)
    readings: tuple[Reading, ...] = import_module(FORMATS[form]).read(path)
    return readings


#: What files hold by which their format is told, the first that is found.
_SIGNS = (
    ("mtdsg", re.compile(rb"<Document\b.{0,400}<Treaty\b", re.DOTALL)),
    ("verdragenbank", re.compile(rb"<Verdragenbank\b")),
)
_PAGE = re.compile(rb"<html\b|<!doctype html", re.IGNORECASE)
_FEDLEX = re.compile(rb"\bfedlex\b|\bid=[\"']?scope\b", re.IGNORECASE)


def format_of(path: Path) -> str:
    """Return the format of a file by what it says, not by its name.

    Raises SourceFileError for a file that cannot be read, and for one of no format that is told so.
    """
    content = read_bytes(path)
    form = next((form for form, sign in _SIGNS if sign.search(content)), "")
    if not form and _PAGE.search(content):
        # Also for a page that is none of a treaty: the reader of untc says what it is instead.
        form = "fedlex" if _FEDLEX.search(content) else "untc"
    if not form:
        raise SourceFileError(
            path.name,
            "does not show of which format it is",
            hint=f"Put it into a folder named after its format: {', '.join(FORMATS)}.",
        )
    return form
