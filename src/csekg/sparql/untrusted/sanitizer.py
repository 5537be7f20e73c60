"""The gate: reads a query from outside and writes it anew, so that what was read is evaluated.

The text written here has spaces between tokens and needs no prefixes: names are absolute IRIs,
strings have one kind of quotes, escapes and comments are gone. However a parser splits tokens, it
splits these alike. It could at most take an IRI for comparisons, and an IRI contains neither a
space nor a brace, which SERVICE would need. A word that SPARQL does not have is refused, since a
parser may split it into two (`SERVICESILENT`).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from csekg.errors import QueryError, did_you_mean
from csekg.namespaces import PREFIXES
from csekg.sparql.tokens import KEYWORDS, UPDATES, Token, UnreadableError, line_and_column, tokens
from csekg.sparql.untrusted.group_concat import with_strings

SERVICE_REFUSED = (
    "SERVICE is refused: this store answers from its own data and calls no other machine; "
    "run federated queries from your side, with this service as one of the endpoints"
)
_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_PLACE = re.compile(r"error at 1:(\d+)")
_IRI = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_STRING_ESCAPE = re.compile(rf"{_CODE_POINT.pattern}|\\(.)", re.DOTALL)
_NAME_ESCAPE = re.compile(r"\\(.)")
_NOT_IN_IRI = re.compile(r'[<>"{}|^`\\\x00-\x20]')
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_TO_ESCAPE = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was read; `text` is what to evaluate, instead of `sent`.

    `form` is SELECT, CONSTRUCT, DESCRIBE or ASK, empty where the text is no query; `words` are its
    keywords in capitals; `default` and `named` are the absolute IRIs of FROM and FROM NAMED.
    `terms` are the IRIs of the query except those in the template of a CONSTRUCT, each once.
    `base` is what relative IRIs are resolved against, None if there are none; `begins` is the
    position of the form in `text`.
    """

    sent: str
    text: str
    form: str
    words: frozenset[str]
    default: tuple[str, ...]
    named: tuple[str, ...]
    terms: tuple[str, ...]
    base: str | None
    begins: int

    def position(self, column: int) -> tuple[int, int]:
        """Return line and column (from 1) in the text that was sent, for a column of `text`."""
        # Computed only for errors, so that a long query does not store a position for each token.
        places = _Writer(self.sent, self.base).places()
        # An error after the end of a token is at the next one.
        start = next((start for end, start in places if column <= end), places[-1][1])
        return line_and_column(self.sent, start)


@dataclass(frozen=True, slots=True)
class QueryDataset:
    """The graphs that are merged into the default graph, and those that GRAPH can name.

    A query is evaluated over them (SPARQL 1.1 Query, section 13.2).
    """

    default: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]

    @classmethod
    def given_or_stated(cls, default: Iterable[str], named: Iterable[str], reading: Reading) -> QueryDataset | None:
        """Return the graphs given with the request, or else those of FROM in the query, each once.

        None where there are neither: the query is evaluated over the whole store. Raises QueryError
        for a name that is no absolute IRI.
        """
        default, named = tuple(default), tuple(named)
        if not (default or named):
            default, named = reading.default, reading.named
        if not (default or named):
            return None
        try:
            return cls(_nodes(default), _nodes(named))
        except ValueError as error:
            raise QueryError(f"a graph is not named by an absolute IRI: {error}") from None


def _nodes(iris: Iterable[str]) -> tuple[ox.NamedNode, ...]:
    return tuple(ox.NamedNode(iri) for iri in dict.fromkeys(iris))


# The evaluation and the look for unknown terms (`csekg.sparql.query_warnings`) read the same query.
@lru_cache(maxsize=1)
def read_query(query: str, base: str | None = None) -> Reading:
    """Read a query; relative IRIs in it are resolved against `base`.

    Raises QueryError for SERVICE (SPARQL 1.1 Federated Query), and with the position for anything
    that cannot be read with certainty.
    """
    try:
        return _Writer(query, base).reading()
    except UnreadableError as error:
        line, column = line_and_column(query, error.at)
        raise QueryError(f"the query cannot be parsed: error at {line}:{column}: {error}") from None


