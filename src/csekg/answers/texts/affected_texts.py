"""The texts that declarations affect: paragraphs of the resolution, and provisions by the clause used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from csekg.answers.common.base import Ref
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import refs_of
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.texts.correspondences import Correspondence, Strength, correspondences
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class AffectedParagraph:
    """That a declaration is about a provision which corresponds to a paragraph."""

    paragraph: Ref
    provision: Ref
    strength: Strength


@dataclass(frozen=True, slots=True)
class AnnotatedDeclaration:
    """A declaration beside the paragraphs that it touches and the objections to it."""

    statement: Declaration
    touches: tuple[AffectedParagraph, ...]
    objections: tuple[Declaration, ...]


@remembered_in_order
def affected_paragraphs(store: QueryEngine) -> Mapping[str, tuple[AffectedParagraph, ...]]:
    """Return the paragraphs that each declaration touches, by its IRI, in their order.

    Each paragraph stands once, with the closest of its corresponding provisions that the
    declaration is about. A declaration about no provision touches none.
    """
    by_treaty: dict[str, list[Correspondence]] = defaultdict(list)
    for link in correspondences(store):
        by_treaty[link.instrument.id].append(link)
    found: dict[str, tuple[AffectedParagraph, ...]] = {}
    for statement in declarations(store):
        about = [provision.id for provision in statement.concerns_provision]
        closest: dict[str, AffectedParagraph] = {}
        # Correspondences come by paragraph, from the closest to the loosest.
        for link in by_treaty[statement.treaty.id]:
            if overlaps(about, link.provision.id):
                touch = AffectedParagraph(link.paragraph, link.provision, link.strength)
                closest.setdefault(link.paragraph.id, touch)
        if closest:
            found[statement.id] = tuple(closest.values())
    return found


@remembered_in_order
def objections(store: QueryEngine) -> Mapping[str, tuple[Declaration, ...]]:
    """Return the objections to each declaration, by its IRI.

    An objection of which only the State is known stands under the IRI of that State.
    """
    found: dict[str, list[Declaration]] = defaultdict(list)
    for statement in declarations(store):
        for target in statement.objects_to:
            found[target.id].append(statement)
    return {iri: tuple(objecting) for iri, objecting in found.items()}


def annotated(store: QueryEngine, statements: Iterable[Declaration]) -> list[AnnotatedDeclaration]:
    """Return each declaration with what it touches and the objections to it, in the same order."""
    touched, objected = affected_paragraphs(store), objections(store)
    return [
        AnnotatedDeclaration(statement, touched.get(statement.id, ()), objected.get(statement.id, ()))
        for statement in statements
    ]


def without_repeated_objections(found: Iterable[AnnotatedDeclaration]) -> list[AnnotatedDeclaration]:
    """Return the remarks without the objections that stand beside another one of them."""
    listed = list(found)
    shown = {objection.id for remark in listed for objection in remark.objections}
    return [remark for remark in listed if remark.statement.id not in shown]


def declarations_on(store: QueryEngine, paragraph: str) -> list[AnnotatedDeclaration]:
    """Return the declarations that touch the paragraph with this key, by treaty and State."""
    touched = affected_paragraphs(store)
    return annotated(
        store,
        (
            declaration
            for declaration in declarations(store)
            if any(touch.paragraph.key == paragraph for touch in touched.get(declaration.id, ()))
        ),
    )


def overlaps(some: Collection[str], other: str) -> bool:
    """Return whether one of these provisions is another one, a part of it or its whole."""
    return any(f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/") for one in some)


_EXCLUDABLE = """
SELECT ?clause ?provision ?name WHERE {
  ?clause cse:allowsExclusionOf ?provision . ?provision rdfs:label ?name ; cse:order ?order
} ORDER BY ?clause ?order
"""


@dataclass(frozen=True, slots=True)
class Target:
    """The provisions to which a statement is, and the named clauses of the treaty that allow it."""

    provisions: tuple[Ref, ...]
    clauses: tuple[Ref, ...]

    def is_to(self, provision: str) -> bool:
        """Return whether the statement is to a provision, given by IRI, to a part of it or to its whole."""
        return overlaps([each.id for each in self.provisions], provision)

    def is_under(self, provision: str) -> bool:
        """Return whether a clause that allows the statement is this provision, a part of it or its whole."""
        return overlaps([each.id for each in self.clauses], provision)


def target(store: QueryEngine, statement: Declaration) -> Target:
    """Return to which provisions a statement is.

    A statement under a reservation clause is to what the clause lets a State exclude, narrowed to
    those of these provisions that it names, if it names any: under article 20(3) to the offences of
    production and possession. What it names besides, as the offences whose attempt it exempts, is
    only mentioned. A statement under no such clause is to all that it names.
    """
    named = statement.concerns_provision
    by_clause = {each: excludable for each in named if (excludable := _excludable(store).get(each.id))}
    if not by_clause:
        return Target(named, ())
    found: list[Ref] = []
    for excludable in by_clause.values():
        others = [each for each in named if each not in by_clause]
        chosen = [each for each in excludable if overlaps([other.id for other in others], each.id)]
        found += chosen or excludable
    return Target(tuple(dict.fromkeys(found)), tuple(by_clause))


@remembered
def _excludable(store: QueryEngine) -> Mapping[str, tuple[Ref, ...]]:
    """Return the provisions that each reservation clause lets a State exclude, by its IRI."""
    return dict(refs_of(store, _EXCLUDABLE))
