"""The provisions of treaties, and the vocabularies, over REST."""

from __future__ import annotations

from csekg.resources import ontology_dir
from tests.csekg_api.rest.conftest import Get
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
