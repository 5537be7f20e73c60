"""The types of problem documents (RFC 9457), and what the OpenAPI document says of them.

A type is a code, an IRI and an explanation. A client decides by the type; `title` and `detail` are
for people and may change. A type keeps its meaning for as long as the API has its version; new ones
may come.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from csekg.namespaces import BASE

#: The media type of problem documents.
MEDIA_TYPE = "application/problem+json"
#: Below it each type has its IRI, and below the same path its address on this service.
PATH = "/problems"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A type of problem: its code, HTTP status, title, meaning, and what a client can do."""

    code: str
    status: int
    title: str
    meaning: str
    remedy: str

    @property
    def iri(self) -> str:
        """The value of the member `type`: the same on every service."""
        return f"{BASE.rstrip('/')}{PATH}/{self.code}"


def _of_status(code: str, status: int, meaning: str, remedy: str) -> ProblemType:
    return ProblemType(code, status, HTTPStatus(status).phrase, meaning, remedy)


_AS_IT_SAYS = "Do as `detail` says."
_LATER = "Send the request again after the seconds of Retry-After."

#: The types that say no more than their status, one for each status.
_GENERAL = (
    _of_status("bad-request", 400, "The request cannot be answered as it is.", _AS_IT_SAYS),
    _of_status("unauthorized", 401, "The metrics need their token.", "Send it as `Authorization: Bearer`."),
    _of_status("forbidden", 403, "What the query asks for is not allowed here.", _AS_IT_SAYS),
    _of_status("not-found", 404, "Nothing is at this address.", "Look at `/api/v1`, which links to what there is."),
    _of_status("method-not-allowed", 405, "The service is read-only.", "Use a method that the header Allow names."),
    _of_status(
        "not-acceptable",
        406,
        "No form of the answer fits the header Accept.",
        "Ask for a form that `detail` names, or send `format`.",
    ),
    _of_status(
        "content-too-large",
        413,
        "The body is larger than the service takes.",
        "Send less at a time; `detail` says how much is allowed.",
    ),
    _of_status(
        "unsupported-media-type",
        415,
        "The body has a media type or a coding that is not read here.",
        "Send one that `detail` names.",
    ),
    _of_status(
        "range-not-satisfiable", 416, "The file does not have these bytes.", "Ask for a range within its length."
    ),
    _of_status(
        "misdirected-request",
        421,
        "The service does not answer for this host.",
        "Use the public address of the service.",
    ),
    _of_status(
        "invalid-parameter",
        422,
        "A parameter or a member of the body does not fit its description, is unknown, or is given twice.",
        "`errors` names each with what would be right; else `detail` does.",
    ),
    _of_status("internal-error", 500, "The service failed; the fault is ours.", "Report it with the `request_id`."),
    _of_status(
        "not-implemented",
        501,
        "A part that is not installed on this service would answer.",
        "Ask another service, or whoever runs this one to install what `detail` names.",
    ),
    _of_status("bad-gateway", 502, "The server that holds the data does not answer as it should.", "Come back later."),
    _of_status("unavailable", 503, "The service has more to do than it can.", _LATER),
    _of_status("timeout", 504, "The answer took too long.", "Ask for less at a time."),
)
#: The types that say more.
_SPECIAL = (
    ProblemType(
        "query-error",
        400,
        "Query error",
        "A query cannot be read; `position` has the line and the column, from 1.",
        "Correct the query there.",
    ),
    ProblemType(
        "unknown-name",
        404,
        "Unknown name",
        "There is no such State, treaty or other thing. `nearest` lists the keys and "
        "names nearest to it, perhaps none. Of a territory or area that is no State `see` lists the "
        "actors with which its acts are listed.",
        "Let a person choose among them; do not take the first by yourself.",
    ),
    ProblemType(
        "too-early",
        404,
        "Too early",
        "On that day the treaty had not been adopted, or nothing is known so early.",
        "Ask about a later day.",
    ),
    ProblemType(
        "ambiguous-name",
        422,
        "Ambiguous name",
        "Several States or treaties have this name; `candidates` lists them.",
        "Send the key of the one that is meant.",
    ),
)
TYPES = {
    problem_type.code: problem_type
    for problem_type in sorted((*_GENERAL, *_SPECIAL), key=lambda problem_type: problem_type.status)
}
_BY_STATUS = {problem_type.status: problem_type for problem_type in _GENERAL}


def problem_type(status: int, code: str = "") -> ProblemType:
    """Return the type with a code, or the one that stands for a status."""
    if code:
        return TYPES[code]
    general = _BY_STATUS.get(status)
    # A status that only a library answers means what its class means (RFC 9110, section 15).
    return general or _BY_STATUS[500 if status >= 500 else 400]


#: What a problem of a status means where a route says nothing more.
_MEANINGS = {status: general.meaning for status, general in _BY_STATUS.items()} | {
    404: "Nothing has this key, or the treaty had not been adopted by that day."
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
        "see": {
            "type": "array",
            "description": "Of a territory or area that is no State, the actors with which its acts are listed.",
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
ANYWHERE = {str(status): _MEANINGS[status] for status in (400, 413, 415, 421, 422, 500, 502, 503, 504)}


def problems(*statuses: int, **described: str) -> dict[int | str, dict[str, Any]]:
    """Return the problem documents that a route may answer with, for FastAPI's `responses`.

    Codes beside 404, 406 and 422 are described by keyword: `problems(404, s413="too large")`.
    """
    texts = {status: _MEANINGS[status] for status in statuses}
    texts |= {int(name.removeprefix("s")): text for name, text in described.items()}
    content = {MEDIA_TYPE: {"schema": PROBLEM}}
    return {status: {"description": text, "content": content} for status, text in texts.items()}
