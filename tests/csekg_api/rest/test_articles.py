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


def test_articles_can_be_chosen_by_topic_and_kind(get: Get) -> None:
    facts = all_facts().provisions["untoc"].values()
    answer = get("/instruments/untoc/articles", topic="extradition")
    assert answer["total"] == sum("extradition" in fact.topics for fact in facts) > 0
    answer = get("/instruments/untoc/articles", kind="definition")
    assert answer["total"] == sum(fact.kind == "definition" for fact in facts) > 0


def test_the_preamble_is_a_provision(get: Get) -> None:
    assert get("/instruments/opsc/articles/preamble")["name"] == "OPSC, preamble"


def test_vocabularies_are_those_of_the_ontology(get: Get) -> None:
    schemes = get("/vocabularies")["items"]
    assert len(schemes) == len(list((ontology_dir() / "vocabularies").glob("*.ttl")))
    for scheme in schemes:
        concepts = get(f"/vocabularies/{scheme['key']}", limit=200)["items"]
        assert len(concepts) == scheme["concepts"]
        codes = {concept["key"] for concept in concepts}
        assert set(all_facts().vocabularies.get(scheme["key"], codes)) <= codes
        assert all(concept["name"] and concept["definition"] for concept in concepts)


def test_topics_are_counted(get: Get) -> None:
    topics = {topic["key"]: topic for topic in get("/topics")["items"]}
    paragraphs = all_facts().resolution.paragraphs.values()
    provisions = [p for listed in all_facts().provisions.values() for p in listed.values()]
    for key, topic in topics.items():
        assert topic["paragraphs"] == sum(key in p.topics for p in paragraphs)
        assert topic["provisions"] == sum(key in p.topics for p in provisions)
    broader = topics["extradition"]["broader"]
    assert [each["key"] for each in broader] == ["interstate-cooperation"]
    narrower = [each["key"] for each in topics["interstate-cooperation"]["narrower"]]
    assert "extradition" in narrower
    # Whatever order an engine finds them in.
    assert all(
        keys == sorted(keys) for keys in ([each["key"] for each in topic["narrower"]] for topic in topics.values())
    )
