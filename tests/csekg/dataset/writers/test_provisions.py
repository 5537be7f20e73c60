from __future__ import annotations

from tests.texts import ask, texts


def test_every_provision_is_nested_without_a_gap() -> None:
    assert ask(":crc\\/article\\/40\\/2\\/b\\/v dcterms:isPartOf+ ?a") == [
        ("instrument/crc",),
        ("instrument/crc/article/40",),
        ("instrument/crc/article/40/2",),
        ("instrument/crc/article/40/2/b",),
    ]
    dangling = ask(
        "?a cse:provisionOf ?b; dcterms:isPartOf ?c. "
        "FILTER NOT EXISTS { ?c rdfs:label ?l } "
        "FILTER(CONTAINS(STR(?c), '/article/'))"
    )
    assert dangling == []


def test_a_part_is_no_article() -> None:
    assert ask(":crc\\/article\\/34 a ?a") == [
        ("https://w3id.org/csekg/ontology#Article".removeprefix("https://w3id.org/csekg/id/"),),
        ("https://w3id.org/csekg/ontology#Provision",),
    ]
    for part in (":crc\\/article\\/24\\/2\\/f", ":opsc\\/preamble"):
        assert ("https://w3id.org/csekg/ontology#TreatyProvision",) in ask(f"{part} a ?a")
        assert ("https://w3id.org/csekg/ontology#Article",) not in ask(f"{part} a ?a")


def test_articles_sort_by_order() -> None:
    rows = ask("?x a cse:Article; cse:provisionOf :crc; cse:number ?a; cse:order ?b")
    in_order = sorted(rows, key=lambda row: int(row[1]))
    assert [int(number) for number, _ in in_order] == [*range(1, 55)]
    orders = ask("?a cse:provisionOf :crc; cse:order ?b")
    assert len({order for _, order in orders}) == len(orders)


def test_the_reading_stands_apart_from_the_text() -> None:
    for graph in ("treaty-texts", "un-ga-xml"):
        assert ask("?a dcterms:description|cse:provisionKind|cse:dutyStrength ?b", graph) == []
        assert ask("?a cse:heading ?b", graph)
    described = ask("?a cse:provisionKind ?k; cse:dutyStrength ?d; dcterms:description ?b", "editorial")
    assert len(described) == sum(bool(it.summary) for listed in texts().provisions.values() for it in listed.values())


def test_each_text_has_the_graph_of_its_source() -> None:
    assert ask("?x cse:provisionOf :cyber; cse:number '1'; cse:heading ?a", "un-ga-xml")
    assert ask("?a cse:provisionOf :cyber", "treaty-texts") == []
    assert ask("?a cse:provisionOf :opic", "editors") == []
    assert len(ask("?a cse:provisionOf :opic", "boe-a-2014-966")) == 38
    assert ask("?a cse:provisionOf :p029", "treaty-texts") == []
    assert len(ask("?a cse:provisionOf :p029", "boe-a-2017-15189")) == 29


def test_what_was_not_read_stands_in_the_graph_of_no_text() -> None:
    unread = ask("?a cse:verification <https://w3id.org/csekg/id/vocab/verification/unverified>; cse:provisionOf ?b")
    assert ("instrument/cets224/article/6", "instrument/cets224") in unread
    graphs = ("treaty-texts", "un-ga-xml", "boe-a-2015-793", "boe-a-2010-17392")
    placed = {row for graph in graphs for row in ask("?a cse:provisionOf ?b", graph)}
    assert not placed & set(unread)
