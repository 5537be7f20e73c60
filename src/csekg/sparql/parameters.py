"""Sets the parameters of a query: each stands in it as `VALUES ?name { default }`.

So a query with parameters is complete SPARQL with defaults, and runs as it is on any endpoint.
(Oxigraph's own substitution needs the variable in the projection.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from csekg.errors import QueryError

Term: TypeAlias = NamedNode | Literal

_VALUES = re.compile(r"VALUES\s+\?(\w+)\s*\{[^{}]*\}")


def bind(query: str, terms: Mapping[str, Term]) -> str:
    """Return the query with each block `VALUES ?name { ... }` set to the term of that name.

    Raises QueryError if the query has no such block for a name.
    """
    names = set(_VALUES.findall(query))
    for name in terms:
        if name not in names:
            raise QueryError(f"the query has no parameter {name}: VALUES ?{name} {{ ... }}")

    def replace(match: re.Match[str]) -> str:
        term = terms.get(match[1])
        return match[0] if term is None else f"VALUES ?{match[1]} {{ {term} }}"

    # In one pass, so that nothing inside a value is read as a parameter.
    return _VALUES.sub(replace, query)
