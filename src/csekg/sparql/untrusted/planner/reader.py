"""Parses a query into its algebra."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from csekg.sparql.tokens import Token, UnreadableError, tokens
from csekg.sparql.untrusted.planner.algebra import Query
from csekg.sparql.untrusted.planner.cursor import Cursor
from csekg.sparql.untrusted.planner.groups import read_group
from csekg.sparql.untrusted.planner.select import read_projection, skip_datasets, skip_modifiers, skip_prologue


@lru_cache(8)
def read(query: str) -> tuple[Query, list[Token]]:
    """Return the patterns of a SPARQL 1.1 query and its tokens.

    The parser is stricter than the grammar in some places (no collections, no SERVICE) and laxer in
    others (solution modifiers, expressions); Oxigraph decides what a query is. Raises
    UnreadableError for syntax that the parser does not know.
    """
    split = tokens(query)
    return parsed(query, split), split


def parsed(query: str, split: list[Token]) -> Query:
    """Return the patterns of a query that is split into tokens; raises UnreadableError as `read` does."""
    cursor = Cursor(query, split)
    skip_prologue(cursor)
    star, plain = False, list[str]()
    if cursor.sees("SELECT"):
        star, plain, _ = read_projection(cursor)
    elif cursor.accept("CONSTRUCT"):
        # Without a template the pattern is the template, and has no filters.
        cursor.skip_brackets()
    elif cursor.accept("DESCRIBE"):
        while not (cursor.sees("FROM", "WHERE", "{")):
            star = cursor.take().text == "*" or star
    else:
        cursor.expect("ASK")
    skip_datasets(cursor)
    cursor.accept("WHERE")
    try:
        where = read_group(cursor)
    except RecursionError:
        # Hundreds of nested paths or blank nodes.
        raise UnreadableError("nested too deeply") from None
    skip_modifiers(cursor)
    if cursor.token.kind != "end":
        raise UnreadableError("something follows the query")
    return Query(where, star or _star_within(cursor.tokens), tuple(plain))


def prefixes(split: Sequence[Token]) -> dict[str, str]:
    """Return the IRIs of the prefixes that a query declares."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(split, split[1:], split[2:], strict=False)
        if word.kind == "word" and word.text == "PREFIX"
    }


def resolved(name: str, names: Mapping[str, str]) -> str:
    """Return the IRI of a token of the kind `iri` or `name`; `names` are the IRIs of the prefixes.

    A name with an undeclared prefix is returned unchanged; it equals no IRI.
    """
    if name.startswith("<"):
        return name[1:-1]
    prefix, _, local = name.partition(":")
    return names.get(prefix, prefix + ":") + local


def _star_within(split: list[Token]) -> bool:
    """Return whether any SELECT in the query, at any depth, projects `*`."""
    words = [token.text for token in split]
    return any(text == "SELECT" and "*" in words[at + 1 : at + 3] for at, text in enumerate(words))
