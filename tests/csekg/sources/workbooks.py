"""Writes Excel workbooks of the binary kind (BIFF8 in a compound file), as far as tests need them.

The one library that writes them, xlwt, has had no release since 2017. The forms are those of
Microsoft's [MS-XLS] and [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
#: A shorter stream would stand in sectors of another size.
_SHORTEST = 4096
#: Formats of cells: the second one shows a number as a day.
_PLAIN, _DAY = 0, 1


@dataclass(frozen=True)
class Error:
    """A cell with an error value, such as #DIV/0! (7)."""

    code: int


Value = str | float | date | bool | Error | None


def workbook(sheets: Iterable[Sequence[Sequence[Value]]], *, epoch: int = 0) -> bytes:
    """Return a workbook with these sheets, as rows of cells; `epoch` 1 counts days from 1904."""
    parts = [_sheet(rows, epoch) for rows in sheets]
    names = [f"Underlying Data({number})" for number in range(len(parts))]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0))
    head += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, struct.pack("<H", epoch))
    head += _record(0x041E, struct.pack("<H", 164) + _long("dd/mm/yyyy"))
    for number_format in (0, 164):
        head += _record(0x00E0, struct.pack("<HHH", 0, number_format, 0) + bytes(14))
    start = len(head) + sum(12 + len(name) for name in names) + 4
    for name, part in zip(names, parts, strict=True):
        text = name.encode("latin-1")
        head += _record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(text), 0) + text)
        start += len(part)
    return _compound(head + _record(0x000A) + b"".join(parts))


def _sheet(rows: Sequence[Sequence[Value]], epoch: int) -> bytes:
    found = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 0))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            place = struct.pack("<HH", row, column)
            match value:
                case None:
                    pass
                case str():
                    found += _record(0x0204, place + struct.pack("<H", _PLAIN) + _long(value))
                case bool():
                    found += _record(0x0205, place + struct.pack("<HBB", _PLAIN, value, 0))
                case date():
                    first = date(1904, 1, 1) if epoch else date(1899, 12, 30)
                    number = (value - first).days
                    found += _record(0x0203, place + struct.pack("<Hd", _DAY, number))
                case Error(code):
                    found += _record(0x0205, place + struct.pack("<HBB", _PLAIN, code, 1))
                case _:
                    # With a fraction it stands for an hour of a day.
                    form = _PLAIN if value.is_integer() else _DAY
                    found += _record(0x0203, place + struct.pack("<Hd", form, value))
    return found + _record(0x000A)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _long(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<HB", len(encoded) // 2, 1) + encoded


def _compound(stream: bytes) -> bytes:
    """Return a compound file with one stream: header, table of sectors, directory, stream."""
    stream = stream.ljust(_SHORTEST, b"\0")
    length = -(-len(stream) // _SECTOR)
    tables = -(-(length + 1) // (_SECTOR // 4 - 1))
    chain = [_FAT] * tables + [_END]
    first = len(chain)
    chain += [*range(first + 1, first + length), _END]
    chain += [_FREE] * (tables * _SECTOR // 4 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, _SHORTEST, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    directory = _entry("Root Entry", 5, 1, _END, 0)
    directory += _entry("Workbook", 2, _FREE, first, len(stream))
    return b"".join(
        part.ljust(-(-len(part) // _SECTOR) * _SECTOR, b"\0")
        for part in (header, struct.pack(f"<{len(chain)}I", *chain), directory, stream)
    )


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)
