"""What OpenAPI says of the problem documents that a route may answer with."""

from __future__ import annotations

from typing import Any

from csekg_api.web.problems import MEDIA_TYPE

_PROBLEMS = {
    404: "Nothing has this key, or the treaty had not been adopted by that day.",
    406: "No form of the answer fits the Accept header.",
    422: "A parameter does not fit its description, or there is no parameter of that name.",
}
# The component stands in `csekg_api.web.openapi`.
_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def problems(*statuses: int, **described: str) -> dict[int | str, dict[str, Any]]:
    """Return the problem documents that a route may answer with, for FastAPI's `responses`.

    Codes beside 404, 406 and 422 are described by keyword: `problems(404, s413="too large")`.
    """
    texts = {status: _PROBLEMS[status] for status in statuses}
    texts |= {int(name.removeprefix("s")): text for name, text in described.items()}
    content = {MEDIA_TYPE: {"schema": _PROBLEM}}
    return {status: {"description": text, "content": content} for status, text in texts.items()}