def unparsable(reading: Reading, error: SyntaxError | ValueError, shift: int = 0) -> QueryError:
    """Return the error for a text that Oxigraph's parser has refused, with the position in `sent`.

    `shift` is how many characters longer than `reading.text` the parsed text was.
    """
    message = _PLACE.sub(lambda match: "error at {}:{}".format(*reading.position(int(match[1]) - shift)), str(error))
    # The parser lists everything that it might have expected, over several lines.
    message = textwrap.shorten(message, 200, placeholder=" ...")
    return QueryError(f"the query cannot be parsed: {message}{_update_hint(reading)}")


def unknown_function(reading: Reading, error: RuntimeError) -> QueryError:
    """Return the error for a query that calls a function unknown to Oxigraph."""
    iri = _IRI.search(str(error))
    at = reading.text.find(iri[0]) if iri else -1
    place = "error at {}:{}: ".format(*reading.position(at + 1)) if at >= 0 else ""
    function = f"the function {iri[0]} is not known here" if iri else str(error)
    return QueryError(f"the query cannot be evaluated: {place}{function}")


def _quotes(string: Token) -> int:
    """Return how many quotation marks begin a string, 1 or 3, and end it."""
    return 3 if string.text[:3] in ('"""', "'''") and len(string.text) > 5 else 1


def _update_hint(reading: Reading) -> str:
    first = reading.text[reading.begins :].partition(" ")[0]
    return f"; {first} begins an update, but this store is read-only" if first in UPDATES else ""


