"""The OpenAPI 3.1 document of the service, and the page /docs that shows it.

Examples of answers are real ones, cut short, from the file beside this. `python -m
tests.csekg_api.web.make_examples` makes it; a test compares it with what the service answers. The
codes that members of answers may have are the concepts of the vocabularies in `ontology/`, so that
none is written twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import pyoxigraph as ox
from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from csekg.answers.common.base import code
from csekg.namespaces import RDF, SKOS
from csekg.resources import ontology_dir
from csekg_api.settings import Settings
from csekg_api.web.assets import FOREVER, PATH
from csekg_api.web.dependencies import add_routes
from csekg_api.web.problem_types import ANYWHERE, MEDIA_TYPE, NAMED_THING_SCHEMA, PROBLEM, PROBLEM_SCHEMA, TYPES
from csekg_api.web.problem_types import PATH as PROBLEMS
from csekg_api.web.request_limits import LONGEST
from csekg_api.web.templates import render
from csekg_api.web.urls import LIVE, root_path

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
    "Retry-After": {"description": "seconds to wait before asking again", "schema": {"type": "integer", "minimum": 0}}
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "entity tag of an answer that the client has: 304 if it is still right",
    # No pattern: a value that is no entity tag is ignored.
    "schema": {"type": "string", "examples": ['"0a1b2c"']},
}
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


def operations_by_tag(document: dict[str, Any]) -> list[tuple[dict[str, str], list[dict[str, str]]]]:
    """Return each tag with method, path and summary of its operations, in their order."""
    by_tag: dict[str, list[dict[str, str]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, method, operation in operations_of(document):
        line = {"method": method.upper(), "path": path, "summary": operation["summary"]}
        for tag in operation["tags"]:
            by_tag[tag].append(line)
    return [(tag, by_tag[tag["name"]]) for tag in document["tags"] if by_tag[tag["name"]]]


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
    schemas |= {"Problem": PROBLEM_SCHEMA, "NamedThing": NAMED_THING_SCHEMA}
    for path, method, operation in operations_of(document):
        responses = operation["responses"]
        # Answers about this moment have no entity tag.
        if method == "get" and path not in LIVE:
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
            if status == "503":
                response["headers"] = _COME_BACK
        content = responses.get("200", {}).get("content", {})
        for media_type, example in examples().get(operation["operationId"], {}).items():
            content[media_type]["example"] = example
    add_enums(schemas)
    name_members(document["paths"])
    # FastAPI leaves the schemas of members that no answer has, and of errors in a form that is not used here.
    while unused := schemas.keys() - set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document))):
        for name in unused:
            del schemas[name]
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


#: The vocabulary of each member that holds a code, or a list of codes.
_VOCABULARIES = {
    "addressee": "addressee",
    "consentKind": "consent-kind",
    "consentKinds": "consent-kind",
    "dateBasis": "date-basis",
    "discrepancyStatus": "discrepancy-status",
    "duty": "duty",
    "dutyStrength": "duty",
    "effect": "effect",
    "legalBasis": "legal-basis",
    "listOf": "list",
    "madeUpon": "made-upon",
    "previousStatus": "status",
    "printedAs": "printed-as",
    "provisionKind": "provision-kind",
    "stance": "stance",
    "status": "status",
    "verbStance": "stance",
    "verification": "verification",
    "withdrawal": "withdrawal",
}
#: Schemas in which a member of one of these names is something else.
_OTHER_STATUS = ("Health", "Ready", "Problem", "Correction")


def add_enums(schemas: dict[str, dict[str, Any]]) -> None:
    """Add the codes to the schemas of members that have one."""
    for name, schema in schemas.items():
        for member, member_schema in schema.get("properties", {}).items():
            if member in _VOCABULARIES and name not in _OTHER_STATUS:
                _add(member_schema, codes(_VOCABULARIES[member]))


def name_members(part: Any) -> None:
    """Give the members of enumerations names where those that generators make would clash.

    `rdf/xml` and `rdfxml` become RDF_XML and RDFXML; generators read `x-enum-varnames`.
    """
    if isinstance(part, list):
        for item in part:
            name_members(item)
    elif isinstance(part, dict):
        values = part.get("enum")
        if isinstance(values, list) and len({_bare(value) for value in values}) < len(values):
            part["x-enum-varnames"] = [re.sub(r"\W", "_", str(value)).upper().strip("_") or "EMPTY" for value in values]
        for item in part.values():
            name_members(item)


def _bare(value: object) -> str:
    return re.sub(r"\W", "", str(value)).upper()


def _add(schema: dict[str, Any], examples: list[str]) -> None:
    for variant in schema.get("anyOf", [schema]):
        if variant.get("type") == "array":
            _add(variant["items"], examples)
        elif variant.get("type") == "string" and "enum" not in variant and "const" not in variant:
            variant["enum"] = examples


@cache
def codes(vocabulary: str) -> list[str]:
    """Return the codes of the concepts of a vocabulary, sorted."""
    file = ontology_dir() / "vocabularies" / f"{vocabulary}.ttl"
    quads = ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
    concepts = {
        quad.subject.value
        for quad in quads
        if quad.predicate == RDF.type and quad.object == SKOS.Concept and isinstance(quad.subject, ox.NamedNode)
    }
    return sorted(map(code, concepts))


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Return, by operation id, an example of the answer by media type."""
    text = files("csekg_api.web").joinpath("examples.json").read_text(encoding="utf-8")
    by_operation: dict[str, dict[str, Any]] = json.loads(text)
    return by_operation


_FILES = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}
# Swagger UI has its arrows in data URLs, and sends requests to the service from scripts.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def docs_router() -> APIRouter:
    """Return the routes of the page, of types of problems, and of two files of fastapi-swagger."""
    router = APIRouter(include_in_schema=False)
    resources = files("fastapi_swagger") / "resources"
    release = version("fastapi-swagger")

    @router.get("/docs")
    def docs(request: Request) -> HTMLResponse:
        document = request.app.openapi()
        page = render(
            "docs.html", request, swagger=release, groups=operations_by_tag(document), problems=TYPES.values()
        )
        page.headers["Content-Security-Policy"] = _POLICY
        return page

    @router.get(PROBLEMS)
    def problem_types(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{root_path(request)}/docs#problems", 303)

    @router.get(PROBLEMS + "/{code}")
    def problem(request: Request, code: str) -> RedirectResponse:
        if code not in TYPES:
            raise HTTPException(404)
        return RedirectResponse(f"{root_path(request)}/docs#problem-{code}", 303)

    @router.get(PATH + "/swagger-ui/{name}")
    def swagger_file(name: str, v: str = "") -> Response:
        if name not in _FILES:
            raise HTTPException(404)
        answer = Response((resources / name).read_bytes(), media_type=_FILES[name])
        if v == release:
            answer.headers["Cache-Control"] = FOREVER
        return answer

    return router
