"""Reads a query into its algebra."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from csekg.sparql.strangers.rewriting.algebra import Query
from csekg.sparql.strangers.rewriting.cursor import Cursor
from csekg.sparql.strangers.rewriting.groups import read_group
from csekg.sparql.strangers.rewriting.select import (
    read_projection,
    skip_datasets,
    skip_modifiers,
    skip_prologue,
)
from csekg.sparql.tokens import Token, UnreadableError


@lru_cache(8)
def read(query: str) -> tuple[Query, list[Token]]:
    """Return the patterns of a SPARQL 1.1 query and its tokens.

    The reader is stricter in some places than the grammar (no collections, no SERVICE) and laxer
    in others (solution modifiers, expressions); the engine has the last word on what is a query.
    Raises UnreadableError for what it does not know.
    """
    cursor = Cursor(query)
    skip_prologue(cursor)
    star, plain = False, list[str]()
    if cursor.sees("SELECT"):
        star, plain, _ = read_projection(cursor)
    elif cursor.accept("CONSTRUCT"):
        # Without a template the pattern itself is one, and it has no filters.
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
        # Paths and blank nodes within each other, by the hundred.
        raise UnreadableError("nested too deeply") from None
    skip_modifiers(cursor)
    if cursor.token.kind != "end":
        raise UnreadableError("something follows the query")
    return Query(where, star or _star_within(cursor.tokens), tuple(plain)), cursor.tokens


def prefixes(tokens: list[Token]) -> dict[str, str]:
    """Return the IRIs that the prologue of a query gives to its prefixes."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.kind == "word" and word.text == "PREFIX"
    }


def resolved(name: str, names: Mapping[str, str]) -> str:
    """Return the IRI that a token of the kind `iri` or `name` means, given those of the prefixes.

    A name with a prefix that is not declared comes back as it is; no IRI resolves it.
    """
    if name.startswith("<"):
        return name[1:-1]
    prefix, _, local = name.partition(":")
    return names.get(prefix, prefix + ":") + local


def _star_within(tokens: list[Token]) -> bool:
    """Tell whether a SELECT in the query, at whatever depth, projects everything."""
    words = [token.text for token in tokens]
    return any(text == "SELECT" and "*" in words[at + 1 : at + 3] for at, text in enumerate(words))
