"""Rewrites a query so that its joins are evaluated in the order that costs least.

*Order.* Join is commutative and associative, multiplicities included (SPARQL 1.1 Query, section
18.5), and the joined elements of a group that follow each other without OPTIONAL, MINUS or BIND
between them form one join; so does a basic graph pattern that is cut into triples, once its blank
nodes are variables (which count as different solutions what they counted before: section 18.3.1
counts the mappings of blank nodes). Filters apply to the whole group wherever they stand. `GRAPH g
{A B}` is the join of `GRAPH g {A}` and `GRAPH g {B}`, since both bind a variable g.

*LATERAL.* `A LATERAL {B}` is the union of `m` joined to B for each solution m of A, with the values
of m substituted in B. For plain B (see `rewriting.conditions`) substitution commutes with the
operators of B, so that these are the solutions of B compatible with m: those of `Join(A, B)`, each
as often. This holds for every m, also where a variable is unbound in it. A path of length zero
matches a substituted term that no triple has; an operand with such a path is moved only where a
triple of the same join, without such a path, binds its ends.

*Parameters.* Let V be data of one row without UNDEF, joined to `{E}`, where a join J that E begins
with binds all of V's variables. What follows in E - OPTIONAL, MINUS, BIND, further joins, filters -
treats each solution of J by itself and keeps its values. So E joined to V has those solutions of E
that come from solutions of J with V's values: `Join(V, E)` equals `Join(V, E')`, with V joined to
J within E'. A union of such groups is joined to V branch by branch.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from csekg.namespaces import PREFIXES
from csekg.sparql.tokens import Token
from csekg.sparql.untrusted.planner.joins.ranges import ranged
from csekg.sparql.untrusted.planner.joins.statistics import Statistics
from csekg.sparql.untrusted.planner.joins.writer import Writer
from csekg.sparql.untrusted.planner.reader import prefixes, read

#: Where a query contains these, its answer may depend on the order of solutions.
_DEPEND_ON_ORDER = frozenset({"LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT", "REDUCED"})


def ordered(text: str, statistics: Statistics) -> str:
    """Return a query with the same solutions and ordered joins, or the same text if no join gains.

    Raises UnreadableError for a query that cannot be parsed here.
    """
    query, tokens = read(text)
    if query.star or _counts_all(tokens) or not all(map(_movable, tokens)):
        return text
    names = {**PREFIXES, **prefixes(tokens)}
    text = ranged(query, tokens, text, names, statistics)
    query, _ = read(text)
    writer = Writer(text, names, statistics)
    where, _ = writer.group(query.where, frozenset(), ())
    if not writer.changed:
        return text
    span = query.where.span
    return text[: span.start] + where + text[span.end :]


def _counts_all(tokens: Sequence[Token]) -> bool:
    """Return whether the query has `COUNT(DISTINCT *)`, for which blank nodes are no variables."""
    return any(one.text == "DISTINCT" and two.text == "*" for one, two in pairwise(tokens))


def _movable(token: Token) -> bool:
    """Return whether a token allows reordering: the answer depends neither on order nor on labels.

    A label `_:x` may not occur in two patterns, which cutting a pattern would make of one.
    """
    return token.kind != "blank" and not (token.kind == "word" and token.text in _DEPEND_ON_ORDER)
