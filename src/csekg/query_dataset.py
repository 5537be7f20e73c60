"""The graphs that a query is asked over: its FROM clauses (SPARQL 1.1 Query, section 13.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

# What FROM and the query forms must be told from: strings, comments, variables and language tags
# are skipped; IRIs and prefixed names are what FROM names (SPARQL 1.1, section 19.8).
_TOKEN = re.compile(
    r"""
      \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | \#[^\n\r]* | [?$]\w+ | @[\w-]+
    | (?P<iri> <[^<>"{}|^`\x00-\x20]*> | :(?:[\w.:%-]|\\.)* )
    | (?P<word> [A-Za-z][\w.-]*+ ) (?P<local> :(?:[\w.:%-]|\\.)* )?
    """,
    re.VERBOSE | re.DOTALL,
)
_FROM = re.compile(r"\bFROM\b", re.IGNORECASE)
_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")


@dataclass(frozen=True, slots=True)
class QueryDataset:
    """The graphs of a query: those merged into its default graph, and those GRAPH can name."""

    default: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]

    @classmethod
    def of(cls, default: Iterable[str], named: Iterable[str]) -> QueryDataset:
        """Return the dataset of these IRIs, each once; raises ValueError for what is no IRI."""
        return cls(_nodes(default), _nodes(named))


def _nodes(iris: Iterable[str]) -> tuple[ox.NamedNode, ...]:
    return tuple(ox.NamedNode(iri) for iri in dict.fromkeys(iris))


def stated_dataset(query: str, prefixes: Mapping[str, str]) -> QueryDataset | None:
    """Return the dataset that a query states with FROM and FROM NAMED, None where it has none.

    None also for a query that cannot be parsed: the engine tells its error better.
    """
    if not _FROM.search(query):
        return None
    prologue, default, named = _clauses(query)
    if not default and not named:
        return None
    try:
        # The engine itself undoes prefixes, BASE and escapes.
        return QueryDataset.of(*(_resolved(prologue, part, prefixes) for part in (default, named)))
    except SyntaxError:
        return None


def _clauses(query: str) -> tuple[str, list[str], list[str]]:
    """Return what stands before the query form, and the names after FROM and FROM NAMED."""
    prologue = ""
    default: list[str] = []
    named: list[str] = []
    started, awaited = False, None
    for token in _TOKEN.finditer(query):
        if token["iri"] or token["local"]:
            if awaited is not None:
                awaited.append(token[0])
            awaited = None
        elif token["word"]:
            word = token["word"].upper()
            if word in _FORMS and not started:
                prologue, started = query[: token.start()], True
            elif word == "FROM":
                awaited = default
            elif word == "NAMED" and awaited is default:
                awaited = named
            else:
                awaited = None
    return prologue, default, named


def _resolved(prologue: str, names: list[str], prefixes: Mapping[str, str]) -> list[str]:
    probe = f"{prologue}\nSELECT ?graph WHERE {{ VALUES ?graph {{ {' '.join(names)} }} }}"
    solutions = ox.Store().query(probe, prefixes=dict(prefixes))
    assert isinstance(solutions, ox.QuerySolutions)
    return [solution["graph"].value for solution in solutions]
