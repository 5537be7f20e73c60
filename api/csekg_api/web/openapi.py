"""The OpenAPI 3.1 document of the service, with the errors that any route may answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from csekg_api.settings import Settings
from csekg_api.web.documented import ANYWHERE, NAMED_THING_SCHEMA, PROBLEM, PROBLEM_SCHEMA
from csekg_api.web.enums import add_enums, name_members
from csekg_api.web.examples import add_examples
from csekg_api.web.problems import MEDIA_TYPE
from csekg_api.web.query_values import LONGEST
from csekg_api.web.routing import add_routes
from csekg_api.web.urls import root_path

_ABOUT = (
    "Every parameter may be given once, unless it is an array: then several values ask for "
    f"whatever fits any of them. A value has at most {LONGEST} characters where nothing else is "
    "said; days are written as 2007-04-27, from the year 1 on. In the REST API a parameter that a "
    "route does not have, is given twice or is empty is refused (422), never passed over. Keys are "
    "taken in any case. As parameters `from` and `to` are the first and the last day of a period; "
    "`until` in an answer is the first day after one. Errors are problem documents (RFC 9457) "
    "whose types `/problems` explains; other methods than those described, and HEAD, are answered "
    "405."
)

_COME_BACK = {
    "Retry-After": {
        "description": "seconds to wait before asking again",
        "schema": {"type": "integer", "minimum": 0},
    }
}
# Answers about this moment have no entity tag.
_LIVE = ("/healthz", "/readyz")
_IF_NONE_MATCH = {
    "name": "If-None-Match", "in": "header", "required": False,
    "description": "entity tag of an answer that the client has: 304 if it is still right",
    # No pattern: a value that is no entity tag is ignored.
    "schema": {"type": "string", "examples": ['"0a1b2c"']},
}  # fmt: skip
_NOT_MODIFIED = {"description": "The answer that the client has is still right"}
_ETAG = {
    "ETag": {
        "description": "names this answer; it changes with the dataset and the service",
        "schema": {"type": "string"},
    }
}

TAGS = [
    {"name": "States", "description": "States and organizations, their groups and what they did."},
    {"name": "Practice", "description": "What assessors state about law and practice."},
    {"name": "Instruments", "description": "Treaties, resolutions and reports."},
    {"name": "Status", "description": "Who is bound by what, on any day, and who is not."},
    {"name": "Resolution", "description": "The paragraphs, what they cite and what answers them."},
    {"name": "Sources", "description": "Where the facts are from, and where sources disagree."},
    {"name": "Vocabularies", "description": "The terms by which things are classified."},
    {"name": "Search", "description": "Find things by their names and texts."},
    {"name": "Queries", "description": "Saved questions with their parameters."},
    {"name": "Validation", "description": "Check ratifications of one's own; the checks' results."},
    {"name": "Downloads", "description": "The dataset as files, with checksums."},
    {"name": "Linked data", "description": "What an identifier stands for, and the ontology."},
    {"name": "Reconciliation", "description": "Match names in a table, as OpenRefine does."},
    {"name": "SPARQL", "description": "Any question, in the query language of the graph."},
    {"name": "Service", "description": "The state of the service."},
]


def install_openapi(app: FastAPI) -> None:
    """Give an application its OpenAPI document and the route /openapi.json."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
    add_routes(app.router, _router(app))


def operations_by_tag(
    document: dict[str, Any],
) -> list[tuple[dict[str, str], list[dict[str, str]]]]:
    """Return each tag with method, path and summary of its operations, in their order."""
    found: dict[str, list[dict[str, str]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, method, operation in operations_of(document):
        line = {"method": method.upper(), "path": path, "summary": operation["summary"]}
        for tag in operation["tags"]:
            found[tag].append(line)
    return [(tag, found[tag["name"]]) for tag in document["tags"] if found[tag["name"]]]


def _described(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version=app.openapi_version,
        summary=app.summary,
        description=_ABOUT,
        routes=app.routes,
        tags=app.openapi_tags,
        license_info=app.license_info,
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    # FastAPI describes errors in a form that is not used here.
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= {"Problem": PROBLEM_SCHEMA, "NamedThing": NAMED_THING_SCHEMA}
    for path, method, operation in operations_of(document):
        responses = operation["responses"]
        if method == "get" and path not in _LIVE:
            operation.setdefault("parameters", []).append(_IF_NONE_MATCH)
            responses["304"] = _NOT_MODIFIED
            if "200" in responses:
                responses["200"].setdefault("headers", {}).update(_ETAG)
        for parameter in operation.get("parameters", ()):
            if "array" in str(parameter["schema"]):
                # The defaults, stated explicitly: `treaty=opsc&treaty=crc`.
                parameter |= {"style": "form", "explode": True}
        if "HTTPValidationError" in str(responses.get("422")):
            del responses["422"]
        for status, description in ANYWHERE.items():
            responses.setdefault(status, {"description": description})
        for status, response in responses.items():
            if status >= "400":
                response["content"] = {MEDIA_TYPE: {"schema": PROBLEM}}
            if status in ("429", "503"):
                response["headers"] = _COME_BACK
    add_enums(schemas)
    name_members(document["paths"])
    add_examples(operations_of(document))
    return document


def operations_of(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the path, the method and the description of each operation."""
    for path, item in document["paths"].items():
        yield from ((path, method, item[method]) for method in ("get", "post") if method in item)


def _router(app: FastAPI) -> APIRouter:
    router = APIRouter()

    @router.get("/openapi.json", include_in_schema=False)
    def openapi_json(request: Request) -> JSONResponse:
        settings: Settings = app.state.settings
        # Relative where nothing is set, so that it is right whatever the host of the request.
        url = settings.public_url.rstrip("/") or root_path(request) or "/"
        servers = [{"url": url, "description": "This service"}]
        return JSONResponse({**app.openapi(), "servers": servers})

    return router
