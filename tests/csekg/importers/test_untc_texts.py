"""What stands below the table of a status page: declarations, objections, territories, notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.importers.records import Reading, SourceFileError, SourceRecord
from csekg.importers.untc import read
from tests.csekg.importers.un_pages import BELOW, DECLARATIONS, DECLARING, Page, body, day, end_notes, heading, section


def _read(tmp_path: Path, below: str) -> Reading:
    path = tmp_path / "page.html"
    path.write_text(str(Page(DECLARING, below=below)), encoding="utf-8")
    (reading,) = read(path)
    return reading


def _one(tmp_path: Path, markup: str, table: str = "dgDec") -> list[SourceRecord]:
    reading = _read(tmp_path, section(table, [("Argentina", markup)]))
    return [record for record in reading.records if record.text]


def _rows(reading: Reading, *kinds: str) -> list[tuple[str, ...]]:
    return [
        (each.participant, each.kind, str(each.day or ""), each.occasion, "; ".join(each.targets), each.text)
        for each in reading.records
        if each.kind in kinds
    ]


def test_declarations_have_their_kind_day_and_occasion(tmp_path: Path) -> None:
    assert _rows(_read(tmp_path, DECLARATIONS), "declaration", "reservation", "interpretative-declaration") == [
        ("Argentina", "declaration", "", "signature", "", "Upon signature:\nDeclaration:\nOne thought.\nAnother one."),
        (
            "Viet Nam",
            "reservation",
            "",
            "confirmed",
            "",
            "Reservation made upon signature and confirmed upon ratification:\nArticle 5.",
        ),
        ("Viet Nam", "interpretative-declaration", "", "consent", "", "Understandings:\nIt is understood."),
        ("Viet Nam", "interpretative-declaration", "2015-09-12", "", "", "Interpretative declaration\nOn article 7."),
        # The day of a heading is its own; the next has that of the line above.
        ("Viet Nam", "declaration", "2016-05-03", "", "", "Declaration of 3 May 2016:\nOn article 8."),
        ("Viet Nam", "reservation", "2015-09-12", "", "", "Reservation concerning article 9:\nOn article 9."),
    ]


def test_objections_have_their_day_and_target(tmp_path: Path) -> None:
    objections = _rows(_read(tmp_path, BELOW), "objection")
    assert [(who, on, targets) for who, _, on, _, targets, _ in objections] == [
        ("Austria", "2002-10-04", "Viet Nam"),
        ("Austria", "2003-09-20", "Qatar; Argentina"),
        ("Austria", "2005-11-18", "Qatar"),
        ("Holy See", "", "Oman"),
    ]
    assert objections[2][-1].endswith("Another objection.\n* A remark.")


def test_declarations_under_an_article_and_notifications(tmp_path: Path) -> None:
    reading = _read(tmp_path, BELOW)
    title = "Declarations recognizing the competence of the Committee under article 12"
    assert ("Austria", "declaration", "2010-05-10", "", "", f"{title}\nWe recognize the competence.") in _rows(
        reading, "declaration"
    )
    assert [(on, text) for _, _, on, _, _, text in _rows(reading, "notification")] == [
        ("2011-06-01", "An authority."),
        ("2012-06-02", "Another."),
    ]


def test_territories_have_the_participant_above(tmp_path: Path) -> None:
    territories = [each for each in _read(tmp_path, BELOW).records if each.kind == "territorial-application"]
    assert [(each.participant, str(each.day or ""), each.territory, each.marker) for each in territories] == [
        ("New Zealand", "2022-03-04", "Tokelau", "7"),
        ("New Zealand", "", "Elsewhere", "7"),
    ]


def test_a_note_is_given_to_all_who_carry_its_mark(tmp_path: Path) -> None:
    notes = [each for each in _read(tmp_path, BELOW).records if each.kind == "communication"]
    assert [(each.marker, each.participant, str(each.day or ""), each.targets) for each in notes] == [
        ("1", "Austria", "", ()),
        ("1", "Holy See", "", ()),
        ("2", "Qatar", "", ()),
        ("2", "Ireland", "2003-01-06", ("Qatar",)),
        ("3", "Qatar", "", ()),
        ("4", "Viet Nam", "", ()),
    ]
    assert notes[3].words == "It objects.\nAt length."
    assert "ABOUT" not in notes[-1].text


def test_notes_tell_what_is_withdrawn(tmp_path: Path) -> None:
    reading = _read(tmp_path, BELOW)
    assert [(who, on) for who, _, on, _, _, _ in _rows(reading, "reservation-withdrawal")] == [
        ("Qatar", "2008-06-18"),
        ("Viet Nam", "2009-03-26"),
    ]
    # Qatar's statement is gone, and its note says so: nothing is lost.
    assert not [notice for notice in reading.notices if "Qatar" in notice]


@pytest.mark.parametrize(
    ("note", "kind", "on", "territory"),
    [
        (
            "On 5 February 2020, Austria notified its decision to modify its declaration.",
            "declaration-modification",
            5,
            "",
        ),
        ("On 5 February 2020 the Government had informed him that its forces withdrew from there.", "", 0, ""),
        ("In 2020 it withdrew.", "", 0, ""),
    ],
)
def test_what_a_note_tells_needs_a_day_and_somebody_who_informs(
    tmp_path: Path, note: str, kind: str, on: int, territory: str
) -> None:
    records = [
        each
        for each in _read(tmp_path, end_notes(note)).records
        if each.kind in ("reservation-withdrawal", "declaration-modification")
    ]
    assert [(each.kind, each.day.day if each.day else 0, each.territory) for each in records] == (
        [(kind, on, territory)] if kind else []
    )


def test_an_extension_in_a_note_is_read_where_nothing_is_excluded(tmp_path: Path) -> None:
    def applied(note: str) -> list[tuple[str, str]]:
        page = str(Page(DECLARING, below=end_notes(note))).replace("Holy See", "Denmark").replace("Austria", "Austria ")
        page = page.replace(">1</A>", ">9</A>", 1)
        (tmp_path / "page.html").write_text(page, encoding="utf-8")
        (reading,) = read(tmp_path / "page.html")
        return [(each.territory, str(each.day)) for each in reading.records if each.kind == "territorial-application"]

    assert applied("On 4 November 2020: extension to Greenland and the Faroe Islands.") == [
        ("Greenland", "2020-11-04"),
        ("Faroe Islands", "2020-11-04"),
    ]
    assert applied("On 4 November 2020 it said that it shall not extend to Greenland.") == []
    assert applied("On 4 November 2020, it will apply to Greenland, but not yet.") == []


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (body("No heading at all."), [("declaration", "")]),
        (day("12 January2015") + body("Text."), [("declaration", "2015-01-12")]),
        (heading("Reservation:") + day("1 May 2015") + body("Text."), [("reservation", "2015-05-01")]),
        ("<i>Declaration:</i><br>" + body("Text."), [("declaration", "")]),
        ("Reservation:<br>" + body("Text."), [("reservation", "")]),
        (
            heading("Declarations:") + body("A.") + heading("Article 7:") + body("B.") + body("Declaration of war."),
            [("declaration", "")],
        ),
        (heading("Reservations to articles 14 and 21."), [("reservation", "")]),
        (heading("(c) Reservation concerning article 10:") + body("A."), [("reservation", "")]),
    ],
)
def test_headings_and_days_in_all_forms(tmp_path: Path, markup: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.kind, str(each.day or "")) for each in _one(tmp_path, markup)] == expected


def test_marks_and_places_of_texts(tmp_path: Path) -> None:
    (reservation, *_) = [each for each in _read(tmp_path, DECLARATIONS).records if each.kind == "reservation"]
    lines = str(Page(DECLARING, below=DECLARATIONS)).splitlines()
    line = next(at for at, text in enumerate(lines, 1) if "<superscript>4</superscript>" in text)
    assert (reservation.marker, reservation.place) == ("4", f"page.html:{line}")


def test_a_text_under_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=r"page\.html:\d+: a text stands under no participant: 'Words\.'"):
        _read(tmp_path, section("dgDec", [("", body("Words."))]))


def test_what_may_be_lost_is_named(tmp_path: Path) -> None:
    below = section("dgDec", [("Argentina", ""), ("Austria|8", body("Text."))]) + end_notes("One.")
    reading = _read(tmp_path, below)
    assert reading.notices == (
        "no text is read of Qatar, Viet Nam, which the table marks as having one",
        "stands among the declarations without a text or a note: Argentina",
        "no note explains the marks 8",
    )
    gap = DECLARATIONS.replace("dgDec_ctl03", "dgDec_ctl09")
    assert _read(tmp_path, gap).warnings == ("page.html: rows of dgDec are missing, the numbers of its rows have gaps",)
