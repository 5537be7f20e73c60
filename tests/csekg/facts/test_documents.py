from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from csekg.errors import DataError
from tests.records import changed
from tests.texts import read_texts, texts

FILE = "documents.csv"


def test_every_class_is_there() -> None:
    kinds = {document.kind for document in texts().documents.values()}
    assert kinds == {
        "resolution",
        "political-commitment",
        "report",
        "guidelines",
        "mandate",
        "meeting",
        "body",
        "series",
    }


def test_a_document_keeps_apart_what_its_sources_state() -> None:
    printed, added = texts().documents["ccpcj-16-2"].statements
    assert (printed.source, printed.symbols, printed.adopted_on) == ("resolution-16-2", ("16/2",), None)
    assert (added.source, added.adopted_on, added.part_of) == ("editors", date(2007, 4, 27), "e-2007-30")
    assert "does not state" in added.note


def test_a_political_commitment_has_a_year_and_no_day() -> None:
    for key, year in (("stockholm-1996", "1996"), ("yokohama-2001", "2001")):
        (statement,) = texts().documents[key].statements
        assert statement.adopted_in_year == year
        assert statement.adopted_on is None


def test_a_document_without_a_title_is_called_by_its_short_title() -> None:
    assert texts().documents["ga-55-25"].title == "General Assembly resolution 55/25"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("held_on,", "held,", "unknown column: 'held'. Did you mean held_on?"),
        ("ga-50-145,resolution", "ga-50-145,resolucion", "Did you mean resolution?"),
        (",ga,,1995-12-21", ",gaa,,1995-12-21", "unknown body or meeting in column adopted_by"),
        (",ga,,1995-12-21", ",ga,,21/12/1995", "column adopted_on is no date: '21/12/1995'"),
        (",world-congress-1996,,,1996", ",world-congress-1996,,,96", "is no year: '96'"),
        ("https://undocs.org/A/61/299", "A/61/299", "column official_text is no https address"),
        ("e-2007-30,,https", "e-2007-31,,https", "Did you mean e-2007-30"),
        (",resolution-16-2,", ",resolution-16,", "unknown source in column source"),
        ("a-61-299,report", "crc,report", "a treaty is described in its treaty.toml: 'crc'"),
        ("ga-55-25,resolution,,,A/", "ga-55-25,report,,,A/", "Write resolution."),
        ("un-avl", "resolution-16-2", "document listed twice for one source: 'ga-55-25'"),
        (
            "unodc,body,United Nations Office on Drugs and Crime,UNODC",
            "unodc,body,,",
            "the first row of a document needs a title: 'unodc'",
        ),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read_texts(changed(tmp_path, FILE, old, new))


def test_only_a_meeting_is_held(tmp_path: Path) -> None:
    data = changed(tmp_path, FILE, "congress-9,meeting", "congress-9,body")
    with pytest.raises(DataError, match="only a meeting has days"):
        read_texts(data)


def test_a_meeting_is_held_by_a_body(tmp_path: Path) -> None:
    data = changed(tmp_path, FILE, ",ccpcj,,,,,,ccpcj-session-16", ",congress-9,,,,,,ccpcj-session-16")
    with pytest.raises(DataError, match="unknown body or meeting"):
        read_texts(data)
