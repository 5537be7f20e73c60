"""Status chapters of the United Nations: what the header of a column says, and what is written is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers.mtdsg import read
from csekg.importers.mtdsg.table import read_header
from tests.csekg.importers.mtdsg_files import File
from tests.records import examples

#: Headers of columns, and what a letter in them means.
HEADERS = Path(__file__).with_name("mtdsg_headers.csv")

FULL = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"


@pytest.mark.parametrize("row", examples(HEADERS), ids=lambda row: f"{row['letter']} in {row['header']}")
def test_a_letter_means_what_the_header_of_its_column_says(row: dict[str, str]) -> None:
    column = read_header(row["header"], "x")
    assert (column.kinds[row["letter"]], column.words[row["letter"]]) == (row["kind"], row["words"])


def test_an_unmarked_date_is_nothing_where_signatures_and_consents_have_letters() -> None:
    assert "" not in read_header("Signature(x), Accession(a)", "x").kinds


def test_the_dates_of_an_unknown_act_are_communications() -> None:
    column = read_header("Ratification, Colour(x)", "x")
    assert column.kinds == {"": "ratification", "x": "communication"}
    assert list(column.warnings("x:1")) == [
        "x:1: a column has an act that is unknown, 'Colour': its dates become communications"
    ]


_LETTERS_OF_NAMES = "ABCabcdefgßÇÉéíôü"
_NAMES = st.lists(st.text(f"{_LETTERS_OF_NAMES}'.-&", min_size=1, max_size=8), min_size=1, max_size=4).map(
    lambda words: f"{' '.join(words)} (The)"
)
_DAYS = st.dates(date(1850, 1, 1), date(2199, 12, 31))
_LETTERS = st.sampled_from(["", "A", "AA", "a", "d"])
_ROWS = st.lists(
    st.tuples(_NAMES, _DAYS | st.none(), _DAYS, _LETTERS, st.booleans(), st.lists(st.integers(1, 99), max_size=3)),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=30)
@given(rows=_ROWS)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, date | None, date, str, bool, list[int]]]
) -> None:
    kinds = {"": "ratification", "A": "acceptance", "AA": "approval", "a": "accession", "d": "succession"}
    expected: list[tuple[str, str, date, str]] = []
    cells = []
    for name, signed, day, letter, bracketed, marks in rows:
        noted = f"<superscript>{','.join(map(str, marks))}</superscript>" if marks else ""
        act = f"{_printed(day)} {letter}"
        cells.append((name + noted, _printed(signed) if signed else "", f"[{act}]" if bracketed else act))
        signs = ",".join(map(str, marks))
        if signed:
            expected.append((name, "signature", signed, signs))
        marker = f"[{letter}] {signs}" if bracketed else f"{letter} {signs}"
        expected.append((name, kinds[letter], day, marker.strip()))
    parties = sum(not row[4] for row in rows)
    file = File(header=("Participant", "Signature", FULL), rows=cells, totals={"Parties": str(parties)})
    path = tmp_path_factory.mktemp("m") / "x.xml"
    path.write_bytes(file.content())
    (reading,) = read(path)
    assert [(each.participant, each.kind, each.day, each.marker) for each in reading.records] == expected


def _printed(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"
