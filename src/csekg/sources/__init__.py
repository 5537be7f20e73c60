"""Readers of the depositaries' files, one for each format; this package is their one door.

README.md beside this file lists the formats and says how another one is added. Nothing outside
imports a module of this package; an import contract in pyproject.toml holds that.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from csekg.errors import UnknownNameError
from csekg.sources.names import actors_of, normalised, of_treaty, references_of
from csekg.sources.records import Reading, SourceFileError, SourceRecord

__all__ = [
    "FORMATS",
    "Reading",
    "SourceFileError",
    "SourceRecord",
    "actors_of",
    "normalised",
    "of_treaty",
    "read_file",
    "references_of",
]

#: The module of each format's reader: its `read(path)` gives the readings of one file. It is
#: imported when it is used.
FORMATS = {
    "verdragenbank": "csekg.sources.verdragenbank",
    "mtdsg": "csekg.sources.mtdsg",
    "coe": "csekg.sources.coe",
    "untc": "csekg.sources.untc",
    "fedlex": "csekg.sources.fedlex",
    "normlex": "csekg.sources.normlex",
    "ohchr": "csekg.sources.ohchr",
    "csv": "csekg.sources.delimited",
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
