"""Redirects and documents of things: negotiation, content, links, refusals; behind a proxy, too."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from csekg.namespaces import BASE, ID, PROV
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from tests.csekg_api.reading import FORMATS, by_pyoxigraph

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
OPSC = ID + "instrument/opsc"


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        (None, "/data/instrument/opsc.ttl"),
        ("", "/data/instrument/opsc.ttl"),
        ("*/*", "/data/instrument/opsc.ttl"),
        ("text/*;q=0.5, application/rdf+xml;q=0.4", "/data/instrument/opsc.ttl"),
        ("text/turtle", "/data/instrument/opsc.ttl"),
        ("application/ld+json;profile=compacted", "/data/instrument/opsc.jsonld"),
        ("application/json", "/data/instrument/opsc.jsonld"),
        ("application/rdf+xml, text/turtle;q=0.9", "/data/instrument/opsc.rdf"),
        ("text/turtle;q=0, */*", "/data/instrument/opsc.nt"),
        ("application/n-quads", "/data/instrument/opsc.nq"),
        ("application/trig", "/data/instrument/opsc.trig"),
        ("text/html", "/page/instrument/opsc"),
        (BROWSER, "/page/instrument/opsc"),
        ("text/html, text/turtle;q=0.9", "/page/instrument/opsc"),
    ],
)
def test_identifier_redirects_as_accepted(service: TestClient, accept: str | None, place: str) -> None:
    if accept is None:
        request = service.build_request("GET", "/id/instrument/opsc")
        del request.headers["accept"]
        answer = service.send(request)
    else:
        answer = service.get("/id/instrument/opsc", headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == place
    assert answer.headers["vary"] == "Accept"
    assert service.get(place, headers={"Accept": BROWSER}).status_code == 200


def test_nothing_acceptable_is_told_with_what_there_is(service: TestClient) -> None:
    for path in ("/id/instrument/opsc", "/data/instrument/opsc", "/ontology", "/shapes"):
        answer = service.get(path, headers={"Accept": "image/png"})
        assert answer.status_code == 406
        assert "Accept" in answer.headers["vary"]
        for kind in ("text/html", "text/turtle", "application/rdf+xml"):
            assert kind in answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/id/instrument/opcs",
        "/id/",
        "/data/instrument/opcs.ttl",
        "/data/instrument/opsc.pdf",
        "/page/instrument/opcs",
        "/page/~/ontology/9",
        "/id/instrument/opsc%00",
        "/id/%ff",
        "/id/a b",
        "/id/instrument/opsc%23x",
        "/id/x%3E%20%7B%7D",
        "/data/~/.ttl",
    ],
)
def test_what_the_dataset_does_not_hold_is_not_found(service: TestClient, path: str) -> None:
    answer = service.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_document_holds_all_that_is_stated_about_the_thing(service: TestClient, dataset_graphs: ox.Store) -> None:
    node = ox.NamedNode(OPSC)
    stated = {quad.triple for quad in dataset_graphs.quads_for_pattern(node, None, None)}
    quads = list(ox.parse(service.get("/data/instrument/opsc.nq").content, ox.RdfFormat.N_QUADS))
    assert {quad.triple for quad in quads if quad.subject == node} == stated
    # Each in every graph that states it, and in no other.
    inside = [quad for quad in quads if quad.graph_name != ox.DefaultGraph()]
    assert len(inside) == len(set(inside))
    assert all(quad in dataset_graphs for quad in inside)
    about = set(dataset_graphs.quads_for_pattern(node, None, None))
    assert about <= set(inside)


def test_document_names_the_sources_of_what_it_says(service: TestClient, dataset_graphs: ox.Store) -> None:
    path = "action/untoc/MHL/2011-06-15/accession"
    node = ox.NamedNode(ID + path)
    graphs = {q.graph_name for q in dataset_graphs.quads_for_pattern(node, None, None)}
    assert len(graphs) > 2
    triples = list(ox.parse(service.get(f"/data/{path}.ttl").content, ox.RdfFormat.TURTLE))
    document = ox.NamedNode(f"{BASE}data/{path}")
    shown = {q.object for q in triples if (q.subject, q.predicate) == (document, PROV.wasDerivedFrom)}
    assert graphs <= shown
    about = {q.predicate.value.rpartition("/")[2]: q.object for q in triples if q.subject == document}
    assert about["primaryTopic"] == node
    assert about["void#inDataset"] == ox.NamedNode(ID + "dataset/csekg")


def test_everything_mentioned_has_its_label(service: TestClient, store: Store) -> None:
    quads = list(ox.parse(service.get("/data/state/FRA.ttl").content, ox.RdfFormat.TURTLE))
    labelled = {q.subject.value for q in quads if q.predicate.value.endswith(("#label", "#prefLabel"))}
    mentioned = {t.value for q in quads for t in q.triple if isinstance(t, ox.NamedNode)}
    rows = store.values("SELECT DISTINCT ?s { ?s rdfs:label|skos:prefLabel ?l }")
    # The dataset is mentioned by the document only, not by what it describes.
    assert (mentioned & {row[0] for row in rows}) - labelled == {ID + "dataset/csekg"}


def test_many_links_are_capped_and_say_so(service: TestClient, store: Store) -> None:
    party = ID + "vocab/status/party"
    [(count,)] = store.values(f"SELECT (COUNT(*) AS ?n) {{ ?s cse:status <{party}> }}")
    content = service.get("/data/vocab/status/party.ttl").content
    triples = by_pyoxigraph(content, "ttl")
    links = [t for t in triples if t[1][0].endswith("ontology#status") and t[2] == (party,)]
    assert len(links) == 200 < int(count)
    [note] = [t[2][0] for t in triples if t[1][0].endswith("#comment")]
    assert f"200 of {count} links" in note
    [query] = [t[2][0] for t in triples if t[1][0].endswith("#seeAlso") and t[2][0].startswith(BASE)]
    rest = service.get("/" + query.removeprefix(BASE), headers={"Accept": "text/turtle"})
    assert len(by_pyoxigraph(rest.content, "ttl")) == int(count)
    page = service.get("/page/vocab/status/party").text
    assert f"200 of {int(count):,} are listed" in page


def test_links_of_headers_lead_to_all_formats(service: TestClient) -> None:
    for path in ("/id/state/FRA", "/data/state/FRA.nt", "/data/state/FRA", "/page/state/FRA"):
        header = service.get(path).headers["link"]
        links = re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', header)
        expected = {kind for _, _, kind in FORMATS.values()} | {"text/html"}
        own = service.get(path).headers.get("content-type", "").partition(";")[0]
        assert {kind for _, kind in links} == expected - {own}
        for address, kind in links:
            answer = service.get(address)
            assert answer.headers["content-type"].partition(";")[0] == kind
        assert path.startswith("/id/") or f'<{ID}state/FRA>; rel="describes"' in header
        assert path.startswith("/id/") or 'rel="canonical"' in header


def test_document_without_an_ending_negotiates(service: TestClient) -> None:
    answer = service.get("/data/state/FRA", headers={"Accept": "application/ld+json"})
    assert answer.headers["content-location"] == "/data/state/FRA.jsonld"
    assert "Accept" in answer.headers["vary"]
    assert answer.content == service.get("/data/state/FRA.jsonld").content
    assert service.get("/data/state/FRA", headers={"Accept": BROWSER}).status_code == 303


def test_json_ld_uses_the_terms_of_the_context(service: TestClient) -> None:
    context = service.get("/data/context.jsonld")
    assert context.headers["content-type"] == "application/ld+json"
    assert context.headers["access-control-allow-origin"] == "*"
    whole = context.json()["@context"]
    document = json.loads(service.get("/data/state/FRA.jsonld").content)
    # A reader need not fetch anything, and each term has the same meaning as in the whole context.
    assert document["@context"].items() <= whole.items()
    first = document["@graph"][0]
    assert first["id"] == ID + "state/FRA"
    assert first["iso3"] == "FRA"
    assert first["prefLabel"]["fr"] == "France"
    assert f"{ID}instrument/opsc" in first["partyTo"]


def test_a_replaced_identifier_redirects_to_the_one_in_its_place(service: TestClient) -> None:
    answer = service.get("/id/action/opac/IRL/undated/binding-age-declaration/2")
    assert answer.status_code == 308
    assert answer.headers["location"] == "/id/action/opac/IRL/2015-01-12/binding-age-declaration/2"
    assert service.get(answer.headers["location"]).status_code == 303


def test_an_identifier_with_several_in_its_place_names_them(service: TestClient) -> None:
    answer = service.get("/id/action/crc/AUT/undated/declarant", headers={"Accept": "text/turtle"})
    assert answer.status_code == 303
    content = service.get(answer.headers["location"]).text
    assert content.count("/action/crc/AUT/undated/reservation/") >= 2
    assert "isReplacedBy" in content


PATHS = ("/id/state/FRA", "/data/state/FRA", "/page/state/FRA", "/ontology", "/shapes")
HTML = {"Accept": "text/html"}


def check(client: TestClient, inside: str, host: str) -> None:
    """Request paths with `inside` before them; all links must begin with /csekg."""
    for path in PATHS:
        for headers in ({}, HTML):
            answer = client.get(inside + path, headers=headers)
            assert answer.status_code in (200, 303)
            place = answer.headers.get("location", answer.headers.get("content-location"))
            assert place is None or place.startswith("/csekg/")
            links = re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"])
            for address, relation in links:
                if relation == "canonical":
                    assert address.startswith(f"{host}/csekg/")
                elif relation != "describes":
                    assert address.startswith("/csekg/")
            if answer.headers.get("content-type", "").startswith("text/html"):
                for address in re.findall(r'(?:href|src|action)="([^"]*)"', answer.text):
                    assert address.startswith(("/csekg/", "https://", "http://", "#")), address


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(log_format="none", public_url="https://law.example.org/csekg/")


def test_proxy_that_strips_the_path_and_a_server_told_about_it(store: Store, quiet: Settings) -> None:
    app = create_app(store, None, quiet)
    client = TestClient(app, "https://law.example.org", root_path="/csekg", follow_redirects=False)
    check(client, "/csekg", "https://law.example.org")
    moved = client.get("/csekg/id/state/FRA").headers["location"]
    assert client.get(moved).status_code == 200


def test_address_of_publication_decides_where_it_is_set(store: Store, settings: Settings) -> None:
    app = create_app(store, None, settings)
    client = TestClient(app, "http://10.0.0.7:8000", follow_redirects=False)
    check(client, "", "https://law.example.org")
