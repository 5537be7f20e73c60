"""Reads a folder of MTDSG files and compares rows and dates with a count of its own.

`python -m benchmarks.corpus FOLDER...`: the count searches the text of each file by regular
expressions, without a parser of XML and without anything of `csekg.importers`.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from csekg.errors import CsekgError
from csekg.importers import read_file

_TABLE = re.compile(r"<Participants>.*?<Tbody>(.*?)</Tbody>", re.DOTALL)
_ROW = re.compile(r"<Row(?:\s[^>]*)?>(.*?)</Row>", re.DOTALL)
_ENTRY = re.compile(r"<Entry(?:\s[^>]*?)?(?:/>|>(.*?)</Entry>)", re.DOTALL)
_DATE = re.compile(r"(\[?)\s*(\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4})\s*([A-Za-z]{0,2})\s*(?:\]|$|\s)")
#: Kinds that come from other parts of a file than the table of participants.
_ELSEWHERE = {"reservation", "declaration", "objection", "communication", "territorial-application"}

Act = tuple[str, str, str]


def counted(file: Path) -> tuple[int, Counter[Act]]:
    """Return the number of rows of a file, and its acts: participant, day, marker."""
    text = file.read_bytes().decode("latin-1")
    table = _TABLE.search(text)
    rows = _ROW.findall(table[1]) if table else []
    acts: Counter[Act] = Counter()
    for row in rows:
        name, *cells = _ENTRY.findall(row)
        name = re.sub(r"&lt;superscript&gt;.*?&lt;/superscript&gt;", "", name)
        name = " ".join(re.sub(r"&lt;.*?&gt;", " ", name).replace("\x19", "\u2019").split())
        for cell in cells:
            for bracket, day, letter in _DATE.findall(cell):
                iso = datetime.strptime(" ".join(day.split()), "%d %b %Y").date().isoformat()
                acts[name, iso, f"[{letter}]" if bracket else letter] += 1
    return len(rows), acts


def read(file: Path) -> Counter[Act]:
    """Return the acts in the records of a file that come from its table of participants."""
    acts: Counter[Act] = Counter()
    for reading in read_file("mtdsg", file):
        for record in reading.records:
            # A statement has words of its participant, an act at most those of the header.
            line = int(record.place.rpartition(":")[2])
            if line <= _last_line(file) and record.day and record.kind not in _ELSEWHERE:
                letter = record.marker.partition(" ")[0]
                marker = letter if re.fullmatch(r"\[?[A-Za-z]{0,2}\]?", letter) else ""
                acts[record.participant, record.day.isoformat(), marker] += 1
    return acts


def _last_line(file: Path) -> int:
    return file.read_bytes().partition(b"</Participants>")[0].count(b"\n") + 1


def main(folders: list[str]) -> int:
    """Print what was read, refused and different; return 1 where a file differs."""
    files = sorted(file for folder in folders for file in Path(folder).glob("*.xml"))
    rows = dates = refused = differing = 0
    started = time.perf_counter()
    for file in files:
        try:
            found = read(file)
        except CsekgError as error:
            refused += 1
            print(f"refused: {error}")
            continue
        its_rows, expected = counted(file)
        rows += its_rows
        dates += expected.total()
        if found != expected:
            differing += 1
            print(f"{file.name}: only counted {expected - found}, only read {found - expected}")
    print(
        f"{len(files)} files in {time.perf_counter() - started:.1f} s: {len(files) - refused} "
        f"read, {refused} refused; {rows:,} rows, {dates:,} dates; {differing} files differ"
    )
    return min(differing, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
