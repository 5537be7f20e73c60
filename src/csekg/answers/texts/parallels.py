"""Provisions with the same content, and whom each binds: the aspects of a paragraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from csekg.answers.common.base import Ref, part_key, part_ref
from csekg.answers.common.references import treaties
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import lists_of
from csekg.answers.common.translations import values
from csekg.answers.status.matrix import BoundCounts, cells_as_of, counts_of
from csekg.answers.texts.affected_texts import overlaps
from csekg.answers.texts.correspondences import Correspondence
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class Binding:
    """A provision, its treaty, and how many States and organizations this binds."""

    treaty: Ref
    provision: Ref
    counts: BoundCounts


@dataclass(frozen=True, slots=True)
class Parallel:
    """That provisions have the same content, in the judgement of the editors; `content` names it.

    `aspect_of` are the keys of the paragraphs of which the content is an aspect; without any there
    are several provisions. Those `in_part` ask for a part of it. `bound` is the number of States and
    organizations that at least one of the treaties of the others binds.
    """

    content: str
    bindings: tuple[Binding, ...]
    in_part: tuple[Binding, ...]
    aspect_of: tuple[str, ...]
    bound: int

    @property
    def exact(self) -> bool:
        """Whether nobody else may be bound."""
        return all(each.counts.exact for each in self.bindings)


_PARALLELS = """
SELECT ?id ?content ?in_part ?provision ?name ?treaty WHERE {
  ?id a cse:Parallel ; dcterms:description ?content ; cse:order ?order .
  { ?id cse:parallelProvision ?provision BIND(false AS ?in_part) }
  UNION { ?id cse:partialProvision ?provision BIND(true AS ?in_part) }
  ?provision rdfs:label ?name ; cse:provisionOf ?instrument . ?instrument dcterms:identifier ?treaty
  FILTER(LANG(?content) IN ("en", ""))
} ORDER BY ?order ?provision
"""
_ASPECTS = "SELECT ?id ?paragraph WHERE { ?id cse:aspectOf ?paragraph . ?paragraph cse:order ?order } ORDER BY ?order"


@remembered
def parallels(store: QueryEngine) -> tuple[Parallel, ...]:
    """Return all parallels in the order of the editors, on the as-of dates of the treaties."""
    infos, cells = treaties(store), cells_as_of(store)
    found: dict[tuple[str, str], list[Binding]] = defaultdict(list)
    contents, paragraphs = {}, lists_of(store, _ASPECTS)
    for iri, content, in_part, provision, name, key in values(store, _PARALLELS):
        found[iri, in_part].append(Binding(infos[key].ref, part_ref(provision, name), counts_of(store, key)))
        contents[iri] = content

    def bound(listed: Iterable[Binding]) -> int:
        of_each = (cells.get(each.treaty.key, {}) for each in listed)
        return len({actor for its in of_each for actor, cell in its.items() if cell.verdict == "bound"})

    return tuple(
        Parallel(
            content,
            tuple(listed := found[iri, "false"]),
            tuple(found[iri, "true"]),
            tuple(map(part_key, paragraphs[iri])),
            bound(listed),
        )
        for iri, content in contents.items()
    )


def parallels_of(store: QueryEngine, provision: str) -> list[Parallel]:
    """Return what several provisions have in common, one of them this one, a part of it or its whole, by IRI."""
    return [
        one
        for one in parallels(store)
        if len(one.bindings) > 1 and overlaps([each.provision.id for each in one.bindings], provision)
    ]


def named_aspects(store: QueryEngine, paragraph: str) -> list[Parallel]:
    """Return the aspects that the editors name of the paragraph with this key; none where they name none."""
    return [one for one in parallels(store) if paragraph in one.aspect_of]


def parallels_within(store: QueryEngine, provisions: Iterable[str]) -> list[Parallel]:
    """Return the parallels all of whose provisions are among those with these IRIs, or parts of them."""
    wholes = tuple(f"{provision}/" for provision in provisions)
    return [one for one in parallels(store) if all(f"{each.provision.id}/".startswith(wholes) for each in one.bindings)]


def aspects(store: QueryEngine, links: Iterable[Correspondence]) -> list[Parallel]:
    """Return the contents of the provisions that correspond to a paragraph, and of their parts."""
    wholes = tuple(f"{link.provision.id}/" for link in links)
    return [one for one in parallels(store) if any(f"{each.provision.id}/".startswith(wholes) for each in one.bindings)]
