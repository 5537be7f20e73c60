"""Status pages of the UN Treaty Collection: what they say, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers.records import MissingDocumentError, Reading, SourceFileError
from csekg.importers.untc import read
from tests.csekg.importers.un_pages import ALBANIA, LETTERS, ROWS, Page, Row, section

Save = Callable[[object], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def save(page: object) -> Path:
        path = tmp_path / "page.html"
        path.write_text(str(page), encoding="utf-8")
        return path

    return save


def _read(path: Path) -> Reading:
    (reading,) = read(path)
    return reading


def _acts(reading: Reading) -> list[tuple[str, str, date | None, str]]:
    return [(each.participant, each.kind, each.day, each.marker) for each in reading.records]


def _expected(rows: tuple[Row, ...] | list[Row]) -> list[tuple[str, str, date | None, str]]:
    """Return the records of rows, from the rows themselves."""
    acts: list[tuple[str, str, date | None, str]] = []
    for row in rows:
        signs = [("signature", row.signed, "")] if row.signed else []
        if row.consent:
            kind, day = row.consent
            signs.append((kind, day, LETTERS[kind]))
        for kind, day, letter in signs:
            shown = f"[{letter}]" if row.former else letter
            acts.append((row.name, kind, day, f"{shown} {','.join(row.notes)}".strip()))
    return acts


def test_a_page_gives_its_rows_its_day_and_its_treaty(save: Save) -> None:
    reading = _read(save(Page(ROWS)))
    assert _acts(reading) == _expected(ROWS)
    assert (reading.reference, reading.title) == ("IV-11-c", "A Protocol of the tests")
    assert reading.as_of == date(2024, 4, 20)
    assert reading.totals == {"signatories": 3, "parties": 4}
    assert reading.notices == ()
    assert reading.records[0].place == "page.html:11"


_days = st.dates(date(1946, 1, 1), date(2030, 12, 31))
# A footnote number at the end of a name and brackets around it are marks, not parts of it.
_names = st.text(st.characters(codec="utf-8", categories=["L", "M", "P", "S", "Zs"]), min_size=1, max_size=40).map(
    lambda text: " ".join(f"x{text}y".split())
)
_rows = st.builds(
    Row,
    _names,
    st.none() | _days,
    st.none() | st.tuples(st.sampled_from(list(LETTERS)), _days),
    st.lists(st.integers(1, 99).map(str), max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
)


@settings(deadline=None, max_examples=50)
@given(st.lists(_rows, min_size=1, max_size=6), st.integers(0, 10_000))
def test_every_page_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], seed: int
) -> None:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(str(Page(rows, seed)), encoding="utf-8")
    assert _acts(_read(path)) == _expected(rows)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("STATUS AS AT : 26/09/2008 11:45:00", date(2008, 9, 26)),
        ("STATUS AS AT : 01-12-2025 9:15:50 EST", date(2025, 12, 1)),
        ("no such line", None),
    ],
)
def test_the_day_of_the_status(save: Save, head: str, day: date | None) -> None:
    assert _read(save(Page(ROWS, head=head))).as_of == day


def test_a_cell_with_two_days_and_a_column_of_effect(save: Save) -> None:
    page = str(Page(ROWS)).replace("24 Mar\t 2005 a", "24 Mar 2005 a<br>5 May 2006")
    kinds = [each.kind for each in _read(save(page)).records if each.participant == "Angola"]
    assert kinds == ["accession", "ratification"]
    page = str(Page(ROWS)).replace("</td></tr>", "</td><td></td></tr>")
    page = page.replace("<td></td></tr>", "<td>Entry into force</td></tr>", 1)
    page = page.replace("<td></td></tr>", "<td>6 Mar 2008</td></tr>", 1)
    (_, albania, *_) = _read(save(page)).records
    assert (albania.day, albania.effective_on) == (date(2008, 2, 5), date(2008, 3, 6))


@pytest.mark.parametrize(("number", "reference"), [("5. a", "IV-5-a"), ("12.", "IV-12"), ("12 .a", "IV-12-a")])
def test_the_number_of_the_treaty(save: Save, number: str, reference: str) -> None:
    assert _read(save(Page(ROWS, number=number))).reference == reference


def test_the_address_of_the_page_names_the_treaty(save: Save) -> None:
    page = str(Page(ROWS)).replace("src=TREATY", "src=TREATY&amp;mtdsg_no=XI-B-16&amp;chapter=11")
    assert _read(save(page)).reference == "XI-B-16"
    both = page.replace("<form", '<form action="?mtdsg_no=XI-B-17"></form><form', 1)
    with pytest.raises(SourceFileError, match="several treaties: 'XI-B-16, XI-B-17'"):
        read(save(both))


TERRITORIES = """<table id="x_tblTerritorial"><tr><td>Participant</td>
<td>Date of receipt of the notification</td><td>Territories</td></tr>
<tr><td>New Zealand <sup>7</sup></td><td>4 Mar 2022</td><td>Tokelau</td></tr></table>"""


@pytest.mark.parametrize("place", ["before", "below"])
def test_a_table_of_territories_is_not_that_of_participants(save: Save, place: str) -> None:
    page = Page(ROWS)
    setattr(page, place, TERRITORIES)
    (*acts, territory) = _read(save(page)).records
    assert len(acts) == len(_expected(ROWS))
    assert (territory.participant, territory.kind, territory.territory, territory.marker) == (
        "New Zealand",
        "territorial-application",
        "Tokelau",
        "7",
    )
    assert territory.day == date(2022, 3, 4)


def test_what_the_page_does_not_tell_becomes_a_notice(save: Save) -> None:
    rows = [ALBANIA, Row("Belgium", date(2000, 9, 6), has_texts=True)]
    page = str(Page(rows, totals="", kinds=["ratification", "accession"]))
    notices = _read(save(page.replace("2008<", "2008 d<"))).notices
    assert [notice.partition(":")[0] for notice in notices] == [
        "the page prints no totals",
        "no text is read of Belgium, which the table marks as having one",
        "page.html",
    ]
    assert notices[2].endswith("a letter is read in its usual sense, the header does not name it")


def test_a_number_that_is_not_raised_is_a_mark(save: Save) -> None:
    page = str(Page(ROWS)).replace("<td>Albania</td>", "<td>Albania 6, 15</td>")
    first = _read(save(page)).records[0]
    assert (first.participant, first.marker) == ("Albania", "6,15")


WRONG = {
    # Dates and letters of a cell are read as in csekg.importers.mtdsg, where more is tested.
    "words for a date": (" 7 Sep\t 2000", "in 2000", "is no date of an act: 'in 2000'"),
    "a column too many": ("<td>Albania</td>", "<td>Albania</td><td></td>", "has not the 3 cells"),
    "a column too few": ("<td>&nbsp;</td><td>24", "<td>24", "has not the 3 cells"),
    "a merged cell": ("<td>Albania", '<td colspan="2">Albania', "has not the 3 cells"),
    "no name": ("<td>Albania</td>", "<td> <sup>1</sup></td>", "a row has no participant"),
    "participants in another column": (
        "<td>Participant",
        "<td>Signature",
        "does not begin with their names: 'Signature | Signature",
    ),
    "a moved column": (
        "<td>Signature</td>",
        "<td>Entry into force</td>",
        "says when an act takes effect, and has no act",
    ),
    "a header without end": ("<td>Signature</td>", "<td>" + "Signature, " * 200, "has no end"),
    "a total that differs": ("Parties : 4", "Parties : 5", "prints 5 parties, its rows give 4"),
    "another total": ("Signatories : 3", "Signatories : 2", "prints 2 signatories"),
    "a day of status that is none": ("20-04-2024", "20-14-2024", "STATUS AS AT: month must be"),
    "no table": ("_tblgrid", '_other" hidden><tr><td>x</td></tr></table><table id="y', "has no"),
    "two tables": (
        "</body>",
        "<table id='tblgrid'><tr><td>Participant</td><td>Signature</td></tr></table></body>",
        "has 2 tables of participants",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_page_that_is_not_what_it_should_be_is_refused(save: Save, case: str) -> None:
    old, new, message = WRONG[case]
    page = str(Page(ROWS))
    assert old in page
    with pytest.raises(SourceFileError, match=r"page\.html") as caught:
        read(save(page.replace(old, new, 1)))
    assert message in str(caught.value)


def test_an_empty_table_is_refused(save: Save) -> None:
    for page in (str(Page([])), str(Page(ROWS)).replace("_tblgrid", '_tblgrid"></table><table id="x')):
        with pytest.raises(SourceFileError, match="without rows"):
            read(save(page))


def test_a_maintenance_page_is_refused(save: Save) -> None:
    notice = "Due to urgent maintenance the site is currently unavailable."
    for page in (notice, f"<table><tr><td>{notice}</td></tr></table>"):
        with pytest.raises(SourceFileError, match="maintenance"):
            read(save(f"<html><body>{page}</body></html>"))


def test_a_page_that_is_none_of_a_treaty_is_a_missing_document(save: Save) -> None:
    page = "<html><body><form action='./Error.aspx'>The document is not available.</form></body></html>"
    with pytest.raises(MissingDocumentError, match="the site does not have the document"):
        read(save(page))


@pytest.mark.parametrize(
    ("old", "new"), [("src=TREATY", "src=TREATY&amp;mtdsg_no=IV-11-c&amp;clang=_fr"), ("Accession(a)", "Adhésion(a)")]
)
def test_a_page_in_french_is_refused(save: Save, old: str, new: str) -> None:
    with pytest.raises(SourceFileError, match=r"is a page in another language than English.*clang=_en"):
        read(save(str(Page(ROWS)).replace(old, new)))


def test_french_words_of_a_statement_are_no_page_in_french(save: Save) -> None:
    below = section("dgDec", [("Albania", "CHAPITRE IV. Adhésion(a). État le 3 mai.")])
    assert read(save(Page(ROWS, below=below)))


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        (
            "<tr><td>Albania",
            '<tr><td colspan="3">States</td></tr><tr><td>Albania',
            "page.html:11: a title within the table is not read: 'States'",
        ),
        (
            "</body>",
            "<table><tr><td>Participant</td><td>Paid</td></tr></table></body>",
            "page.html:18: a further table of participants is not read: 'Participant | Paid'",
        ),
        (
            "Signature</td>",
            "Signature, Colour(x)</td>",
            "page.html:10: a column has an act that is unknown, 'Colour': its dates become communications",
        ),
    ],
)
def test_what_is_unknown_and_no_act_is_named(save: Save, old: str, new: str, warning: str) -> None:
    (reading,) = read(save(str(Page(ROWS)).replace(old, new, 1)))
    assert reading.warnings == (warning,)
    assert _acts(reading) == _expected(ROWS)


def test_a_total_that_an_unknown_act_explains_says_so(save: Save) -> None:
    with pytest.raises(SourceFileError, match=r"prints 4 parties, its rows give 3.*is unknown, 'Ascension'"):
        read(save(str(Page(ROWS)).replace("Acceptance(A)", "Ascension(A)")))


def test_a_page_that_broke_off_anywhere_is_refused(save: Save) -> None:
    page = str(Page(ROWS)).partition("</html>")[0]
    for length in range(0, len(page), 7):
        with pytest.raises(SourceFileError):
            read(save(page[:length]))


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_mutated_page_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = bytearray(str(Page(ROWS, below=TERRITORIES)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        cut = data.draw(st.integers(0, 40))
        content[at : at + cut] = data.draw(
            st.binary(max_size=8)
            | st.sampled_from([b"<", b">", b"</td>", b"<tr>", b"</table>", b"<table>", b"<sup>", b"&", b"\t"])
        )
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(bytes(content))
    # Any other error fails the test.
    with suppress(SourceFileError):
        assert read(path)[0].records
