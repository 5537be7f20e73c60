"""What assistants get: the answers of the service, within its limits, over HTTP and standard input."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack
from typing import Any

import pytest
from jsonschema_rs import validator_for
from mcp.client.client import Client

from csekg_api.assistants.server import MOST_LETTERS, TOLD, fitting
from tests.csekg_api.assistants.conftest import Call, called, talk
from tests.csekg_api.conftest import Start
from tests.csekg_api.service import ENDLESS, Service, eventually, state

JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
#: A call of each tool, and a part of its answer.
CALLS: dict[str, tuple[dict[str, Any], str]] = {
    "find": ({"q": "Ireland OPSC"}, '"key": "opsc/IRL"'),
    "ask": ({"state": ["Irlande"], "treaty": ["opsc"], "on": "2007-04-27"}, "On 27 Apr 2007, Ireland had signed"),
    "status": ({"key": "IRL"}, '"status": "signatory"'),
    "participation": ({"key": "IRL", "treaty": "opsc"}, "2000-09-07"),
    "changes": ({"from": "2000-01-01", "to": "2000-12-31", "limit": 3}, '"limit": 3'),
    "check": ({"claims": [{"text": "Ireland has ratified the OPSC"}]}, '"verdict": "contradicted"'),
    "paragraph": ({"paragraph": "op/4/a"}, '"key": "op/4/a"'),
    "cite": ({"thing": "participation/opsc/IRL"}, "csekg contributors, “Ireland and the OPSC”"),
    "saved_query": ({"name": "who-was-bound-on", "treaty": "opsc"}, '"columns":["state"'),
    "sparql": ({"query": "SELECT ?n { state:FRA rdfs:label ?n }"}, '"value":"France"'),
}


@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_ten_tools_answer(service: Service, transport: str) -> None:
    async def asking(client: Client) -> list[tuple[Any, tuple[bool, str]]]:
        listed = (await client.list_tools()).tools
        return [(tool, await called(client, tool.name, **CALLS[tool.name][0])) for tool in listed]

    answers = talk(f"http://127.0.0.1:{service.port}/mcp" if transport == "http" else ["mcp"], asking)
    assert [tool.name for tool, _ in answers] == [*TOLD["tools"]] == [*CALLS]
    for tool, (is_right, text) in answers:
        arguments, part = CALLS[tool.name]
        validator_for(tool.input_schema).validate(arguments)
        assert tool.annotations.read_only_hint
        assert tool.description == TOLD["tools"][tool.name]["about"]
        assert is_right, (tool.name, text)
        assert part in text, (tool.name, text[:2_000])


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"state": ["Irelnd"]}, "Did you mean IRL (Ireland)"),
        ("ask", {"state": ["Bermuda"]}, "is a territory in the register, not an actor"),
        ("ask", {"country": "IRL"}, "unknown parameter 'country'"),
        ("status", {}, "status needs the argument key"),
        ("status", {"key": "Ireland"}, "path key should have at most 3 characters"),
        ("participation", {"key": "IRL", "treaty": "opscc"}, "Did you mean opsc"),
        ("check", {"claims": []}, "claims should have at least 1 item, not 0"),
        ("saved_query", {"name": "who-was-bond-on"}, "Did you mean who-was-bound-on"),
        ("sparql", {"query": "SELECT"}, "error at 1:"),
        ("sparql", {"query": "ASK { SERVICE <http://a> { ?s ?p ?o } }"}, "SERVICE is refused"),
        ("sparql", {"query": "INSERT DATA { <a:a> <a:a> 1 }"}, "read-only"),
        ("sparql", {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 6000"}, "ask for less, as with LIMIT"),
        ("ask", {f"a{number}": 1 for number in range(1_000)}, "a request may have 100 parameters"),
        ("ask", {"state": [{"a": []}]}, "unknown State"),
    ],
)
def test_errors_say_what_would_be_right(call: Call, tool: str, arguments: dict[str, Any], said: str) -> None:
    is_right, text = call(tool, **arguments)
    assert not is_right
    assert said in text
    assert len(text) < 1_000
    assert "Traceback" not in text


def test_of_a_long_answer_it_is_said_how_much_is_left_out(call: Call) -> None:
    is_right, text = call("sparql", query="SELECT ?a ?b ?c { ?a ?b ?c } LIMIT 2000")
    assert is_right
    assert len(text) < MOST_LETTERS + 500
    answer = json.loads(text)
    shown = len(answer["results"]["bindings"])
    assert answer["leftOut"].startswith(
        f"left out at the end, too long for one answer: {2000 - shown} of 2000 in bindings"
    )
    assert shown > 100
    assert fitting('{"a": [1]}') == '{"a": [1]}'
    assert fitting("x" * (MOST_LETTERS + 5)).endswith("\n... 5 more letters are left out: ask for less.")


def message(query: str) -> bytes:
    """A call of the tool sparql as it is sent."""
    asked = {"name": "sparql", "arguments": {"query": query}}
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": asked}).encode()


def test_limits_of_the_service_hold_and_nothing_stays(service: Service) -> None:
    def posted(body: bytes | str, **headers: str) -> Any:
        return service.request("POST", "/mcp", body, {**JSON, **headers})

    for method in ("GET", "DELETE", "PUT"):
        assert service.request(method, "/mcp", headers={"Accept": "text/event-stream"}).status == 405
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    begun = posted(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}))
    assert begun.headers["content-type"] == "application/json"
    assert "mcp-session-id" not in begun.headers
    for nonsense in ("nonsense", "[]", "[" * 15_000, "{}", "null", b"\xff\xfe", ""):
        assert posted(nonsense).status == 400
    assert "calls may have 16,000 bytes" in posted("x" * 16_001).problem(413)
    assert "send calls in UTF-8 as application/json" in posted("{}", **{"Content-Type": "text/plain"}).problem(415)


def test_queries_are_stopped_at_their_deadline(start: Start) -> None:
    answer = start(query_timeout=1).request("POST", "/mcp", message(ENDLESS), JSON)
    told = json.loads(answer.body)["result"]
    assert told["isError"]
    assert "was stopped after 1 seconds" in told["content"][0]["text"]


def test_clients_that_leave_stop_their_queries(service: Service) -> None:
    def idle() -> bool:
        return {state(pid) for pid in service.workers()} == {"S"}

    body = message(ENDLESS + " # gone")
    fields = "".join(f"{name}: {value}\r\n" for name, value in {**JSON, "Content-Length": len(body)}.items())
    assert eventually(idle)
    with ExitStack() as clients:
        for _ in range(2):
            link = clients.enter_context(socket.create_connection(("127.0.0.1", service.port)))
            link.sendall(f"POST /mcp HTTP/1.1\r\nHost: a\r\n{fields}\r\n".encode() + body)
        assert eventually(lambda: not idle())
    # Sooner than at the limit of ten seconds.
    assert eventually(idle, 8)
