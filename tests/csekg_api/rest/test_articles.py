"""The texts over REST, provisions of treaties and paragraphs of the resolution, against the facts."""

from __future__ import annotations

from datetime import date

from csekg.answers.common.references import find_treaty
from csekg.answers.status import status_answers
from csekg.resources import ontology_dir
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle
from tests.records import all_facts


def test_articles_are_those_of_the_facts_with_the_wholes_of_their_parts(get: Get) -> None:
    for treaty, listed in all_facts().provisions.items():
        items = get(f"/instruments/{treaty}/articles", limit=1000)["items"]
        shown = {item["number"]: item for item in items}
        assert set(listed) <= set(shown)
        for printed, fact in listed.items():
            item = shown[printed]
            assert (item["description"] or "") == fact.summary
            assert (item["heading"] or "") == fact.heading
            assert (item["dutyStrength"] or "", item["provisionKind"] or "") == (fact.duty, fact.kind)
        places = [item["order"] for item in items]
        assert places == sorted(places)


def test_an_article_tells_the_paragraphs_that_it_answers(get: Get) -> None:
    answer = get("/instruments/crc/articles/34")
    assert answer["key"] == "article/34"
    assert answer["officialTextLink"].startswith("https://")
    links = [link for link in all_facts().correspondences if link.treaty == "crc"]
    direct = {link.paragraph for link in links if link.provision == "34"}
    assert set(answer["paragraphs"]) == direct
    assert direct <= {each["paragraph"]["key"] for each in answer["correspondences"]}
    assert get("/instruments/crc/articles/article/34") == answer


def test_statements_touch_the_article_its_parts_and_its_whole(get: Get) -> None:
    def touching(article: str) -> set[str]:
        return {each["id"] for each in get(f"/instruments/crc/articles/{article}")["statements"]}

    facts = [made for made in all_facts().declarations if made.treaty == "crc"]
    on_14 = [made for made in facts if any(p == "14" or p[:3] == "14(" for p in made.provisions)]
    assert len(touching("14")) == len(on_14) > 10
    # A statement on the whole article touches its parts, one on another part does not.
    on_part = [made for made in facts if {"14", "14(1)"} & set(made.provisions)]
    assert len(touching("14/1")) == len(on_part) <= len(on_14)
    elsewhere = [made for made in facts if {"14", "14(2)"} & set(made.provisions)]
    assert len(touching("14/2")) == len(elsewhere)
    assert get("/instruments/untoc/articles/29")["statements"] == []


def test_vocabularies_are_those_of_the_ontology(get: Get) -> None:
    schemes = get("/vocabularies")["items"]
    assert len(schemes) == len(list((ontology_dir() / "vocabularies").glob("*.ttl")))
    for scheme in schemes:
        concepts = get(f"/vocabularies/{scheme['key']}", limit=200)["items"]
        assert len(concepts) == scheme["concepts"]
        codes = {concept["key"] for concept in concepts}
        assert set(all_facts().vocabularies.get(scheme["key"], codes)) <= codes
        assert all(concept["name"] and concept["definition"] for concept in concepts)


def test_every_paragraph_is_listed_once_in_order(get: Get) -> None:
    answer = get("/resolution/paragraphs")
    facts = all_facts().resolution
    assert [item["key"] for item in answer["items"]] == list(facts.paragraphs)
    assert answer["total"] == 48
    for item in answer["items"]:
        fact = facts.paragraphs[item["key"]]
        assert [verb["key"] for verb in item["openingVerb"]] == sorted(fact.verbs)
        assert item["addressee"] == sorted(fact.addressees)
        assert item["topic"] == sorted(fact.topics)
        assert item["description"] == fact.summary
        assert item["citationCount"] == sum(c.paragraph == fact.path for c in facts.citations)
        assert item["requestCount"] == sum(r.paragraph == fact.path for r in facts.requests)
        assert item["correspondenceCount"] == sum(link.paragraph == fact.path for link in all_facts().correspondences)


