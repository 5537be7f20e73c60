from __future__ import annotations

from tests.texts import ask, texts

IN_PRINT = "resolution-16-2"


def test_all_parts_are_there() -> None:
    for kind, count in (
        ("PreambularParagraph", 22),
        ("OperativeParagraph", 18),
        ("SubParagraph", 8),
        ("Footnote", 12),
        ("Citation", 23),
        ("UnresolvedCitation", 3),
        ("Request", 26),
    ):
        assert len(ask(f"?a a cse:{kind}", IN_PRINT)) == count


def test_ten_sorts_after_two() -> None:
    orders = ask("?a a cse:OperativeParagraph; cse:order ?b")
    by_order = sorted(orders, key=lambda row: int(row[1]))
    assert [row[0].rpartition("/")[2] for row in by_order] == [str(n) for n in range(1, 19)]


def test_a_sub_paragraph_is_part_of_its_paragraph_and_of_the_resolution() -> None:
    assert ask(":ccpcj-16-2\\/op\\/4\\/a dcterms:isPartOf ?a; cse:provisionOf ?b; cse:number ?c") == [
        ("instrument/ccpcj-16-2/op/4", "instrument/ccpcj-16-2", "4(a)")
    ]


def test_paragraph_one_has_two_unresolved_citations_under_two_verbs() -> None:
    rows = ask(
        "?a a cse:UnresolvedCitation; cse:citingProvision :ccpcj-16-2\\/pp\\/1; "
        "cse:citationVerb ?b; dcterms:description ?c"
    )
    assert [row[1] for row in rows] == ["vocab/citation-verb/reaffirming", "vocab/citation-verb/recalling"]
    assert ask("?a a cse:UnresolvedCitation; cse:citedInstrument ?b") == []


def test_the_convention_is_recalled_in_the_preamble_and_urged_in_paragraph_three() -> None:
    rows = ask(
        "?x cse:citedInstrument :crc; cse:citingProvision ?a; cse:citationVerb ?b; cse:citedVia ?c; cse:citedAs ?d"
    )
    assert [row[:3] for row in rows] == [
        ("instrument/ccpcj-16-2/op/3", "vocab/operative-verb/urges", "instrument/ccpcj-16-2/fn/80"),
        ("instrument/ccpcj-16-2/pp/2", "vocab/citation-verb/recalling", "instrument/ccpcj-16-2/fn/70"),
    ]
    assert {row[3] for row in rows} == {"United Nations, Treaty Series, vol. 1577, No. 27531"}


def test_a_congress_resolution_is_cited_through_the_assembly() -> None:
    assert ask("?x cse:citedInstrument :congress-9-res-7; cse:citedThrough ?a; cse:citedVia ?b") == [
        ("instrument/ga-50-145", "instrument/ccpcj-16-2/fn/76")
    ]
    assert ask(":ccpcj-16-2\\/fn\\/76 cse:refersTo ?a") == [("instrument/congress-9-report",)]


def test_the_annexes_lead_to_the_resolution_they_belong_to() -> None:
    assert ask("?x cse:textFrom :ga-55-25; cse:citedInstrument ?a; cse:citedVia ?b") == [
        ("instrument/tip", "instrument/ccpcj-16-2/fn/73"),
        ("instrument/untoc", "instrument/ccpcj-16-2/fn/72"),
    ]
    assert ask("?a eli:cites :ga-55-25") == []


def test_ibid_leads_back_to_what_it_stands_for() -> None:
    short = "instrument/ccpcj-16-2/fn/"
    found = [(a.removeprefix(short), b.removeprefix(short)) for a, b in ask("?a cse:resolvesTo ?b")]
    assert found == [("71", "70"), ("80", "70"), ("81", "71"), ("81", "80")]
    assert ask(":ccpcj-16-2\\/fn\\/81 cse:refersTo ?a") == [("instrument/opsc",), ("series/un-treaty-series",)]


def test_the_short_cut_follows_the_citations_to_texts() -> None:
    long = ask("?x cse:citingProvision ?a; cse:citedInstrument ?b. ?b a cse:Instrument")
    treaties = [
        row
        for row in ask("?x cse:citingProvision ?a; cse:citedInstrument ?b")
        if row[1].removeprefix("instrument/") in texts().short_titles
    ]
    assert ask("?a eli:cites ?b. ?a a cse:Provision") == sorted(long + treaties)
    cited = {row[0] for row in ask(":ccpcj-16-2 eli:cites ?a")}
    assert len(cited) == 17
    assert {"instrument/crc", "instrument/opsc", "instrument/ets185"} <= cited
    # The thematic discussion is cited, but it is no text.
    assert not any("event/" in iri for iri in cited)
    assert ask("?x cse:citedInstrument id:event\\/ccpcj-16-thematic-discussion; cse:citationVerb ?a") == [
        ("vocab/citation-verb/noting",)
    ]


def test_paragraph_three_asks_two_circles_to_join_and_to_carry_out() -> None:
    rows = ask("?x cse:requestedIn :ccpcj-16-2\\/op\\/3; cse:addressee ?a; cse:concernsInstrument ?b")
    assert rows == [
        (f"vocab/addressee/{who}", f"instrument/{what}")
        for who in ("member-states-not-yet-party", "states-parties")
        for what in ("crc", "opsc")
    ]


def test_the_director_reports_at_the_eighteenth_session() -> None:
    assert ask("?x cse:requestedIn :ccpcj-16-2\\/op\\/18; cse:dueAt ?a; cse:openingVerb ?b") == [
        ("event/ccpcj-session-18", "vocab/operative-verb/requests")
    ]


def test_the_condemnation_asks_nothing() -> None:
    assert ask("?a cse:requestedIn :ccpcj-16-2\\/op\\/1") == []
    assert ask(":ccpcj-16-2\\/op\\/1 cse:openingVerb ?a; cse:addressee ?b") == [
        ("vocab/operative-verb/condemns", "vocab/addressee/none")
    ]


def test_our_words_stay_out_of_the_graph_of_the_resolution() -> None:
    assert ask("?a dcterms:description ?b", IN_PRINT) == []
    assert ask("?a cse:topic ?b", IN_PRINT) == []
    # 48 summaries, 26 requests and 3 unresolved citations.
    own = ask("?a dcterms:description ?b. FILTER(CONTAINS(STR(?a), 'ccpcj-16-2'))", "editorial")
    assert len(own) == 77


def test_a_later_document_answers_a_paragraph() -> None:
    assert ask(
        "?x cse:answeredParagraph :ccpcj-16-2\\/op\\/18; cse:answeringDocument ?a; "
        "cse:verification ?b; dcterms:source ?c"
    ) == [("instrument/e-cn15-2009-14", "vocab/verification/verified-secondary", "source/ojp-228886")]
    long = ask("?x cse:answeringDocument ?a; cse:answeredParagraph ?b")
    assert ask("?a cse:answers ?b") == long
