"""The JSON of the answers is JSON-LD, and states nothing that the dataset does not hold."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from pyld import jsonld  # type: ignore[import-untyped]
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.rest.routes import context
from tests.csekg_api.rest.conftest import Get

SAMPLES: list[tuple[str, dict[str, object]]] = [
    ("/states", {"group": "m49-053"}),
    ("/states/FRA", {}),
    ("/states/IRL/brief", {}),
    ("/states/CRI/participation", {}),
    ("/groups", {}),
    ("/instruments", {"limit": 100}),
    ("/instruments/opsc/gaps", {}),
    ("/instruments/ccpcj-16-2", {}),
    ("/instruments/untoc/entry-into-force", {}),
    ("/instruments/crc/declarations", {}),
    ("/instruments/ets185/timeline", {"limit": 500}),
    ("/states/GBR/participation/crc", {}),
    ("/matrix", {"on": "2007-04-27", "limit": 3}),
    ("/ask", {"group": "m49-002"}),
    ("/compare/states", {"state": ["FRA", "KEN"], "group": "eu"}),
    ("/signatures-without-ratification", {}),
    ("/changes", {"from": "2007-04-27", "to": "2008-04-27", "limit": 300}),
    ("/resolution/paragraphs", {}),
    ("/resolution/paragraphs/op/4/d/states", {"on": "2007-04-27", "limit": 20}),
    ("/resolution/footnotes", {}),
    ("/citations", {}),
    ("/resolution/readings", {}),
    ("/resolution/agreements", {}),
    ("/resolution/follow-ups", {}),
    ("/correspondences", {"limit": 300}),
    ("/instruments/crc/articles/14", {}),
    ("/vocabularies", {}),
    ("/vocabularies/topic", {}),
    ("/queries", {}),
    ("/topics", {}),
    ("/sources", {"limit": 200}),
    ("/discrepancies", {}),
    ("/quality", {}),
    ("/search", {"q": "child", "limit": 1000}),
    ("/recommendations", {"limit": 300}),
    ("/assessments", {"state": "KEN"}),
    ("/assessments", {"territory": "HKG"}),
]

#: Answers whose rows are no things of the graph: as JSON-LD they are nodes without a name.
UNNAMED: list[tuple[str, dict[str, object]]] = [
    ("/news", {"from": "2026-03-01", "to": "2026-10-01", "all": True, "limit": 300}),
    ("/freshness", {"today": "2026-11-25"}),
    ("/compare/treaties", {"treaty": ["opsc", "tip"]}),
    ("/asked-to-join", {}),
    ("/states/KEN/promises", {}),
]


@pytest.mark.parametrize(("path", "query"), SAMPLES, ids=[f"{path} {query}" for path, query in SAMPLES])
def test_an_answer_states_only_what_the_dataset_holds(untrue: Get, path: str, query: dict[str, object]) -> None:
    assert untrue(path, **query) == []


@pytest.mark.parametrize(("path", "query"), UNNAMED, ids=[path for path, _ in UNNAMED])
def test_rows_without_a_name_state_nothing_false_of_what_has_one(
    untrue: Get, path: str, query: dict[str, object]
) -> None:
    assert [fact for fact in untrue(path, **query) if not fact.startswith("_:")] == []


def test_the_context_is_served_where_the_answers_say(api: TestClient, get: Get) -> None:
    address = get("/groups")["@context"]
    answer = api.get(address)
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.content == context()


@pytest.mark.parametrize("path", ["/states/FRA/participation/opsc", "/instruments/crc"])
def test_a_second_reader_of_json_ld_reads_the_same(get: Get, path: str) -> None:
    answer = get(path)
    answer["@context"] = json.loads(context())["@context"]
    lines = jsonld.to_rdf(answer, {"format": "application/n-quads"})
    theirs = set(ox.parse(lines.encode(), format=ox.RdfFormat.N_QUADS))
    ours = set(ox.parse(json.dumps(answer).encode(), format=ox.RdfFormat.JSON_LD))
    assert theirs == ours
    assert len(ours) > 50


def test_a_recommendation_is_whole_as_json_ld(get: Get, store: Store) -> None:
    """It states what the graph states of it, of its review and of each treaty asked about."""
    answer = get("/recommendations", state="KEN", treaty="opsc")
    recommendation = answer["items"][0]["id"]
    answer["@context"] = json.loads(context())["@context"]
    stated = {
        (str(fact.subject), str(fact.predicate))
        for fact in ox.parse(json.dumps(answer).encode(), format=ox.RdfFormat.JSON_LD)
    }
    held = store.values(f"""
        SELECT DISTINCT ?thing ?name WHERE {{
          {{ BIND(<{recommendation}> AS ?thing) }} UNION {{ ?thing dcterms:isPartOf <{recommendation}> }}
          UNION {{ <{recommendation}> cse:madeInReview ?thing }}
          ?thing ?name ?value
          FILTER(?name NOT IN (cse:reviewSession, cse:reportAdoptedOn, cse:verification))
          FILTER(STRSTARTS(STR(?name), STR(cse:)))
        }}""")
    assert len(held) > 12
    assert {(thing, name) for thing, name in held} <= {(s.strip("<>"), p.strip("<>")) for s, p in stated}


def test_no_code_of_a_concept_is_read_as_a_term(store: Store) -> None:
    """A code that is also the name of a term needs an entry beside the `@vocab` of its property."""
    terms = json.loads(context())["@context"]
    codes = store.values("SELECT ?scheme ?code WHERE { ?c skos:inScheme ?scheme ; skos:notation ?code }")
    for term in terms.values():
        scoped = term.get("@context", {}) if isinstance(term, dict) else {}
        for scheme, code in codes:
            if f"{scheme}/" == scoped.get("@vocab") and code in terms:
                assert scoped[code] == f"{scheme}/{code}"


def test_every_provision_of_a_treaty_is_what_it_says(untrue: Get) -> None:
    for treaty in ("opsc", "untoc"):
        assert untrue(f"/instruments/{treaty}/articles", limit=1000) == []


def test_whose_reports_an_assessor_reads_is_said_of_the_assessor(get: Get, untrue: Get) -> None:
    query = {"state": "KEN", "assessor": "criminalisation"}
    assert all(each["assessor"]["drawsOn"] for each in get("/assessments", **query)["items"])
    assert json.loads(context())["@context"]["drawsOn"]["@id"] == "cse:drawsOn"
    assert [fact for fact in untrue("/assessments", **query) if "drawsOn" in fact] == []


def test_what_is_said_about_a_paragraph_is_said_in_rdf_too(api: TestClient, store: Store) -> None:
    """Read by another JSON-LD processor, an answer states what the graph states, no less."""
    content = api.get("/api/v1/resolution/paragraphs/op/4/a").json()
    content["@context"] = json.loads(context())["@context"]
    found = {(node["@id"], name) for node in jsonld.flatten(content) for name in node if not name.startswith("@")}
    cse = "https://w3id.org/csekg/ontology#"
    paragraph = content["id"]
    for name in ("number", "order", "openingVerb", "addressee", "topic"):
        assert (paragraph, cse + name) in found
    links = store.values(f"SELECT ?link WHERE {{ ?link cse:paragraph <{paragraph}> }}")
    assert len(links) == 11
    for (link,) in links:
        for name in ("paragraph", "provision", "strength", "rationale"):
            assert (link, cse + name) in found
