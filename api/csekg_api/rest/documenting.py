"""Arguments of routes that document them in OpenAPI: forms of answers, problem documents."""

from __future__ import annotations

from typing import Any, TypeVar

from csekg.answers.common.base import Answer
from csekg_api.rest.answering import Page
from csekg_api.web.problem_types import problems
from csekg_api.web.workbook import MEDIA_TYPE as XLSX

T = TypeVar("T", bound=Answer)

_LINK = {
    "Link": {
        "description": "addresses of the first, previous, next and last page (RFC 8288)",
        "schema": {"type": "string"},
    }
}
_LINKED_DATA = {
    "application/ld+json": {"schema": {"type": "object", "description": "the same as JSON-LD 1.1"}}
}
_TABLE = {
    "text/csv": {"schema": {"type": "string", "description": "the items, one a line (RFC 4180)"}},
    XLSX: {
        "schema": {
            "type": "string",
            "format": "binary",
            "description": "a workbook: the items with dates as dates, and a sheet about them",
        }
    },
}


def documented_list(
    model: type[T], *, page: type[Answer] | None = None, unknown: bool = True
) -> dict[str, Any]:
    """Return the arguments of a route that answers by a list: JSON, JSON-LD, CSV or XLSX.

    `page` is the model of a page that says more than its items; `unknown` is false where no
    parameter, `release` included, names anything that might be unknown (404).
    """
    answers = {"description": "A page of the list", "headers": _LINK,
               "content": {**_LINKED_DATA, **_TABLE}}  # fmt: skip
    found = (404, 406, 422) if unknown else (406, 422)
    # Page is generic: FastAPI documents the page of this very model.
    return {
        "response_model": page or Page[model],  # type: ignore[valid-type]
        "responses": {200: answers, **problems(*found)},
    }


def documented_one(model: type[Answer]) -> dict[str, Any]:
    """Return the arguments of a route that answers by one thing: JSON or JSON-LD."""
    answers = {"description": "The answer", "content": dict(_LINKED_DATA)}
    return {"response_model": model, "responses": {200: answers, **problems(404, 406, 422)}}
