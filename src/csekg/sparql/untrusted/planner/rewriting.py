"""Replaces slow filters of a query by equal patterns that Oxigraph evaluates once.

Let G be a group without its filters, P a pattern, S the variables that both can bind, and let P be plain:
triples whose paths match no path of length zero, complete VALUES, unions of plain patterns that bind the
same variables, and filters over variables that their own group always binds.

*The lemma.* `EXISTS {P}` holds for a solution m of G if P, with the variables of m substituted, has a
solution (SPARQL 1.1 Query, section 18.6). Substitution commutes with the operators of a plain P, so the
condition is: some solution of P, evaluated by itself in the same active graph, is compatible with m
(section 18.3). That does not hold for OPTIONAL, MINUS, BIND and sub-queries, which see the substituted
values or do not; for `*` and `?`, which match every substituted term, and else only nodes; and for a
filter over a variable of G that P does not bind, which has its value under substitution only.

*NOT EXISTS and MINUS.* `Minus(G, P)` drops m if some compatible solution of P has a variable in common
with m (section 18.5). If S is not empty and all of it is bound in each solution of G and of P, the
common variable is always there: both forms drop the same solutions. Minus applies to what precedes it,
and whether m is dropped depends on S alone, which m has after the last joined part of G.

*EXISTS and a join.* With T the distinct projections of P to S, `Join(G, T)` has exactly one compatible
row for each m where `EXISTS {P}` holds and none elsewhere, under the same conditions; the row adds no
variable, so the multiplicity of m stays.

*OPTIONAL with !BOUND.* In `LeftJoin(L, P, F)` with F over variables of P alone, a solution of L with a
compatible solution of P comes out with all that P always binds (section 18.5). If ?v is such a variable
and L cannot bind it, `!BOUND(?v)` leaves the solutions of L without a compatible one: those of
`Minus(L, P)`. Variables of P alone are unbound in both forms, if no other place could bind them.

Joins commute, so triples may be in any order. Of triples that look alike, Oxigraph's optimiser, which
has no counts, takes the first: those with a constant that is no class stand there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from csekg.sparql.untrusted.expressions import Expression
from csekg.sparql.untrusted.planner.patterns import Part, Patterns, Triple, always_bound, maybe_bound

#: Where a query contains these, its answer depends on the order of solutions, which a join may change.
_DEPEND_ON_ORDER = ("LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT", "REDUCED")
#: A text that replaces the tokens from one to before another, or stands before one.
_Edit: TypeAlias = "tuple[int, int, str]"


def with_equal_patterns(query: str) -> str:
    """Return the query with equal patterns for its slow filters; raises UnreadableError."""
    patterns = Patterns(query)
    result = query
    for start, end, text in sorted(_Rewriting(patterns).edits(), reverse=True):
        place = patterns.tokens[start].start
        result = f"{result[:place]}{text} {result[patterns.tokens[end - 1].end if start < end else place :]}"
    return result


class _Rewriting:
    """Finds what to replace in a query."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns, self._where = patterns, patterns.where()
        every = range(len(patterns.tokens))
        self._named: defaultdict[str, list[int]] = defaultdict(list)
        for at in every:
            if patterns.tokens[at].kind == "variable":
                self._named[patterns.tokens[at].text].append(at)
        self._is_ordered = any(patterns.sees(at, *_DEPEND_ON_ORDER) for at in every)
        stars = (at for at in every if patterns.sees(at, "*"))
        self._has_star = any(patterns.sees(at - 1, "SELECT", "DISTINCT", "REDUCED", "DESCRIBE") for at in stars)

    def edits(self) -> Iterator[_Edit]:
        """Yield what replaces the filters that are slow."""
        for brace in self._groups(self._where, is_whole=True):
            for part in self._patterns.group(brace):
                if part.kind == "FILTER":
                    for operand in self._operands(self._patterns.expression(part.start + 1, part.end)):
                        yield from self._of(operand, brace)

    def _groups(self, brace: int, is_whole: bool) -> Iterator[int]:
        """Yield the WHERE of the query and of sub-queries, and groups that are the whole of such a one.

        Oxigraph may evaluate any other group for each solution of its surroundings, where it is fast
        unchanged. Filters of an OPTIONAL do not belong to its group (section 18.2.2.6), and in `GRAPH
        ?name` each pattern is evaluated once for each graph: neither is rewritten.
        """
        if is_whole:
            yield brace
        group = self._patterns.group(brace)
        is_alone = is_whole and sum(part.is_joined() for part in group) == 1
        for part in group:
            if part.kind in ("SELECT", "MINUS", "OPTIONAL", "{"):
                inner = self._patterns.braces(part.start, part.end)
                for start in inner[:1] if part.kind == "SELECT" else inner:
                    yield from self._groups(start, part.kind in ("SELECT", "MINUS") or (part.kind == "{" and is_alone))

    def _operands(self, expression: Expression) -> Iterator[Expression]:
        """Yield the operands of a conjunction, in brackets, too; a disjunction is a single operand."""
        inner = expression.unwrapped()
        marks = [at for at in inner.outer() if self._patterns.sees(at, "&&", "||")]
        if not marks or any(self._patterns.tokens[at].text == "||" for at in marks):
            yield expression
            return
        for before, after in pairwise([inner.start - 1, *marks, inner.end]):
            yield from self._operands(self._patterns.expression(before + 1, after))

    def _of(self, operand: Expression, brace: int) -> Iterator[_Edit]:
        """Yield what replaces an operand of a filter of a group, and its pattern."""
        patterns = self._patterns
        inner = operand.unwrapped()
        is_negated = patterns.sees(inner.start, "!", "NOT")
        inner = inner.after(is_negated).unwrapped()
        call = inner.call()
        if is_negated and call and call[0].text == "BOUND":
            yield from self._optional(operand, brace, patterns.tokens[call[1].start].text)
        if not patterns.sees(inner.start, "EXISTS") or patterns.closed.get(inner.start + 1) != inner.end - 1:
            return
        group, pattern = patterns.group(brace), patterns.group(inner.start + 1)
        # An implementation may let a nested group see the variables of the outer one.
        shared = self._shared(pattern, group, range(brace, patterns.closed[brace]))
        if shared and (is_negated or not self._is_ordered):
            body = self._body(pattern)
            put = f"MINUS {{ {body} }}" if is_negated else f"{{ SELECT DISTINCT {_listed(shared)} WHERE {{ {body} }} }}"
            yield operand.start, operand.end, "(true)"
            # Parts after the last joined one only extend or remove solutions.
            place = max(part.end for part in group if part.is_joined())
            yield place, place, f" {put}"

    def _optional(self, operand: Expression, brace: int, bound: str) -> Iterator[_Edit]:
        group = self._patterns.group(brace)
        for at, part in enumerate(group):
            if part.kind == "OPTIONAL" and bound in part.maybe:
                pattern = self._patterns.group(part.start + 1)
                places = range(part.start, part.end), range(operand.start, operand.end)
                shared = self._shared(pattern, group[:at], *places)
                if shared and bound in always_bound(pattern) - shared:
                    alone = maybe_bound(pattern) - shared
                    put = f"MINUS {{ {self._body(pattern)} }}"
                    if self._has_star:
                        # They stay in scope and unbound, so that `*` still has a column for each.
                        put += f" VALUES ({_listed(alone)}) {{ ({' '.join(['UNDEF'] * len(alone))}) }}"
                    yield part.start, part.end, put
                    yield operand.start, operand.end, "(true)"
                return

    def _shared(self, pattern: Sequence[Part], outer: Sequence[Part], *places: range) -> frozenset[str]:
        """Return S if the proof holds and the pattern is slow, else nothing.

        `places` are where variables of the pattern alone may be named.
        """
        shared = maybe_bound(pattern) & maybe_bound(outer)
        is_bound = shared <= always_bound(pattern) & always_bound(outer)
        if not (is_bound and self._is_plain(pattern) and _is_connected(pattern) and self._is_slow(pattern, shared)):
            return frozenset()
        for name in maybe_bound(pattern) - shared:
            outside = [at for at in self._named[name] if not any(at in place for place in places)]
            # Projecting a variable that nothing binds is harmless.
            if len(outside) > (name in self._patterns.named(0, self._where)):
                return frozenset()
        return shared

    def _alternatives(self, pattern: Sequence[Part]) -> list[list[Part]]:
        braces = (at for part in pattern if part.kind == "{" for at in self._patterns.braces(part.start, part.end))
        return [self._patterns.group(at) for at in braces]

    def _is_plain(self, pattern: Sequence[Part]) -> bool:
        filters = [part for part in pattern if part.kind == "FILTER"]
        rest = [part for part in pattern if part.kind != "FILTER"]
        return (
            all(part.kind in ("TRIPLES", "VALUES", "{") and part.maybe == part.always for part in rest)
            and all(map(self._is_plain, self._alternatives(rest)))
            # With a variable verb, and with `+`, both forms are equal; but evaluated once as a whole such a
            # pattern may match the whole graph.
            and all(triple.kind not in ("variable", "closure") for part in rest for triple in part.triples)
            and all(self._patterns.named(part.start, part.end) <= always_bound(rest) for part in filters)
            and not any(self._patterns.sees(at, "EXISTS") for part in filters for at in range(part.start, part.end))
        )

    def _is_slow(self, pattern: Sequence[Part], shared: frozenset[str]) -> bool:
        """Return whether evaluating the pattern for each solution costs more than once as a whole.

        Oxigraph joins its triples without an index: it lists the matches of one, with the shared variables
        substituted, and compares each with each match of the next. That is cheap while every triple has a
        shared variable, and at most one has it elsewhere than as the subject: a subject has few values, an
        object may have thousands of subjects.
        """
        triples = [triple for part in pattern for triple in part.triples]
        reached = [triple for triple in triples if triple.variables() & shared]
        listed = [triple for triple in reached if triple.subject[0] in "?_" and triple.subject[1:] not in shared]
        is_slow = len(triples) > 1 and (len(reached) < len(triples) or len(listed) > 1)
        return is_slow or any(self._is_slow(group, shared) for group in self._alternatives(pattern))

    def _body(self, pattern: Sequence[Part]) -> str:
        """Return the text of a pattern without braces, its triples in order."""
        triples = sorted((triple for part in pattern for triple in part.triples), key=_rank)
        rest = [self._patterns.text(part.start, part.end) for part in pattern if not part.triples]
        return " ".join([*(f"{subject} {verb} {object_} ." for subject, verb, object_, _ in triples), *rest])


def _listed(names: frozenset[str]) -> str:
    return " ".join(f"?{name}" for name in sorted(names))


def _is_connected(pattern: Sequence[Part]) -> bool:
    """Return whether the triples of a pattern are connected; else it would be a product of its parts."""
    triples = [triple for part in pattern for triple in part.triples]
    ends = [{term for term in (triple.subject, triple.object) if term[0] in "?_"} for triple in triples]
    ends += [{f"?{name}" for name in part.maybe} for part in pattern if part.kind == "{"]
    reached = ends[0] if ends else set()
    while touching := [names for names in ends if names & reached and not names <= reached]:
        reached = reached.union(*touching)
    return all(names <= reached for names in ends)


def _rank(triple: Triple) -> int:
    """Return a rank that estimates the matches of a triple: 0 for the fewest, of a constant subject."""
    if triple.kind == "iri" and (triple.subject[0] not in "?_" or triple.object[0] not in "?_"):
        return int(triple.subject[0] in "?_")
    return 2 if triple.kind == "type" else 3
