"""The footnotes of the resolution."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Iri, Ref
from csekg.answers.common.parts import part_key, part_ref
from csekg.answers.common.remembering import remembered
from csekg.sparql.store import QueryEngine


class Footnote(Answer):
    """A footnote of the resolution."""

    id: Iri
    type: Literal["Footnote"] = "Footnote"
    key: str = Field(description="`fn/74`: the numbers run through the report of the session")
    name: str
    number: str
    reference: str = Field(description="the reference as printed")
    refers_to: tuple[Ref, ...] = Field(description="what it refers to: a document or a series")
    resolves_to: tuple[Ref, ...] = Field(
        description="the earlier footnote that it repeats, or that its `Ibid.` points back to"
    )
    cited_in: tuple[Ref, ...] = Field(description="paragraphs that cite something through it")


_FOOTNOTES = """
SELECT ?note ?label ?number ?reference WHERE {
  ?note a cse:Footnote ; rdfs:label ?label ; cse:number ?number ; cse:order ?order ;
        cse:reference ?reference .
} ORDER BY ?order
"""
_LINKS = """
SELECT ?note ?way ?target ?label WHERE {
  { ?note cse:refersTo ?target . ?target rdfs:label ?label BIND("refers_to" AS ?way) }
  UNION { ?note cse:resolvesTo ?target . ?target rdfs:label ?label BIND("resolves_to" AS ?way) }
  UNION {
    ?citation cse:citedVia ?note ; cse:citingProvision ?target . ?target rdfs:label ?label
    BIND("cited_in" AS ?way)
  }
} ORDER BY ?note ?way ?target
"""


@remembered
def footnotes(store: QueryEngine) -> tuple[Footnote, ...]:
    """Return the footnotes in their order."""
    links: dict[tuple[str, str], list[Ref]] = defaultdict(list)
    for note, way, target, label in store.values(_LINKS):
        reference = part_ref(target, label)
        if reference not in links[note, way]:
            links[note, way].append(reference)
    return tuple(
        Footnote(
            id=note, key=part_key(note), name=label, number=number, reference=reference,
            refers_to=tuple(links[note, "refers_to"]),
            resolves_to=tuple(links[note, "resolves_to"]),
            cited_in=tuple(links[note, "cited_in"]),
        )
        for note, label, number, reference in store.values(_FOOTNOTES)
    )  # fmt: skip
