"""Says in words what is wrong with the parameters or the body of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError

_PLACES = {"query": "parameter", "path": "path", "header": "header", "body": "body"}
# Longer values are not sent back: the client knows what it sent.
_LONGEST = 80


def faults_of(error: RequestValidationError) -> list[dict[str, object]]:
    """Return one entry for each fault, as in the example of RFC 9457, section 3.

    `detail` says what is wrong and what would be right; `parameter` names the parameter and `in`
    its place, or `pointer` (RFC 6901) the member of the body.
    """
    return [_fault(fault) for fault in error.errors()]


def _fault(fault: Mapping[str, Any]) -> dict[str, object]:
    place, *names = fault["loc"]
    if place == "body":
        pointer = "".join(f"/{str(name).replace('~', '~0').replace('/', '~1')}" for name in names)
        return {"detail": _sentence(fault, "the body" + pointer), "pointer": f"#{pointer}"}
    # What follows the name is a place within a parameter that is a list.
    name = str(names[0]) if names else ""
    sentence = _sentence(fault, f"{_PLACES.get(place, place)} {name}")
    return {"detail": sentence, "in": place, "parameter": name}


def _sentence(fault: Mapping[str, Any], subject: str) -> str:
    if fault["type"] == "missing":
        return f"{subject} is missing"
    said = str(fault["msg"])
    # Pydantic's sentences begin with "Input should be" or "String should match".
    _, should, rule = said.partition(" should ")
    sentence = f"{subject} should {rule}" if should else f"{subject}: {said}"
    value = fault.get("input")
    if isinstance(value, str) and len(value) <= _LONGEST:
        sentence += f", not {value!r}"
    return sentence
