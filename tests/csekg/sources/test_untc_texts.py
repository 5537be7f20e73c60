"""What stands below the table of a status page: declarations, objections, notes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from csekg.sources.records import Reading, SourceFileError
from csekg.sources.untc import read
from tests.csekg.sources.un_pages import BELOW, DECLARING, Page


def _read(tmp_path: Path, below: str) -> Reading:
    path = tmp_path / "page.html"
    path.write_text(str(Page(DECLARING, below=below)), encoding="utf-8")
    (reading,) = read(path)
    return reading


def _texts(reading: Reading) -> list[tuple[str, str, str, str]]:
    return [
        (each.participant, each.kind, each.day.isoformat() if each.day else "", each.text)
        for each in reading.records
        if each.text
    ]


def test_sections_become_records(tmp_path: Path) -> None:
    reading = _read(tmp_path, BELOW)
    assert _texts(reading) == [
        ("Argentina", "declaration", "", "Declaration:\nOne thought.\nAnother one."),
        ("Argentina", "reservation", "", "Reservation:\nAn exception."),
        ("Czechoslovakia", "declaration", "", "A former text."),
        ("Viet Nam", "reservation", "", "Reservation:\nArticle 5."),
        (
            "Austria",
            "objection",
            "2002-10-04",
            "With regard to the reservation made by Viet Nam upon ratification:\nThe Government objects.",
        ),
        ("Austria", "objection", "2005-11-18", "Another objection."),
        ("Holy See", "notification", "", "An authority."),
        ("Austria", "communication", "", "First note.\n4 lines of it follow."),
        ("Viet Nam", "communication", "", "Second note."),
        ("", "communication", "", "Third note."),
        ("", "communication", "", "Fourth note."),
    ]
    assert [each.marker for each in reading.records if each.kind == "communication"] == [*"1234"]
    assert [each.territory for each in reading.records if each.territory] == ["A province"]
    assert reading.notices == (
        "what stands below the table is read by rules that no raw page was at hand to test: compare a few of its texts",
    )


def test_marks_and_places_of_texts(tmp_path: Path) -> None:
    records = {each.participant: each for each in _read(tmp_path, BELOW).records if each.text}
    assert records["Czechoslovakia"].marker == "4"
    line = (
        str(Page(DECLARING, below=BELOW))
        .splitlines()
        .index("<div><b>Czechoslovakia <sup>4</sup></b></div><div>A former text.</div>")
    )
    assert records["Czechoslovakia"].place == f"page.html:{line + 1}"


def test_a_text_under_nobody_is_refused(tmp_path: Path) -> None:
    below = BELOW.replace("<p><b>Argentina</b></p>", "<p><b>Arcadia</b></p>")
    with pytest.raises(SourceFileError, match="stands under no participant: 'Arcadia'"):
        _read(tmp_path, below)


def test_a_name_without_a_text_becomes_a_notice(tmp_path: Path) -> None:
    below = "<p>Declarations</p><p>Austria</p><p>Holy See</p><p>A text.</p>"
    notices = _read(tmp_path, below).notices
    assert notices[0].startswith("no text is read of Argentina, Viet Nam, which the table marks")
    assert notices[1].startswith("Austria has no text at page.html:")


def test_what_looks_like_a_name_in_a_text_is_named(tmp_path: Path) -> None:
    below = "<p>Declarations</p><p>Austria</p><p>A text.</p><p><b>Arcadia</b></p><p>Another.</p>"
    reading = _read(tmp_path, below)
    assert _texts(reading) == [("Austria", "declaration", "", "A text.\nArcadia\nAnother.")]
    assert any("'Arcadia' looks like a name and is taken as text of Austria" in notice for notice in reading.notices)


def test_text_outside_of_the_sections_is_none_of_a_participant(tmp_path: Path) -> None:
    assert _texts(_read(tmp_path, "<p>Austria</p><p>A menu of the site</p>")) == []


def test_many_lines_that_look_like_names_take_no_long_time(tmp_path: Path) -> None:
    lines = "".join(f"<p><b>Arcadia {chr(97 + number % 26)}x</b></p>" for number in range(2000))
    begun = time.process_time()
    notices = _read(tmp_path, f"<p>Declarations</p><p>Austria</p>{lines}").notices
    assert len(notices) > 2000
    # Suggesting known names for each would take a minute.
    assert time.process_time() - begun < 10
