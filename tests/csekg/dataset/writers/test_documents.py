from __future__ import annotations

from tests.texts import ask, texts


def test_the_resolution_is_described_by_two_sources() -> None:
    node = ":ccpcj-16-2"
    assert ask(f"{node} cse:documentSymbol ?a; cse:adoptedBy ?b", "resolution-16-2") == [("16/2", "body/ccpcj")]
    assert ask(f"{node} cse:adoptedOn ?a", "resolution-16-2") == []
    assert ask(f"{node} cse:adoptedOn ?a; dcterms:isPartOf ?b", "editors") == [("2007-04-27", "instrument/e-2007-30")]
    assert ask(f"{node} cse:adoptedAtMeeting ?a") == [("event/ccpcj-session-16",)]
    (note,) = ask(f"{node} skos:note ?a", "editors")
    assert "does not state" in note[0]


def test_the_report_bears_both_symbols() -> None:
    assert ask(":e-2007-30 cse:documentSymbol ?a") == [("E/2007/30",), ("E/CN.15/2007/17",)]


def test_a_kind_of_thing_has_its_place_among_the_iris() -> None:
    for path, kind in (
        ("event/congress-9", "Meeting"),
        ("body/unodc", "Body"),
        ("series/un-treaty-series", "PublicationSeries"),
        ("instrument/a-61-299", "Report"),
        ("instrument/special-rapporteur-mandate", "Mandate"),
    ):
        assert (path,) in ask(f"?a a cse:{kind}")
    assert ask("?a a cse:PoliticalCommitment") == [
        ("instrument/rio-2008",),
        ("instrument/stockholm-1996",),
        ("instrument/yokohama-2001",),
    ]


def test_a_meeting_has_its_days_its_place_and_its_holder() -> None:
    assert ask("id:event\\/congress-9 cse:heldOn ?a; cse:heldAt ?b") == [("29 April-8 May 1995", "Cairo")]
    assert ask("id:event\\/ccpcj-16-thematic-discussion cse:heldBy ?a; dcterms:isPartOf ?b") == [
        ("body/ccpcj", "event/ccpcj-session-16")
    ]


def test_what_a_congress_adopted_is_tied_to_the_meeting_not_to_a_body() -> None:
    assert ask(":congress-9-res-7 cse:adoptedAtMeeting ?a") == [("event/congress-9",)]
    assert ask(":congress-9-res-7 cse:adoptedBy ?a") == []


def test_only_instruments_have_an_official_text() -> None:
    assert all(row[0].startswith("instrument/") for row in ask("?a cse:officialText ?b"))
    assert ask(":ga-61-146 cse:officialText ?a") == [("https://undocs.org/A/RES/61/146",)]


def test_every_document_has_one_label() -> None:
    named = ask("?a dcterms:identifier ?c; rdfs:label ?b FILTER NOT EXISTS { ?a a cse:Reading }")
    assert len(named) == len(texts().documents)


def test_each_day_stands_in_the_graph_of_the_source_that_states_it() -> None:
    assert ask(":ga-55-25 cse:adoptedOn ?a", "un-avl") == [("2000-11-15",)]
    assert ask(":ga-55-25 cse:adoptedOn ?a", "resolution-16-2") == []
