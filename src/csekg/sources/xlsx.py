"""The rows of an Excel workbook (Office Open XML, ECMA-376) as texts, within limits.

Read with `zipfile` and lxml: of the libraries for such workbooks csekg installs only one that writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lxml import etree

from csekg.sources.opening import MOST_BYTES, parse_xml, refuse_controls
from csekg.sources.records import SourceFileError

#: What every zip archive begins with.
SIGNATURE = b"PK"
_BOOK, _STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
_PARTS = re.compile(rf"{_BOOK}|{_STRINGS}|xl/worksheets/[^/]+\.xml")
#: The form of a control character, such as the end of a line as Windows has it.
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f])_")


def read_sheets(content: bytes, place: str) -> Iterator[list[tuple[int, dict[str, str]]]]:
    """Yield the rows of each sheet that are not empty: number, and texts by the letters of columns.

    A date is its number of days. Raises SourceFileError for another form, cells merged over rows, an
    error value, and a formula without its value.
    """
    parts = _unpacked(content, place)
    if _BOOK not in parts:
        raise SourceFileError(place, "is a zip archive and no workbook (xlsx)")
    if parse_xml(parts[_BOOK], f"{place}: {_BOOK}").xpath("//*[@date1904='1' or @date1904='true']"):
        raise SourceFileError(place, "counts its days from 1904, which no export does")
    shared = parse_xml(parts.get(_STRINGS, b"<sst/>"), f"{place}: {_STRINGS}")
    strings = [_text(item) for item in shared.iterfind("{*}si")]
    for name, part in parts.items():
        if name not in (_BOOK, _STRINGS):
            sheet = parse_xml(part, f"{place}: {name}")
            for area in sheet.xpath("//*[local-name()='mergeCell']/@ref"):
                if len(set(re.findall(r"\d+", area))) > 1:
                    raise SourceFileError(place, "has cells merged over rows", area, hint="Undo the merge.")
            yield list(_rows(sheet, strings, place))


def _unpacked(content: bytes, place: str) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = [part for part in packed.infolist() if _PARTS.fullmatch(part.filename)]
            # What the other methods unpack to has no limit.
            if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
                raise ValueError("packed as no workbook is")
            if sum(part.file_size for part in parts) > MOST_BYTES:
                raise ValueError(f"unpacked more than the limit of {MOST_BYTES / 1e6:.0f} MB")
            # A part may unpack to more than the archive says: it is read no further.
            return {part.filename: packed.open(part).read(part.file_size + 1) for part in parts}
    # A damaged archive makes zipfile raise nearly anything: zlib.error, EOFError, RuntimeError.
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise SourceFileError(place, f"is no workbook (xlsx) that can be read ({reason})") from None


def _rows(sheet: etree._Element, strings: Sequence[str], place: str) -> Iterator[tuple[int, dict[str, str]]]:
    for at, row in enumerate(sheet.iterfind("{*}sheetData/{*}row"), 1):
        where = f"{place}: row {row.get('r', at)}"
        try:
            # A cell may leave out where it is: it follows the one before it.
            texts = {
                cell.get("r", "").rstrip("0123456789") or str(column): _value(cell, strings, where)
                for column, cell in enumerate(row.iterfind("{*}c"), 1)
            }
            if cells := {letters: text for letters, text in texts.items() if text}:
                yield int(row.get("r", at)), cells
        except (ValueError, IndexError):
            raise SourceFileError(where, "is damaged", hint="Open the workbook and save it.") from None


def _value(cell: etree._Element, strings: Sequence[str], where: str) -> str:
    kind, value = cell.get("t"), cell.findtext("{*}v")
    if kind == "e":
        raise SourceFileError(where, "has a cell with an error value", value or "")
    if not value and kind != "str" and cell.find("{*}f") is not None:
        raise SourceFileError(where, "has a formula without its value", hint="Open the workbook and save it.")
    text = _text(cell) if kind == "inlineStr" else strings[int(value)] if kind == "s" and value else value or ""
    refuse_controls(text, where)
    return text.strip()


def _text(node: etree._Element) -> str:
    runs = node.xpath(".//*[local-name()='t'][not(parent::*[local-name()='rPh'])]")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(run.text or "" for run in runs))
