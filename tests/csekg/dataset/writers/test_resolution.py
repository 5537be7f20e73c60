"""What tests/queries/expected does not show: graphs, links and short cuts of the resolution."""

from __future__ import annotations

from tests.texts import ask, texts

IN_PRINT = "resolution-16-2"


def test_a_sub_paragraph_is_part_of_its_paragraph_and_of_the_resolution() -> None:
    assert ask(":ccpcj-16-2\\/op\\/4\\/a dcterms:isPartOf ?a; cse:provisionOf ?b; cse:number ?c") == [
        ("instrument/ccpcj-16-2/op/4", "instrument/ccpcj-16-2", "4(a)")
    ]


def test_the_annexes_lead_to_the_resolution_they_belong_to() -> None:
    assert ask("?x cse:textFrom :ga-55-25; cse:citedInstrument ?a; cse:citedVia ?b") == [
        ("instrument/tip", "instrument/ccpcj-16-2/fn/73"),
        ("instrument/untoc", "instrument/ccpcj-16-2/fn/72"),
    ]
    assert ask("?a eli:cites :ga-55-25") == []


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