def test_a_paragraph_tells_what_it_asks_and_what_answers_it(get: Get) -> None:
    answer = get("/resolution/paragraphs/op/4")
    assert [part["key"] for part in answer["subParagraphs"]] == ["op/4/a", "op/4/b", "op/4/c", "op/4/d"]
    assert answer["isPartOf"]["key"] == "ccpcj-16-2"
    links = get("/resolution/paragraphs/op/4/a")["correspondences"]
    facts = [link for link in all_facts().correspondences if link.paragraph == "op/4/a"]
    assert {(each["instrument"]["key"], each["provision"]["name"]) for each in links} == {
        (f.treaty, f"{all_facts().short_titles[f.treaty]}, article {f.provision}") for f in facts
    }
    assert all(each["rationale"] for each in links)
    order = ["equivalent", "implements", "supports", "related"]
    strengths = [order.index(each["strength"]) for each in links]
    assert strengths == sorted(strengths)


def test_citations_are_those_of_the_facts(get: Get) -> None:
    facts = all_facts().resolution.citations
    answer = get("/citations")
    assert answer["total"] == len(facts) == 23
    assert [
        (c["citingProvision"]["key"], c["citationVerb"]["key"], (c["citedInstrument"] or {"key": ""})["key"])
        for c in answer["items"]
    ] == [(c.paragraph, c.verb, c.cites) for c in facts]
    unresolved = [c for c in answer["items"] if c["type"] == "UnresolvedCitation"]
    assert len(unresolved) == sum(not c.cites for c in facts) == 3
    assert all(c["description"] for c in unresolved)


def test_who_is_bound_is_who_the_saved_query_finds(get: Get, store: Store) -> None:
    answer = get(
        "/resolution/paragraphs/op/4/d/states", on="2007-04-27", strength=["equivalent", "implements"], limit=1000
    )
    rows = get("/queries/paragraph-to-states/results", paragraph="op/4/d", on="2007-04-27")["rows"]
    found = {(i["actor"]["key"], i["treaty"]["name"], i["heldSince"] or i["since"]) for i in answer["items"]}
    assert found == {(row["state"], row["treaty"], row["since"]) for row in rows}
    parties = status_answers.status(store, "opsc", date(2007, 4, 27)).with_status("party")
    bound = [item for item in answer["items"] if item["treaty"]["key"] == "opsc"]
    assert {item["actor"]["key"] for item in bound} == {row.actor.key for row in parties}
    assert len(bound) == 118
    for item in bound:
        assert item["closest"] == "implements"
        assert item["on"] == "2007-04-27"
        assert item["asOf"] == str(find_treaty(store, "opsc").as_of)
        assert item["sources"]


def test_without_a_day_each_treaty_is_told_on_its_own(get: Get) -> None:
    items = get("/resolution/paragraphs/op/4/a/states", limit=2000)["items"]
    for item in items:
        key = item["treaty"]["key"]
        assert (item["on"], item["asOf"]) == (oracle.told_on(key).isoformat(), oracle.as_of(key).isoformat())
    assert len({item["on"] for item in items}) > 3


def test_the_table_of_paragraphs_opens_in_a_spreadsheet(table: Get) -> None:
    rows = table("/resolution/paragraphs")
    assert rows[-1]["key"] == "op/18"
    assert {row["type"] for row in rows} == {"PreambularParagraph", "OperativeParagraph", "SubParagraph"}
    assert table("/correspondences", paragraph="op/4/a")[0]["treaty_title"]


def test_footnotes_tell_who_cites_through_them(get: Get) -> None:
    items = get("/resolution/footnotes")["items"]
    assert [item["number"] for item in items] == list(all_facts().resolution.footnotes)
    by_number = {item["number"]: item for item in items}
    assert [each["key"] for each in by_number["80"]["citedIn"]] == ["op/3"]
    assert by_number["74"]["refersTo"][0]["key"] == "stockholm-1996"
