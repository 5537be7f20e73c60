"""The server of the Model Context Protocol: tools, the schema as a resource, a prompt."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from csekg import __version__
from csekg.errors import CsekgError, did_you_mean
from csekg.languages.current import ENGLISH, speaking
from csekg.sparql.errors import EndpointError
from csekg_api.assistants.query_tools import SAVED_QUERIES, SAVED_QUERY, SCHEMA, SPARQL_TOOL, schema_text
from csekg_api.assistants.search_tools import DESCRIBE, FIND, SOURCES
from csekg_api.assistants.status_tools import CHANGES, CHECK, EXPLAIN, GAPS, PARTIES, STATUS
from csekg_api.assistants.tool import Desk, Tool
from csekg_api.web.problems import ProblemError

#: All tools, in the order in which they are listed.
TOOLS: dict[str, Tool[Any]] = {
    tool.name: tool
    for tool in (
        FIND,
        STATUS,
        PARTIES,
        GAPS,
        EXPLAIN,
        CHANGES,
        CHECK,
        DESCRIBE,
        SOURCES,
        SAVED_QUERIES,
        SAVED_QUERY,
        SCHEMA,
        SPARQL_TOOL,
    )
}
SCHEMA_URI = "csekg://schema"
_INSTRUCTIONS = """The register of the international law against the sexual exploitation of
children: which States are bound by which treaty on a day, since when, by which act, as which source
states it; and resolution 16/2 with the provisions that answer its paragraphs. Every answer has a
`basis`: give its sources and its as-of day with what you say, and say so where a day is beyond the
data. Prefer status, parties, gaps, changes and explain_dates; then saved_query; then sparql."""
_PROMPT = types.Prompt(
    name="write_sparql",
    title="Write a SPARQL query",
    description="Gives the schema of the graph and asks for a query that answers a question.",
    arguments=[types.PromptArgument(name="question", description="the question", required=True)],
)
_TEXT = "text/markdown"
_FAULT = "the service failed at this call; the fault is ours"
Context = ServerRequestContext[Any, Any]


def mcp_server(title: str, desk_of: Callable[[Context], Desk]) -> Server[Any]:
    """Return the server; `desk_of` gives the desk that answers a request.

    It takes a second the first time, and the answers to calls nothing of that.
    """
    _listed()

    async def call(context: Context, asked: types.CallToolRequestParams) -> types.CallToolResult:
        tool = TOOLS.get(asked.name)
        if tool is None:
            hint = did_you_mean(asked.name, TOOLS)
            raise MCPError(types.INVALID_PARAMS, f"unknown tool {asked.name[:60]!r}. {hint}")
        desk = desk_of(context)
        try:
            with speaking(ENGLISH):
                answer = await tool.call(desk, asked.arguments or {})
        except (CsekgError, ProblemError) as error:
            return types.CallToolResult(content=[_text(_told(error))], is_error=True)
        except Exception as error:
            desk.crashed(error)
            return types.CallToolResult(content=[_text(_FAULT)], is_error=True)
        content = answer.model_dump(mode="json", by_alias=True)
        # Clients without structured content read the same from the text.
        text = str(answer.model_dump_json(by_alias=True))
        return types.CallToolResult(content=[_text(text)], structured_content=content)

    async def read(context: Context, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        if str(asked.uri) != SCHEMA_URI:
            raise MCPError(types.INVALID_PARAMS, f"unknown resource; there is {SCHEMA_URI}")
        text = await desk_of(context).look_up(schema_text)
        part = types.TextResourceContents(uri=SCHEMA_URI, mime_type=_TEXT, text=text)
        return types.ReadResourceResult(contents=[part])

    async def prompt(context: Context, asked: types.GetPromptRequestParams) -> types.GetPromptResult:
        question = (asked.arguments or {}).get("question", "").strip()
        if asked.name != _PROMPT.name or not question:
            raise MCPError(types.INVALID_PARAMS, f"there is the prompt {_PROMPT.name}, with a question")
        text = await desk_of(context).look_up(schema_text)
        asking = f"{text}\nWrite a SPARQL 1.1 query for this graph that answers: {question}\n"
        message = types.PromptMessage(role="user", content=_text(asking + "Run it with sparql."))
        return types.GetPromptResult(description=_PROMPT.description, messages=[message])

    async def tools(_context: Context, _asked: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=list(_listed().values()))

    async def resources(_context: Context, _asked: object) -> types.ListResourcesResult:
        schema = types.Resource(
            uri=SCHEMA_URI, name="schema", title=SCHEMA.title, description=SCHEMA.about, mime_type=_TEXT
        )
        return types.ListResourcesResult(resources=[schema])

    async def prompts(_context: Context, _asked: object) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=[_PROMPT])

    return Server(
        "csekg",
        version=__version__,
        title=title,
        instructions=" ".join(_INSTRUCTIONS.split()),
        get_tool_input_schema=_input_schema,
        on_list_tools=tools,
        on_call_tool=call,
        on_list_resources=resources,
        on_read_resource=read,
        on_list_prompts=prompts,
        on_get_prompt=prompt,
    )


@cache
def _listed() -> dict[str, types.Tool]:
    """Return the tools as clients see them; making their schemas takes a tenth of a second."""
    return {name: _as_type(tool) for name, tool in TOOLS.items()}


def _input_schema(name: str) -> dict[str, Any] | None:
    # Asked at each call; without it, the protocol's server would make the whole list.
    return _listed()[name].input_schema if name in TOOLS else None


def _as_type(tool: Tool[Any]) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=_untitled(tool.arguments.model_json_schema()),
        output_schema=_untitled(tool.answer.model_json_schema(mode="serialization")),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _untitled(schema: Any) -> Any:
    """Return a JSON Schema without the titles that Pydantic makes of names."""
    if isinstance(schema, dict):
        return {name: _untitled(each) for name, each in schema.items() if name != "title" or not isinstance(each, str)}
    return [_untitled(each) for each in schema] if isinstance(schema, list) else schema


def _text(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)


def _told(error: CsekgError | ProblemError) -> str:
    # What a server with the data answers may hold what clients must not read.
    return str(error.public if isinstance(error, EndpointError) else str(error))
