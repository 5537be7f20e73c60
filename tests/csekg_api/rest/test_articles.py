"""The texts over REST, provisions of treaties and paragraphs of the resolution, against the facts."""

from __future__ import annotations

from datetime import date

from csekg.answers.common.references import find_treaty
from csekg.answers.status import status_answers
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.rest.conftest import Get
from tests.records import all_facts


def test_an_article_tells_the_paragraphs_that_it_answers(get: Get) -> None:
    answer = get("/instruments/crc/articles/34")
    assert answer["key"] == "article/34"
    assert answer["officialTextLink"].startswith("https://")
    links = [link for link in all_facts().correspondences if link.treaty == "crc"]
    direct = {link.paragraph for link in links if link.provision == "34"}
    assert set(answer["paragraphs"]) == direct
    assert direct <= {each["paragraph"]["key"] for each in answer["correspondences"]}
    assert get("/instruments/crc/articles/article/34") == answer


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


def test_footnotes_tell_who_cites_through_them(get: Get) -> None:
    items = get("/resolution/footnotes")["items"]
    assert [item["number"] for item in items] == list(all_facts().resolution.footnotes)
    by_number = {item["number"]: item for item in items}
    assert [each["key"] for each in by_number["80"]["citedIn"]] == ["op/3"]
    assert by_number["74"]["refersTo"][0]["key"] == "stockholm-1996"
