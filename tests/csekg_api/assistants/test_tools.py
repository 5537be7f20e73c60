"""What the tools answer, over both transports: the same as the library; things by their names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from mcp.client.client import Client
from mcp_types import CallToolResult, TextContent, TextResourceContents
from pyoxigraph import QuerySolutions

from csekg.answers.status.status_answers import standings_of_actor
from csekg.errors import AmbiguousNameError, UnknownNameError
from csekg.sparql.oxigraph_store import Store
from csekg_api.assistants.tool import state_named, thing_named, treaty_named
from tests.csekg_api.assistants.conftest import Talk

DAY = date(2007, 4, 27)
ON = DAY.isoformat()
OPSC = {"treaty": "opsc"}
#: A call of each tool.
CALLS: dict[str, dict[str, Any]] = {
    "find": {"text": "Ireland OPSC"},
    "status": {"state": "Irlande", "treaty": "Sale of Children Protocol"},
    "parties": {"treaty": "opsc", "on": ON},
    "gaps": {"treaty": "OPSC", "group": "un-african-group"},
    "explain_dates": {"state": "FRA", "treaty": "opsc"},
    "changes": {"from": "2020-01-01", "treaties": ["opsc"]},
    "check": {"claims": ["Kenya has signed but not ratified the OPSC"]},
    "describe": {"thing": "opsc/article/3"},
    "sources": OPSC,
    "saved_queries": {},
    "saved_query": {"name": "who-was-bound-on", "parameters": {**OPSC, "on": ON}},
    "schema": {},
    "sparql": {"query": "SELECT ?s WHERE { ?s cse:partyTo instrument:opsc }", "limit": 500},
}
Called = Callable[..., CallToolResult]


def test_each_tool_over_each_transport(talk: Talk) -> None:
    async def asking(client: Client) -> list[tuple[Any, CallToolResult]]:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(listed) == set(CALLS)
        return [(listed[name], await client.call_tool(name, CALLS[name])) for name in CALLS]

    for tool, result in talk(asking):
        assert not result.is_error, (tool.name, result.content)
        assert tool.annotations.read_only_hint
        content = result.structured_content
        jsonschema_rs.validator_for(tool.output_schema).validate(content)
        # The text has the same, for clients without structured content.
        assert json.loads(text(result)) == content
        basis = content["basis"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", basis["asOf"]), tool.name
        assert basis["sources"] or basis["note"], tool.name
        assert basis["release"] in basis["cite"]
        assert content["answer"].endswith((".", "?")), content["answer"]


def test_schema_and_prompt(talk: Talk, store: Store) -> None:
    async def asking(client: Client) -> tuple[str, str]:
        (resource,) = (await client.list_resources()).resources
        (content,) = (await client.read_resource(resource.uri)).contents
        assert isinstance(content, TextResourceContents)
        (prompt,) = (await client.list_prompts()).prompts
        question = {"question": "Who objected to whom?"}
        (message,) = (await client.get_prompt(prompt.name, question)).messages
        assert isinstance(message.content, TextContent)
        return content.text, message.content.text

    schema, asked = talk(asking)
    assert schema in asked
    assert "Who objected to whom?" in asked
    examples = re.findall(r"```sparql\n(.+?)```", schema, re.DOTALL)
    assert len(examples) == 4
    for example in examples:
        assert isinstance(store.query(example), QuerySolutions)
    for term in re.findall(r"^- (\S+:\S+) \(\d+\)", schema, re.MULTILINE):
        assert store.unknown_terms(f"ASK {{ ?s ?p {term} }}") == ()


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def answered(call: Called, tool: str, **arguments: Any) -> Any:
    result = call(tool, **arguments)
    assert not result.is_error, text(result)
    return result.structured_content


def test_status_is_that_of_the_library(call: Called, store: Store) -> None:
    found = answered(call, "status", state="ireland", on=ON)
    expected = standings_of_actor(store, "IRL", DAY)
    assert found["items"] == [row.model_dump(mode="json") for row in expected]
    (one,) = answered(call, "status", state="IRL", treaty="opsc")["items"]
    assert one["status"] == "signatory"


def test_a_day_beyond_the_data_is_said_to_be(call: Called) -> None:
    found = answered(call, "status", state="IRL", treaty="opsc", on="2199-01-01")
    assert found["items"][0]["beyondData"]
    assert "after the data" in found["answer"]
    assert "after the data" not in answered(call, "status", state="IRL", treaty="opsc")["answer"]


def test_any_query(call: Called, store: Store) -> None:
    query = "SELECT ?s (COUNT(?t) AS ?n) WHERE { ?s cse:partyTo ?t } GROUP BY ?s ORDER BY ?s"
    found = answered(call, "sparql", query=query, limit=500)
    assert found["rows"] == [{"s": state, "n": int(number)} for state, number in store.values(query)]
    assert answered(call, "sparql", query="ASK { ?s a cse:Treaty }")["boolean"] is True
    graph = answered(call, "sparql", query="CONSTRUCT WHERE { state:FRA rdfs:label ?l }")
    assert 'rdfs:label "France"' in graph["turtle"]
    misspelt = answered(call, "sparql", query="ASK { ?s cse:partyTO ?o }")
    assert misspelt["warnings"]
    assert "Did you mean cse:partyTo" in misspelt["answer"]


@pytest.mark.parametrize(
    "thing", ["FRA", "state:FRA", "op/4/a", "participation/opsc/FRA", "cse:partyTo", "graph/derived"]
)
def test_things_by_key_name_or_iri(call: Called, thing: str) -> None:
    found = answered(call, "describe", thing=thing)
    assert found["id"].startswith("https://w3id.org/csekg/")
    assert found["total"] or thing == "graph/derived"


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("status", {"state": "Irelnd"}, "Did you mean IRL (Ireland)"),
        ("status", {"state": "Bermuda"}, "is a territory in the register, not an actor"),
        ("status", {"state": "IRL", "treaty": "opscc"}, "Did you mean opsc"),
        ("status", {"state": "IRL", "treaty": "opsc", "on": "1990-01-01"}, "was not yet adopted"),
        ("status", {"state": "IRL", "on": "1900-01-01"}, "no status is known"),
        ("status", {"country": "IRL"}, "has no argument 'country'"),
        ("status", {}, "needs the argument state"),
        ("gaps", {"treaty": "opsc", "on": "2007"}, "a day such as 2007-04-27"),
        ("gaps", {"treaty": "opsc", "group": "un-africa"}, "un-african-group"),
        ("changes", {"from": "2020-01-02", "until": "2020-01-01"}, "is before the first"),
        ("describe", {"thing": "opsd"}, "Did you mean"),
        ("check", {"claims": []}, "argument claims should have at least 1 item, not 0"),
        ("saved_query", {"name": "who-was-bond"}, "Did you mean who-was-bound-on"),
        ("saved_query", {"name": "not-party", "parameters": {"treaty": "opsd"}}, "is not known"),
        ("saved_query", {"name": "not-party", "parameters": {"tready": "x"}}, "Did you mean treaty"),
        ("sparql", {"query": "SELECT"}, "cannot be parsed: error at 1:"),
        ("sparql", {"query": "ASK { SERVICE <http://a> { ?s ?p ?o } }"}, "SERVICE is refused"),
        ("sparql", {"query": "INSERT DATA { <a:a> <a:a> 1 }"}, "read-only"),
        ("sparql", {"query": "ASK {}", "limit": 10**6}, "less than or equal to 500"),
    ],
)
def test_errors_say_what_would_be_right(call: Called, tool: str, arguments: dict[str, Any], said: str) -> None:
    result = call(tool, **arguments)
    assert result.is_error
    assert said in text(result)
    assert "Traceback" not in text(result)


TWO = """
@prefix cse: <https://w3id.org/csekg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:a> a cse:TreatyActor ; dcterms:identifier "AAA" ; rdfs:label "Atlantis" .
<urn:b> a cse:TreatyActor ; dcterms:identifier "BBB" ; rdfs:label "ATLANTIS!" .
"""


def test_a_name_of_two_is_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "two.ttl"
    file.write_text(TWO, encoding="utf-8")
    with pytest.raises(AmbiguousNameError, match=r"may mean .*: give the key"):
        state_named(Store.open(file), "atlantis")


@pytest.mark.parametrize("text", ["Fran", "", "x" * 500, "<>", "urn:x", "http://[", "..", "FRA/DEU"])
def test_what_is_no_thing_is_unknown(store: Store, text: str) -> None:
    for find in (state_named, treaty_named, thing_named):
        with pytest.raises(UnknownNameError):
            find(store, text)
