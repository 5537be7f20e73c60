"""Lists of ratifications of the ILO: written in the form that the notes describe, and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.sources.normlex import read
from csekg.sources.records import Reading, SourceFileError
from tests.csekg.sources.un_pages import MONTHS

#: Country, what follows it in the cell, day, status, note.
Row = tuple[str, str, date, str, str]
Save = Callable[[str], Path]

ROWS: tuple[Row, ...] = (
    ("Albania", "Minimum age specified: 16 years", date(1998, 2, 16), "In Force", ""),
    (
        "Sudan",
        "Minimum age specified: 14 years",
        date(2025, 1, 7),
        "Not in force",
        "The Convention will enter into force for Sudan on 07 Jan 2026.",
    ),
    ("Arcadia", "", date(1999, 3, 2), "Not in force", "Denounced on 17 Mar 2005"),
)


def _page(rows: list[Row] | tuple[Row, ...], totals: str | None = None) -> str:
    ended = sum("Denounced" in row[4] for row in rows)
    shown = f"{len(rows)} ratifications<br>Denounced: {ended}" if totals is None else totals
    cells = "".join(
        f'<tr><td><a href="f?p=P11200_COUNTRY_ID:{number}">{escape(name)}</a> {escape(after)}</td>'
        f"<td>{day.day:02} {MONTHS[day.month - 1]} {day.year}</td><td>{status}</td>"
        f"<td>{escape(note)}</td></tr>\n"
        for number, (name, after, day, status, note) in enumerate(rows)
    )
    return f"""<!DOCTYPE html><html><head><title>Ratifications of ILO conventions</title></head>
<body><h2>Ratifications of C138 - Minimum Age Convention, 1973 (No. 138)</h2>
<p>Date of entry into force: 19 Jun 1976</p><p>{shown}</p>
<table class="horizontalLine" cellspacing="0">
<tr><th>Country</th><th>Date</th><th>Status</th><th>Note</th></tr>
{cells}</table></body></html>"""


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def save(page: str) -> Path:
        path = tmp_path / "c138.html"
        path.write_text(page, encoding="utf-8")
        return path

    return save


def _read(path: Path) -> Reading:
    (reading,) = read(path)
    return reading


def test_a_list_gives_ratifications_conditions_and_denunciations(save: Save) -> None:
    reading = _read(save(_page(ROWS)))
    assert (reading.reference, reading.title) == ("C138", "Minimum Age Convention, 1973 (No. 138)")
    assert reading.totals == {"ratifications": 3, "denounced": 1}
    records = reading.records
    assert [(each.participant, each.kind, each.day, each.effective_on) for each in records] == [
        ("Albania", "ratification", date(1998, 2, 16), None),
        ("Sudan", "ratification", date(2025, 1, 7), date(2026, 1, 7)),
        ("Arcadia", "ratification", date(1999, 3, 2), None),
        ("Arcadia", "denunciation", date(2005, 3, 17), None),
    ]
    assert reading.records[1].text.splitlines() == list(ROWS[1][1::3])
    assert reading.records[0].place == "c138.html:6"


def test_every_reading_says_that_the_form_was_never_seen(save: Save) -> None:
    (notice,) = _read(save(_page(ROWS))).notices
    assert notice.startswith("no raw page of NORMLEX was at hand")


_words = st.text(st.characters(codec="utf-8", categories=["L", "M", "Zs"]), min_size=1, max_size=30).map(
    lambda text: " ".join(f"x{text}y".split())
)
_rows = st.tuples(
    _words,
    st.just("") | st.integers(12, 18).map(lambda age: f"Minimum age specified: {age} years"),
    st.dates(date(1921, 1, 1), date(2030, 12, 31)),
    st.just("In Force"),
    st.just("") | _words,
)


@settings(deadline=None, max_examples=50)
@given(st.lists(_rows, min_size=1, max_size=5))
def test_every_list_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> None:
    path = tmp_path_factory.mktemp("list") / "list.html"
    path.write_text(_page(rows), encoding="utf-8")
    assert [(each.participant, each.day, each.text) for each in _read(path).records] == [
        (name, day, "\n".join(filter(None, (after, note)))) for name, after, day, _, note in rows
    ]


@pytest.mark.parametrize(
    ("totals", "printed"),
    [
        ("3 ratifications<br>Denounced: 1", {"ratifications": 3, "denounced": 1}),
        # Whether the total leaves out what was denounced is not known: both hold.
        ("2 ratifications<br>Denounced: 1", {"ratifications": 2, "denounced": 1}),
        ("", {}),
    ],
)
def test_printed_totals(save: Save, totals: str, printed: dict[str, int]) -> None:
    reading = _read(save(_page(ROWS, totals)))
    assert reading.totals == printed
    assert any("prints no total" in notice for notice in reading.notices) == (not printed)


def test_tables_of_others(save: Save) -> None:
    others = (
        "<table><tr><th>Country</th></tr><tr><td>Bhutan</td></tr><tr><td>Palau</td></tr></table>"
        "<table><tr><td>Go to</td><td>Home</td></tr></table></body>"
    )
    reading = _read(save(_page(ROWS).replace("</body>", others)))
    assert len(reading.records) == 4
    assert reading.notices[-1] == "2 countries are listed without a ratification"


def test_what_was_denounced_may_stand_in_a_table_of_its_own(save: Save) -> None:
    page = _page(ROWS[:2], "2 ratifications<br>Denounced: 1")
    table = _page([(*ROWS[2][:3], "Denounced", "")]).partition("<table")[2].partition("</body>")[0]
    records = _read(save(page.replace("</body>", f"<table{table}</body>"))).records
    assert [(each.participant, each.kind, each.day) for each in records[2:]] == [
        ("Arcadia", "ratification", date(1999, 3, 2)),
        ("Arcadia", "denunciation", None),
    ]


WRONG = {
    "no heading": ("Ratifications of C138", "List of C138", "headed by no instruments"),
    "a missing row": ("3 ratifications", "4 ratifications", "prints 4 ratifications, and"),
    "other denunciations": ("Denounced: 1", "Denounced: 0", "prints 0 denounced, and 1"),
    "a column more": ("<th>Note</th>", "<th>Note</th><th>Source</th>", "has unexpected columns"),
    "a moved column": ("<th>Date</th><th>Status</th>", "<th>Status</th><th>Date</th>", "has unexpected columns"),
    "an unknown status": ("<td>In Force</td>", "<td>Pending</td>", "unknown status"),
    "a day that is none": ("16 Feb 1998", "30 Feb 1998", "day is out of range"),
    "no day": ("16 Feb 1998", "", "a ratification has no date"),
    "a cell too few": ("<td>In Force</td>", "", "a row has not 4 cells"),
    "no country": ('COUNTRY_ID:0">Albania</a> Minimum age specified: 16 years', 'X"></a>', "names no country"),
    "no list": ("<th>Country</th>", "<th>Member</th>", "has no rows"),
    "the end": ("</html>", "", "has been cut"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_list_that_is_not_what_it_should_be_is_refused(save: Save, case: str) -> None:
    old, new, message = WRONG[case]
    page = _page(ROWS)
    assert old in page
    with pytest.raises(SourceFileError, match=r"^c138\.html") as caught:
        read(save(page.replace(old, new, 1)))
    assert message in str(caught.value)


def test_a_maintenance_page_is_refused(save: Save) -> None:
    with pytest.raises(SourceFileError, match="is a maintenance page"):
        read(save("<html><body>NORMLEX is currently unavailable</body></html>"))
