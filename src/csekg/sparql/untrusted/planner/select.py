"""Parses the parts around the WHERE of a query (SPARQL 1.1 Query, rules 1 to 27)."""

from __future__ import annotations

from csekg.sparql.tokens import UnreadableError
from csekg.sparql.untrusted.planner.cursor import Cursor

_MODIFIERS = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"})


def read_projection(cursor: Cursor) -> tuple[bool, list[str], list[str]]:
    """Return whether `*` is projected, the variables projected unchanged, and the computed ones."""
    cursor.expect("SELECT")
    cursor.accept("DISTINCT", "REDUCED")
    if cursor.accept("*"):
        return True, [], []
    plain: list[str] = []
    computed: list[str] = []
    while True:
        if cursor.token.kind == "variable":
            plain.append(cursor.take().text)
        elif cursor.sees("("):
            cursor.skip_brackets()
            computed.append(cursor.named_last())
        elif plain or computed:
            return False, plain, computed
        else:
            raise UnreadableError("nothing is projected")


def skip_modifiers(cursor: Cursor) -> None:
    """Advance past GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET after a WHERE.

    Raises UnreadableError for VALUES there, which would be joined to the WHERE.
    """
    if cursor.token.kind == "word" and cursor.token.text not in _MODIFIERS:
        raise UnreadableError(f"{cursor.token.text!r} after a WHERE")
    while not (cursor.sees("}") or cursor.token.kind == "end"):
        if cursor.sees("(", "{", "["):
            cursor.skip_brackets()
        elif cursor.sees("VALUES"):
            raise UnreadableError("VALUES after a WHERE")
        else:
            cursor.take()


def skip_prologue(cursor: Cursor) -> None:
    """Advance past BASE and PREFIX."""
    while cursor.sees("BASE", "PREFIX"):
        if cursor.take().text == "PREFIX" and cursor.take().kind != "name":
            raise UnreadableError("PREFIX without a name")
        if cursor.take().kind != "iri":
            raise UnreadableError("the prologue names IRIs")


def skip_datasets(cursor: Cursor) -> None:
    """Advance past FROM and FROM NAMED."""
    while cursor.accept("FROM"):
        cursor.accept("NAMED")
        if cursor.take().kind not in ("iri", "name"):
            raise UnreadableError("FROM without an IRI")
