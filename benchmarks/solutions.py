"""Compares answers in the SPARQL 1.1 Query Results JSON Format."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

_STRING = "http://www.w3.org/2001/XMLSchema#string"

#: A solution as pairs of a variable and its term.
Solution = frozenset[tuple[str, tuple[str, ...]]]


def solutions(body: bytes) -> Counter[Solution] | bool | None:
    """Return the solutions with their counts, the answer to ASK, or None for what is not JSON."""
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    if "boolean" in answer:
        return bool(answer["boolean"])
    return Counter(
        frozenset((name, _term(term)) for name, term in binding.items()) for binding in answer["results"]["bindings"]
    )


def _term(term: dict[str, Any]) -> tuple[str, ...]:
    # SPARQL 1.1 JSON Results, section 3.2.2: a plain literal is one of type xsd:string.
    datatype = term.get("datatype", "").replace(_STRING, "")
    kind = "literal" if "literal" in term["type"] else term["type"]
    return kind, term["value"], datatype, term.get("xml:lang", "").lower()
