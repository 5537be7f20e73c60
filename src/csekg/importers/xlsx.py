"""The rows of an Excel workbook (Office Open XML, ECMA-376) as texts, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from csekg.importers.opening import MOST_BYTES
from csekg.importers.records import SourceFileError

#: What every zip archive begins with.
SIGNATURE = b"PK"
# The most that a sheet has, and the most columns that are read.
_ROWS, _COLUMNS = 1_048_576, 100


def read_sheets(content: bytes, place: str) -> Iterator[list[tuple[int, dict[str, str]]]]:
    """Yield the rows of each sheet that are not empty: number, and texts by the letters of columns.

    A cell of the form of a date gives an ISO date, a formula the value that was saved with it.
    Raises SourceFileError for what is no workbook, and for an error value.
    """
    try:
        with ZipFile(BytesIO(content)) as packed:
            # What a part has beyond its stated size is not read.
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise ValueError(f"unpacked more than the limit of {MOST_BYTES / 1e6:.0f} MB")
        for sheet in load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets:
            yield [
                (number, texts)
                # What a sheet states of its size may be wrong.
                for number, row in enumerate(sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS), 1)
                if (texts := {cell.column_letter: _text(cell, place) for cell in row if cell.value is not None})
            ]
    except SourceFileError:
        raise
    # A damaged workbook makes its reader raise nearly anything: zlib.error, KeyError, XML errors.
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise SourceFileError(place, f"is no workbook (xlsx) that can be read ({reason})") from None


def _text(cell: Any, place: str) -> str:
    if cell.data_type == "e":
        raise SourceFileError(f"{place}: row {cell.row}", "has a cell with an error value", cell.value)
    value = cell.value
    return value.date().isoformat() if isinstance(value, datetime) else unescape(str(value)).strip()
