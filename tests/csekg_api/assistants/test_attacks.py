"""What anybody may send to /mcp: nothing stays behind, and everybody else is answered."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack
from typing import Any

import anyio
import pytest
from mcp.client.client import Client

from tests.csekg_api.conftest import Start
from tests.csekg_api.service import ENDLESS, Answer, Service, eventually, state

JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


def post(service: Service, body: Any, **headers: str) -> Answer:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return service.request("POST", "/mcp", content, {**JSON, **headers})


def message(method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_no_stream_and_no_session_can_be_opened(service: Service, method: str) -> None:
    accept = {"Accept": "text/event-stream, application/problem+json"}
    answer = service.request(method, "/mcp", headers=accept)
    assert answer.status == 405
    assert answer.headers["allow"] == "POST, OPTIONS"


def test_sessions_are_neither_given_nor_asked_for(service: Service) -> None:
    hello = message(
        "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={"name": "test", "version": "1"}
    )
    answer = post(service, hello)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert "mcp-session-id" not in answer.headers
    called = message("tools/call", name="status", arguments={"state": "IRL", "treaty": "opsc"})
    for headers in ({}, {"Mcp-Session-Id": "someone-elses"}):
        told = json.loads(post(service, called, **headers).body)
        assert told["result"]["structuredContent"]["items"][0]["status"] == "signatory"


@pytest.mark.parametrize("body", ["nonsense", "[]", "[" * 30_000, '{"jsonrpc": "2.0"}', "{}", "null", b"\xff\xfe", ""])
def test_what_is_no_message_is_told_so(service: Service, body: str | bytes) -> None:
    for version in ({}, {"MCP-Protocol-Version": "2026-07-28"}):
        answer = post(service, body, **version)
        assert answer.status == 400, answer.body
        assert json.loads(answer.body)["error"]["code"] < 0
        assert b"Traceback" not in answer.body


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large(service: Service, chunked: bool) -> None:
    headers = {"Transfer-Encoding": "chunked"} if chunked else {}
    body = b'{"a": "' + b"x" * 2_000_000 + b'"}'
    content = iter([body[at : at + 65_536] for at in range(0, len(body), 65_536)])
    answer = service.request("POST", "/mcp", content if chunked else body, {**JSON, **headers})
    assert "1,024,000 bytes" in answer.problem(413)


def test_what_is_sent_and_asked_for_in_another_form_has_a_problem_document(service: Service) -> None:
    for version in ({}, {"MCP-Protocol-Version": "2026-07-28"}):
        long = post(service, "x" * 32_001, **version)
        assert "calls may have 32,000 bytes" in long.problem(413)
        for media_type in ("text/plain", f'application/json; a="{";" * 30_000}'):
            typed = post(service, "{}", **version, **{"Content-Type": media_type})
            assert "send calls in UTF-8 as application/json" in typed.problem(415)
        asked = post(service, message("ping"), **version, Accept="text/event-stream" + "x" * 900)
        assert "Accept must name it" in asked.problem(406)
        assert len(asked.body) < 500


def test_of_many_faults_the_first_are_named(service: Service) -> None:
    for arguments, said in (
        ({f"a{number}": 1 for number in range(2_400)}, "status has no argument 'a0'"),
        ({"state": "IRL", "treaty": [[]] * 7_000}, "argument treaty may have 50 values"),
        ({"x" * 25_000: 1}, "status has no argument 'xxxxx"),
    ):
        called = message("tools/call", name="status", arguments=arguments)
        told = json.loads(post(service, called).body)["result"]
        assert told["isError"]
        assert said in told["content"][0]["text"]
        assert len(told["content"][0]["text"]) < 1_000


def test_browsers_of_other_sites_may_ask(service: Service) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "mcp-protocol-version,content-type",
    }
    answer = service.request("OPTIONS", "/mcp", headers=asked)
    allowed = answer.headers["access-control-allow-headers"].lower().split(", ")
    assert {"mcp-protocol-version", "mcp-method", "mcp-name", "content-type"} <= set(allowed)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert post(service, message("ping"), Origin="https://example.org").status == 200


def test_endless_queries_hold_nobody_up(service: Service) -> None:
    async def asking() -> None:
        address = f"http://127.0.0.1:{service.port}/mcp"
        async with Client(address) as client, anyio.create_task_group() as group:
            for number in range(3):
                group.start_soon(client.call_tool, "sparql", {"query": f"{ENDLESS} # {number}"})
            await anyio.sleep(0.3)
            assert not (await client.call_tool("sources", {})).is_error
            assert not (await client.call_tool("sparql", {"query": "ASK {}"})).is_error
            group.cancel_scope.cancel()

    anyio.run(asking)


def test_endless_queries_are_stopped(start: Start) -> None:
    called = message("tools/call", name="sparql", arguments={"query": ENDLESS})
    told = json.loads(post(start(query_timeout=1), called).body)["result"]
    assert told["isError"]
    assert "was stopped after 1 seconds" in told["content"][0]["text"]


def test_clients_that_leave_stop_their_queries(service: Service) -> None:
    def idle() -> bool:
        return {state(pid) for pid in service.workers()} == {"S"}

    body = json.dumps(message("tools/call", name="sparql", arguments={"query": ENDLESS + " # gone"})).encode()
    head = (
        f"POST /mcp HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"Accept: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    assert eventually(idle)
    with ExitStack() as clients:
        for _ in range(2):
            link = clients.enter_context(socket.create_connection(("127.0.0.1", service.port)))
            link.sendall(head.encode() + body)
        assert eventually(lambda: not idle())
    # Sooner than at the limit of ten seconds.
    assert eventually(idle, 8)
