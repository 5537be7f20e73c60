"""The formats that can be read, by name; a reader's module is imported when it is used."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from csekg.errors import UnknownNameError
from csekg.sources.records import Reading

#: The module of each format's reader: its `read(path)` gives the readings of one file.
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
