"""What OpenAPI says of the problem documents that a route may answer with."""

from __future__ import annotations

from typing import Any

from csekg_api.web.problem_types import problem_type
from csekg_api.web.problems import MEDIA_TYPE

_PROBLEMS = {
    404: "Nothing has this key, or the treaty had not been adopted by that day.",
    406: "No form of the answer fits the Accept header.",
    422: "A parameter does not fit its description, or there is no parameter of that name.",
}
#: A reference to the schema below.
PROBLEM = {"$ref": "#/components/schemas/Problem"}
#: The schema of problem documents (RFC 9457); extension members are allowed.
PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "What went wrong, as RFC 9457 (Problem Details for HTTP APIs) has it.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": "What kind of problem it is; `/problems` explains each. A new one may "
            "come: treat it by its status.",
            "examples": [problem_type(404, "unknown-name").iri],
        },
        "title": {"type": "string", "examples": ["Not Found"]},
        "status": {"type": "integer", "minimum": 400, "maximum": 599, "examples": [404]},
        "detail": {
            "type": "string",
            "description": "What is wrong with this request, and what would be right.",
            "examples": ["unknown treaty 'opcs'. Did you mean opsc, opic, opac?"],
        },
        "instance": {"type": "string", "description": "The path that was asked for."},
        "position": {
            "type": "object",
            "description": "Where in a query the error is, counted from 1.",
            "required": ["line", "column"],
            "properties": {"line": {"type": "integer"}, "column": {"type": "integer"}},
        },
        "errors": {
            "type": "array",
            "description": "One entry for each parameter or member of the body that is wrong.",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "in": {"type": "string"},
                    "parameter": {"type": "string"},
                    "pointer": {"type": "string"},
                },
            },
        },
        "nearest": {
            "type": "array",
            "description": "Of a name that is not known, the nearest ones, perhaps none.",
            "items": {"$ref": "#/components/schemas/NamedThing"},
        },
        "candidates": {
            "type": "array",
            "description": "Of a name that several things have, these.",
            "items": {"$ref": "#/components/schemas/NamedThing"},
        },
        "request_id": {"type": "string", "description": "Names the request in the log."},
    },
}

#: The schema of a thing that a problem names.
NAMED_THING_SCHEMA = {
    "title": "NamedThing",
    "type": "object",
    "required": ["key", "name"],
    "properties": {"key": {"type": "string"}, "name": {"type": "string"}},
}

#: Errors that middleware answers on any route.
ANYWHERE = {
    "400": "The request cannot be answered as it is; `detail` says what would be right",
    "413": "The body of the request is too large; `detail` says what is allowed",
    "415": "The body of the request has a media type or an encoding that is not understood here",
    "421": "The service does not answer for this host",
    "422": "A parameter is wrong; `errors` says which",
    "431": "The header fields of the request are too large, or too many",
    "429": "This address asks too often; see the header Retry-After",
    "500": "The service failed",
    "502": "The server that holds the data, where it is another, does not answer as it should",
    "503": "The service is too busy; see the header Retry-After",
    "504": "The answer took too long",
}


def problems(*statuses: int, **described: str) -> dict[int | str, dict[str, Any]]:
    """Return the problem documents that a route may answer with, for FastAPI's `responses`.

    Codes beside 404, 406 and 422 are described by keyword: `problems(404, s413="too large")`.
    """
    texts = {status: _PROBLEMS[status] for status in statuses}
    texts |= {int(name.removeprefix("s")): text for name, text in described.items()}
    content = {MEDIA_TYPE: {"schema": PROBLEM}}
    return {status: {"description": text, "content": content} for status, text in texts.items()}
