"""The answers about texts, sources and words as JSON-LD: they state nothing untrue."""

from __future__ import annotations

import json

import pytest
from pyld import jsonld  # type: ignore[import-untyped]
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.rest.context import context
from tests.csekg_api.rest.conftest import Get
from tests.records import all_facts

SAMPLES: list[tuple[str, dict[str, object]]] = [
    ("/resolution/paragraphs", {}),
    ("/resolution/paragraphs/pp/1", {}),
    ("/resolution/paragraphs/op/3", {}),
    ("/resolution/paragraphs/op/4", {}),
    ("/resolution/paragraphs/op/17", {}),
    ("/resolution/paragraphs/op/4/d/states", {"on": "2007-04-27", "limit": 20}),
    ("/resolution/footnotes", {}),
    ("/citations", {}),
    ("/resolution/readings", {}),
    ("/resolution/agreements", {}),
    ("/resolution/follow-ups", {}),
    ("/correspondences", {"limit": 300}),
    ("/instruments/crc/articles/14", {}),
    ("/instruments/opsc/articles/3/1/c", {}),
    ("/vocabularies", {}),
    ("/topics", {}),
    ("/sources", {"limit": 200}),
    ("/discrepancies", {}),
    ("/quality", {}),
    ("/search", {"q": "child", "limit": 1000}),
    ("/search", {"q": "un"}),
    ("/search", {"q": "fra"}),
]


@pytest.mark.parametrize(("path", "query"), SAMPLES, ids=[path for path, _ in SAMPLES])
def test_an_answer_states_only_what_the_dataset_holds(
    untrue: Get, path: str, query: dict[str, object]
) -> None:
    assert untrue(path, **query) == []


def test_every_concept_of_every_vocabulary_is_what_it_says(get: Get, untrue: Get) -> None:
    for scheme in get("/vocabularies")["items"]:
        assert untrue(f"/vocabularies/{scheme['key']}") == []


def test_every_provision_of_every_treaty_is_what_it_says(untrue: Get) -> None:
    for treaty in all_facts().provisions:
        assert untrue(f"/instruments/{treaty}/articles", limit=1000) == []


def test_what_is_said_about_a_paragraph_is_said_in_rdf_too(api: TestClient, store: Store) -> None:
    """Read by another JSON-LD processor, an answer states what the graph states, no less."""
    content = api.get("/api/v1/resolution/paragraphs/op/4/a").json()
    content["@context"] = json.loads(context())["@context"]
    found = {
        (node["@id"], name)
        for node in jsonld.flatten(content)
        for name in node
        if not name.startswith("@")
    }
    cse = "https://w3id.org/csekg/ontology#"
    paragraph = content["id"]
    for name in ("number", "order", "openingVerb", "addressee", "topic"):
        assert (paragraph, cse + name) in found
    links = store.values(f"SELECT ?link WHERE {{ ?link cse:paragraph <{paragraph}> }}")
    assert len(links) == 11
    for (link,) in links:
        for name in ("paragraph", "provision", "strength", "rationale"):
            assert (link, cse + name) in found
