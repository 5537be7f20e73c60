"""The server of the Model Context Protocol: a call of a tool is a request to the service itself, within its limits."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

import mcp_types as types
from anyio import sleep_forever, to_thread
from fastapi import FastAPI, Request
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from starlette.types import Message

from csekg import __version__
from csekg.errors import did_you_mean
from csekg_api.web.openapi import operations_of

#: What assistants are told.
TOLD: dict[str, Any] = tomllib.loads(files("csekg_api.assistants").joinpath("tools.toml").read_text(encoding="utf-8"))
#: Bytes of an answer that are kept, and letters that an assistant is given.
_MOST_BYTES, MOST_LETTERS = 1_000_000, 60_000
_ACCEPT = "application/json, application/sparql-results+json, text/turtle;q=0.8, text/plain;q=0.7"
_HINTS = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def mcp_server(app: FastAPI) -> Server[Any]:
    """Return the server over the service; describing the operations takes half a second the first time."""
    operations = {each["operationId"]: (path, method, each) for path, method, each in operations_of(app.openapi())}
    places = {name: operations[each["operation"]] for name, each in TOLD["tools"].items()}
    tools = {name: _tool(name, place[2]) for name, place in places.items()}

    async def call(context: ServerRequestContext[Any, Any], asked: types.CallToolRequestParams) -> types.CallToolResult:
        if asked.name not in tools:
            raise MCPError(types.INVALID_PARAMS, f"unknown tool {asked.name[:60]!r}. {did_you_mean(asked.name, tools)}")
        given = asked.arguments or {}
        if missing := next((name for name in tools[asked.name].input_schema["required"] if name not in given), ""):
            status, text = 422, f"{asked.name} needs the argument {missing}"
        else:
            status, text = await _answer(app, context.request, *places[asked.name][:2], given)
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=status != 200)

    async def tell(_context: object, _asked: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[*tools.values()])

    about = TOLD["instructions"]
    return Server(
        "csekg", version=__version__, title=app.title, instructions=about, on_list_tools=tell, on_call_tool=call
    )


def _tool(name: str, operation: dict[str, Any]) -> types.Tool:
    schema: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
    else:
        for each in operation["parameters"]:
            if each["in"] != "header" and each["name"] not in TOLD["left_out"]:
                schema["properties"][each["name"]] = {"description": each.get("description", ""), **each["schema"]}
                schema["required"] += [each["name"]] * each.get("required", False)
    about, title = TOLD["tools"][name]["about"], operation["summary"]
    return types.Tool(name=name, title=title, description=about, input_schema=schema, annotations=_HINTS)


async def _answer(
    app: FastAPI, outer: Request | None, place: str, method: str, given: dict[str, Any]
) -> tuple[int, str]:
    """Return the status and the text of the answer of the service, or what is wrong.

    `outer` is the request that brought the call, whose client and host count and with whose end the work ends; None
    for standard input. What values may be says the operation itself.
    """
    seen = outer.scope if outer else {"scheme": "http"}
    path = f"{seen.get('root_path', '')}{place.format(**given)}"
    query = {name: value for name, value in given.items() if f"{{{name}}}" not in place and value is not None}
    host = outer.headers.get("host", "") if outer else "localhost"
    headers = {"host": host, "accept": _ACCEPT, "content-type": "application/json"}
    scope = {
        **{name: seen[name] for name in ("scheme", "root_path", "client", "server") if name in seen},
        **{"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method.upper()},
        **{"path": path, "raw_path": quote(path).encode()},
        "query_string": urlencode(query, doseq=True).encode() if method == "get" else b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    unread, status, size, parts = [json.dumps(given).encode()], 500, 0, list[bytes]()

    async def receive() -> Message:
        if unread:
            return {"type": "http.request", "body": unread.pop()}
        if not outer:
            await sleep_forever()
        return await outer.receive() if outer else {}

    async def send(message: Message) -> None:
        nonlocal status, size
        status, part = message.get("status", status), message.get("body", b"")
        size += len(part)
        if size <= _MOST_BYTES:
            parts.append(part)

    await app(scope, receive, send)
    if size > _MOST_BYTES:
        return 413, f"The answer has {size:,} bytes: ask for less, as with LIMIT or another filter."
    text = b"".join(parts).decode()
    if status == 200:
        return status, await to_thread.run_sync(fitting, text)
    return status, str(json.loads(text)["detail"] if text.startswith("{") else "the service has no answer to this")


def fitting(answer: str) -> str:
    """Return an answer without the ends of its longest lists where it is too long, and with how much is left out."""
    if len(answer) <= MOST_LETTERS:
        return answer
    if not answer.startswith("{"):
        return f"{answer[:MOST_LETTERS]}\n... {len(answer) - MOST_LETTERS:,} more letters are left out: ask for less."
    content, left_out = json.loads(answer), list[str]()
    for place, items in sorted(_lists(content), key=lambda each: len(str(each[1])), reverse=True):
        over, number = len(json.dumps(content, ensure_ascii=False)) - MOST_LETTERS, len(items)
        while items and over > 0:
            over -= len(json.dumps(items.pop(), ensure_ascii=False)) + 2
        left_out += [f"{number - len(items)} of {number} in {place}"] * (len(items) < number)
    told = (
        f"left out at the end, too long for one answer: {', '.join(left_out)}; ask for less, or with limit and offset"
    )
    return json.dumps({"leftOut": told, **content}, ensure_ascii=False)


def _lists(content: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, value in content.items():
        if isinstance(value, list):
            yield name, value
        elif isinstance(value, dict):
            yield from _lists(value)
