"""Reads the groups of a query by its tokens: the parts of each, and the variables that these bind.

The reader is laxer than the grammar, since Oxigraph decides what a query is. It raises
UnreadableError for what it does not know: collections, triple terms, LATERAL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, count
from typing import NamedTuple

from csekg.sparql.tokens import UnreadableError, tokens
from csekg.sparql.untrusted.expressions import Expression, brackets

_DEEPEST = 60
_NAMES = ("variable", "iri", "name")
_REPEATS = ("*", "+", "?")
_TYPE = ("a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")


class Triple(NamedTuple):
    """The texts of a triple pattern; the kind of the verb is `iri`, `type`, `variable`, `path` or `closure`.

    Sequences and inverses are expanded (SPARQL 1.1 Query, section 18.2.2.4). A closure has `*`, `+` or `?`.
    """

    subject: str
    verb: str
    object: str
    kind: str

    def variables(self) -> frozenset[str]:
        """Return the names of its variables, without blank nodes."""
        return frozenset(term[1:] for term in (self.subject, self.verb, self.object) if term[0] == "?")


class Part(NamedTuple):
    """A part of a group: its first token, that after it, the variables that it may bind, and those it always binds.

    The kind is the word or brace that it begins with, or TRIPLES for those of one subject. All that it names
    counts as what it may bind. A triple pattern always binds its variables; a union those that each side does;
    a left join, Minus and BIND, which may fail, none (section 18.5).
    """

    kind: str
    start: int
    end: int
    maybe: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()
    triples: tuple[Triple, ...] = ()

    def is_joined(self) -> bool:
        """Return whether it is joined with the parts before it (section 18.2.2.6)."""
        return self.kind not in ("FILTER", "BIND", "OPTIONAL", "MINUS")


def maybe_bound(parts: Sequence[Part]) -> frozenset[str]:
    """Return the variables that solutions of parts of one group can bind."""
    return frozenset[str]().union(*(part.maybe for part in parts))


def always_bound(parts: Sequence[Part]) -> frozenset[str]:
    """Return the variables that all solutions of parts of one group bind."""
    return frozenset[str]().union(*(part.always for part in parts))


class Patterns:
    """The patterns of a query, read where they are asked for; each method may raise UnreadableError."""

    def __init__(self, query: str) -> None:
        """Split a query into tokens."""
        self.query = query
        self.tokens = tokens(query)
        self.closed = brackets(self.tokens)
        self._groups: dict[int, list[Part]] = {}
        self._hidden = [at for at in self.closed if self.sees(at, "{") and self.sees(at - 1, "EXISTS", "MINUS")]
        taken = {token.text for token in self.tokens if token.kind == "blank"}
        self._fresh = (label for number in count() if (label := f"_:n{number}") not in taken)
        marks = [token.text for token in self.tokens if token.kind == "mark"]
        opened = accumulate((text in ("(", "[", "{")) - (text in (")", "]", "}")) for text in marks)
        self._is_deep = max(opened, default=0) > _DEEPEST

    def where(self) -> int:
        """Return the brace of the WHERE, after which no data may follow."""
        braces = self.braces(0, len(self.tokens))
        where = braces[1:] if braces and self.sees(braces[0] - 1, "CONSTRUCT") else braces
        if not where or any(self.sees(at, "VALUES") for at in self.expression(where[0], len(self.tokens)).outer()):
            raise UnreadableError("no WHERE, or data after it")
        return where[0]

    def is_hidden(self, at: int) -> bool:
        """Return whether a token stands in the pattern of an EXISTS or MINUS, which binds variables of its own."""
        return any(start <= at < self.closed[start] for start in self._hidden)

    def every_part(self) -> Iterator[Part]:
        """Yield the parts of all groups that are not hidden, whatever their scope, and all data blocks."""
        blocks = [self._values(at) for at in range(len(self.tokens)) if self.sees(at, "VALUES")]
        yield from blocks
        data = {self.data(block.start) for block in blocks}
        for at in self.closed:
            if self.sees(at, "{") and at not in data and not self.is_hidden(at):
                yield from self.group(at)

    def group(self, start: int) -> list[Part]:
        """Return the parts between a brace and the one that closes it."""
        if start in self._groups:
            return self._groups[start]
        if self._is_deep or not self.sees(start, "{"):
            raise UnreadableError("nested too deeply, or no group")
        parts: list[Part] = []
        at, end = start + 1, self._closing(start)
        while at < end:
            if self.sees(at, "."):
                at += 1
            else:
                parts.append(self._part(at, end))
                at = parts[-1].end
        self._groups[start] = parts
        return parts

    def braces(self, start: int, end: int) -> list[int]:
        """Return the opening braces from one token to before another that stand within no bracket."""
        return [at for at in self.expression(start, end).outer() if self.sees(at, "{")]

    def expression(self, start: int, end: int) -> Expression:
        """Return the expression from one token to before another."""
        return Expression(self.tokens, self.closed, start, end)

    def named(self, start: int, end: int) -> frozenset[str]:
        """Return the variables from one token to before another."""
        return frozenset(token.text for token in self.tokens[start:end] if token.kind == "variable")

    def sees(self, at: int, *texts: str) -> bool:
        """Return whether a token is one of these marks or words."""
        return self.tokens[at].kind in ("mark", "word") and self.tokens[at].text in texts

    def text(self, start: int, end: int) -> str:
        """Return the text from one token to before another."""
        return self.query[self.tokens[start].start : self.tokens[end - 1].end]

    def data(self, at: int) -> int:
        """Return the brace with which the data of the data block begin that begins at a token."""
        first = at + 1
        return first + 1 if self.tokens[first].kind == "variable" else self._closing(first) + 1

    def _closing(self, at: int) -> int:
        if at not in self.closed:
            raise UnreadableError("a bracket is missing")
        return self.closed[at]

    def _part(self, at: int, end: int) -> Part:
        """Return the part that begins at a token; `end` is the end of its group, and of a sub-query."""
        kind = self.tokens[at].text if self.tokens[at].kind in ("word", "mark") else ""
        last = at if kind == "{" else at + 1
        match kind:
            case "VALUES":
                return self._values(at)
            case "SELECT":
                where = next(iter(self.braces(at, end)), at)
                head = (self.tokens[place] for place in self.expression(at, where).outer())
                projected = frozenset(token.text for token in head if token.kind == "variable")
                return Part(kind, at, end, self.named(at, end), projected & always_bound(self.group(where)))
            case "FILTER" | "BIND" | "OPTIONAL" | "MINUS" | "GRAPH" | "{":
                while self.tokens[last].kind in ("word", *_NAMES):
                    last += 1
                after = self._closing(last) + 1
                while self.sees(after, "UNION"):
                    after = self._closing(after + 1) + 1
                maybe = frozenset[str]() if kind in ("FILTER", "MINUS") else self.named(at, after)
                if kind not in ("GRAPH", "{"):
                    return Part(kind, at, after, maybe)
                sides = [always_bound(self.group(brace)) for brace in self.braces(at, after)]
                return Part(kind, at, after, maybe, self.named(at, last) | maybe.intersection(*sides))
        return self._triples(at)

    def _values(self, at: int) -> Part:
        data = self.data(at)
        end, names = self._closing(data) + 1, self.named(at, data)
        is_complete = not any(self.sees(value, "UNDEF") for value in range(data, end))
        return Part("VALUES", at, end, names, names if is_complete else frozenset())

    def _triples(self, start: int) -> Part:
        found: list[Triple] = []
        subject, at = self._node(start, found)
        # `[ :p :o ] .` is complete without a further property.
        if not (self.sees(start, "[") and self.sees(at, ".", "}")):
            at = self._properties(at, subject, found)
        names = frozenset[str]().union(*(triple.variables() for triple in found))
        return Part("TRIPLES", start, at, names, names, tuple(found))

    def _properties(self, at: int, subject: str, found: list[Triple]) -> int:
        """Add the triples of a subject whose first verb begins at a token; return the token after them."""
        while True:
            verb = range(at, self._after_verb(at))
            at = verb.stop
            while True:
                object_, at = self._node(at, found)
                self._connect(subject, verb, object_, found)
                if not self.sees(at, ","):
                    break
                at += 1
            if not self.sees(at, ";"):
                return at
            while self.sees(at, ";"):
                at += 1
            if not (self.tokens[at].kind in _NAMES or self.sees(at, "a", "^", "!", "(")):
                return at

    def _node(self, at: int, found: list[Triple]) -> tuple[str, int]:
        """Return the text of a term, and the token after it; add the triples of one in brackets."""
        token, end = self.tokens[at], at + 1
        if token.kind == "variable":
            return f"?{token.text}", end
        if token.kind in ("iri", "name", "blank", "number") or self.sees(at, "TRUE", "FALSE", "a"):
            return self.text(at, end), end
        if token.kind == "string":
            if self.tokens[end].kind == "language":
                end += 1
            elif self.sees(end, "^^"):
                _, end = self._node(end + 1, found)
            return self.text(at, end), end
        if not self.sees(at, "["):
            raise UnreadableError(f"{token.text!r} as a term of a triple")
        # A blank node in a pattern is a variable that nothing else can refer to (section 4.1.4).
        blank = next(self._fresh)
        if not self.sees(end, "]"):
            end = self._properties(end, blank, found)
        if end != self._closing(at):
            raise UnreadableError("something else in brackets")
        return blank, end + 1

    def _after_verb(self, start: int) -> int:
        """Return the token after a verb: the first that continues no path."""
        for at in self.expression(start, len(self.tokens)).outer():
            if at > start and not (self.sees(at - 1, "^", "!", "/", "|") or self.sees(at, "/", "|", *_REPEATS)):
                return at
        raise UnreadableError("a verb does not end")

    def _connect(self, subject: str, verb: range, object_: str, found: list[Triple]) -> None:
        """Add the triple of a verb between two terms: several where it is a sequence of names and their inverses."""
        if any(self.sees(at, "(", "|", "!", *_REPEATS) for at in verb):
            kind = "closure" if any(self.sees(at, *_REPEATS) for at in verb) else "path"
            found.append(Triple(subject, self.text(verb.start, verb.stop), object_, kind))
            return
        steps = [at for at in verb if not self.sees(at, "/", "^")]
        for at in steps:
            step = self._node(at, [])[0]
            kind = "variable" if step[0] == "?" else "type" if step in _TYPE else "iri"
            reached = object_ if at == steps[-1] else next(self._fresh)
            ends = (reached, subject) if self.sees(at - 1, "^") else (subject, reached)
            found.append(Triple(ends[0], step, ends[1], kind))
            subject = reached
