"""The footnotes of the resolution."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Iri, Ref, Words
from csekg.answers.common.grouping import refs_of
from csekg.answers.common.parts import part_key
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as
from csekg.sparql.store import QueryEngine


class Footnote(Answer):
    """A footnote of the resolution."""

    id: Iri
    type: Literal["Footnote"] = "Footnote"
    key: str = Field(description="`fn/74`: the numbers run through the report of the session")
    name: Words
    number: str
    reference: Words = Field(description="the reference as printed")
    refers_to: tuple[Ref, ...] = Field(description="what it refers to: a document or a series")
    resolves_to: tuple[Ref, ...] = Field(
        description="the earlier footnote that it repeats, or that its `Ibid.` points back to"
    )
    cited_in: tuple[Ref, ...] = Field(description="paragraphs that cite something through it")


_FOOTNOTES = """
SELECT ?id ?name ?number ?reference WHERE {
  ?id a cse:Footnote ; rdfs:label ?name ; cse:number ?number ; cse:order ?order ;
      cse:reference ?reference .
  FILTER(LANG(?reference) IN ("en", ""))
} ORDER BY ?order
"""
_LINKS = """
SELECT ?note ?target ?label WHERE { ?note cse:%s ?target . ?target rdfs:label ?label }
ORDER BY ?target
"""
_CITED_IN = """
SELECT DISTINCT ?note ?target ?label WHERE {
  ?citation cse:citedVia ?note ; cse:citingProvision ?target . ?target rdfs:label ?label
} ORDER BY ?target
"""


@remembered
def footnotes(store: QueryEngine) -> tuple[Footnote, ...]:
    """Return the footnotes of the resolution in their order."""
    refers, resolves = refs_of(store, _LINKS % "refersTo"), refs_of(store, _LINKS % "resolvesTo")
    cited_in = refs_of(store, _CITED_IN)
    return tuple(rows_as(
        store, _FOOTNOTES, Footnote,
        key=lambda row: part_key(row["id"]),
        refers_to=lambda row: refers[row["id"]],
        resolves_to=lambda row: resolves[row["id"]],
        cited_in=lambda row: cited_in[row["id"]],
    ))  # fmt: skip
