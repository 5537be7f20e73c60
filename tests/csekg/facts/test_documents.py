from __future__ import annotations

from datetime import date

from tests.texts import texts


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