class _Writer:
    def __init__(self, query: str, base: str | None) -> None:
        self._query, self._base = query, base
        self._tokens = tokens(query)
        self._prefixes: Mapping[str, str] = PREFIXES
        self._relative, self._has_base = False, base is not None
        self._head = ""
        self._written: list[str] = []
        self._places: list[tuple[int, int]] = []
        self._length = 0
        self._last = Token("", "", 0, 0)

    def reading(self) -> Reading:
        at = self._prologue()
        form = self._tokens[at].text if self._tokens[at].text in _FORMS else ""
        before = Token("mark", "", 0, 0)
        clauses: dict[str, list[str]] = {"FROM": [], "NAMED": []}
        words: set[str] = set()
        terms: dict[str, None] = {}
        for token in with_strings(self._tokens[at:-1]):
            text = self._spelled(token)
            if token.kind == "word":
                self._check_word(token)
                words.add(token.text)
            elif token.kind in ("iri", "name") and before.text in clauses and before.kind == "word":
                clauses[before.text].append(self._resolved(token))
            if text[0] == "<" and text[-1] == ">" and (form != "CONSTRUCT" or "WHERE" in words):
                terms[text[1:-1]] = None
            self._write(text, token)
            before = token
        return Reading(
            self._query,
            "".join(self._written),
            form,
            frozenset(words),
            tuple(clauses["FROM"]),
            tuple(clauses["NAMED"]),
            tuple(terms),
            self._base if self._relative else None,
            len(self._head) + 1 if self._head else 0,
        )

    def places(self) -> list[tuple[int, int]]:
        """Return the end of each token in the text written and its start in the text sent."""
        self.reading()
        return [*self._places, (self._length, self._tokens[-1].start)]

    def _prologue(self) -> int:
        """Write BASE, note PREFIX, drop VERSION; return the index after the prologue."""
        at, own = 0, dict[str, str]()
        while self._tokens[at].kind == "word":
            word, first = self._tokens[at], self._tokens[at + 1]
            second = self._tokens[min(at + 2, len(self._tokens) - 1)]
            if word.text == "PREFIX":
                if first.kind != "name" or not first.text.endswith(":") or first.text.count(":") > 1:
                    raise UnreadableError("PREFIX wants a prefix with its colon", first.start)
                if second.kind != "iri":
                    raise UnreadableError("PREFIX wants an IRI in <>", second.start)
                own[first.text[:-1]] = self._resolved(second)
                at += 3
            elif word.text == "BASE" and first.kind == "iri":
                self._write("BASE", word)
                self._write(self._spelled(first), first)
                self._head, self._has_base = "".join(self._written), True
                at += 2
            elif word.text == "VERSION" and first.kind == "string":
                if _quotes(first) == 3:
                    raise UnreadableError("VERSION wants a string between one pair of quotation marks", first.start)
                at += 2
            else:
                break
        self._prefixes = {**PREFIXES, **own}
        return at

    def _resolved(self, iri: Token) -> str:
        """Return the absolute IRI of a token in the prologue or in FROM."""
        text = self._spelled(iri)
        if _SCHEME.match(text, 1) and "/." not in text:
            return text[1:-1]
        # Oxigraph resolves it, as it resolves those in the rest of the query.
        probe = f"{self._head} SELECT ?iri {{ VALUES ?iri {{ {text} }} }}"
        try:
            solutions = ox.Store().query(probe, base_iri=self._base)
        except (SyntaxError, ValueError):
            raise UnreadableError(f"{text} is no IRI", iri.start) from None
        assert isinstance(solutions, ox.QuerySolutions)
        return str(next(solutions)["iri"].value)

    def _write(self, text: str, token: Token) -> None:
        """Append a token, after a space; Oxigraph accepts none in `COALESCE(` and `()`."""
        before, self._last = self._last, token
        together = (
            token.kind == "language"
            or (text == "(" and before.kind == "word")
            or (text == ")" and before.text == "(" and before.kind == "mark")
        )
        if self._written and not together:
            self._written.append(" ")
            self._length += 1
        self._written.append(text)
        self._length += len(text)
        self._places.append((self._length, token.start))

    def _check_word(self, token: Token) -> None:
        if token.text == "SERVICE":
            raise QueryError(SERVICE_REFUSED)
        if token.text not in KEYWORDS:
            word = self._query[token.start : token.end]
            near = did_you_mean(word.upper(), KEYWORDS)
            raise UnreadableError(f"{word!r} is no word of SPARQL. {near}", token.start)

    def _spelled(self, token: Token) -> str:
        """Return the spelling of a token that every parser reads alike."""
        match token.kind:
            case "iri":
                iri = self._decoded(token, token.text[1:-1], _CODE_POINT)
                if not _SCHEME.match(iri):
                    self._relative = True
                    if not self._has_base:
                        raise UnreadableError(
                            f"<{iri}> is relative, and there is no base: write the IRI whole, or "
                            "begin the query with BASE <...>",
                            token.start,
                        )
                return self._iri(token, iri)
            case "name":
                prefix, _, local = token.text.partition(":")
                if prefix not in self._prefixes:
                    near = did_you_mean(prefix, self._prefixes)
                    raise UnreadableError(f"the prefix {prefix!r} is not declared. {near}", token.start)
                return self._iri(token, self._prefixes[prefix] + _NAME_ESCAPE.sub(r"\1", local))
            case "string":
                quotes = _quotes(token)
                value = self._decoded(token, token.text[quotes:-quotes], _STRING_ESCAPE)
                return f'"{value.translate(_TO_ESCAPE)}"'
            case "variable":
                return f"?{token.text}"
            case "blank":
                # Oxigraph ends some labels at a dot. Different labels remain different.
                return token.text.replace("-", "-m").replace(".", "-d")
            case "word" if token.text in ("TRUE", "FALSE"):
                return token.text.lower()
        return token.text

    def _iri(self, token: Token, iri: str) -> str:
        if _NOT_IN_IRI.search(iri):
            raise UnreadableError("an escape stands for a character that no IRI has", token.start)
        return f"<{iri}>"

    def _decoded(self, token: Token, text: str, escapes: re.Pattern[str]) -> str:
        def character(match: re.Match[str]) -> str:
            code = match[1] or match[2]
            if code is None:
                if match[3] not in _ESCAPED:
                    raise UnreadableError(f"\\{match[3]} is no escape", token.start)
                return _ESCAPED[match[3]]
            number = int(code, 16)
            if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
                raise UnreadableError(f"{match[0]} is no character", token.start)
            return chr(number)

        return escapes.sub(character, text) if "\\" in text else text
