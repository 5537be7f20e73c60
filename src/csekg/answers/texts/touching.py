"""What declarations mean for the resolution, and what was objected to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from csekg.answers.common.base import Ref
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.status.declarations import Statement, declarations
from csekg.answers.texts.correspondences import Correspondence, Strength, correspondences
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class Touch:
    """That a declaration is about a provision which corresponds to a paragraph."""

    paragraph: Ref
    provision: Ref
    strength: Strength


@dataclass(frozen=True, slots=True)
class Remark:
    """A declaration beside the paragraphs that it touches and the objections to it."""

    statement: Statement
    touches: tuple[Touch, ...]
    objections: tuple[Statement, ...]


@remembered_in_order
def touches(store: QueryEngine) -> Mapping[str, tuple[Touch, ...]]:
    """Return the paragraphs that each declaration touches, by its IRI, in their order.

    Each paragraph stands once, with the closest of its corresponding provisions that the
    declaration is about. A declaration about no provision touches none.
    """
    by_treaty: dict[str, list[Correspondence]] = defaultdict(list)
    for link in correspondences(store):
        by_treaty[link.instrument.id].append(link)
    found: dict[str, tuple[Touch, ...]] = {}
    for statement in declarations(store):
        about = [each.id for each in statement.concerns_provision]
        closest: dict[str, Touch] = {}
        # Correspondences come by paragraph, from the closest to the loosest.
        for link in by_treaty[statement.treaty.id]:
            if overlaps(about, link.provision.id):
                touch = Touch(link.paragraph, link.provision, link.strength)
                closest.setdefault(link.paragraph.id, touch)
        if closest:
            found[statement.id] = tuple(closest.values())
    return MappingProxyType(found)


@remembered_in_order
def objections(store: QueryEngine) -> Mapping[str, tuple[Statement, ...]]:
    """Return the objections to each declaration, by its IRI.

    An objection of which only the State is known stands under the IRI of that State.
    """
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in declarations(store):
        for target in statement.objects_to:
            found[target.id].append(statement)
    return MappingProxyType({iri: tuple(each) for iri, each in found.items()})


def remarks(store: QueryEngine, statements: Iterable[Statement]) -> list[Remark]:
    """Return each declaration with what it touches and the objections to it, in the same order."""
    touched, objected = touches(store), objections(store)
    return [
        Remark(each, touched.get(each.id, ()), objected.get(each.id, ())) for each in statements
    ]


def beside_their_targets(found: Iterable[Remark]) -> list[Remark]:
    """Return the remarks without the objections that stand beside another one of them."""
    listed = list(found)
    shown = {objection.id for each in listed for objection in each.objections}
    return [each for each in listed if each.statement.id not in shown]


def remarks_on_paragraph(store: QueryEngine, paragraph: str) -> list[Remark]:
    """Return the declarations that touch the paragraph with this key, by treaty and State."""
    touched = touches(store)
    return remarks(store, (
        each for each in declarations(store)
        if any(touch.paragraph.key == paragraph for touch in touched.get(each.id, ()))
    ))  # fmt: skip


def overlaps(some: Collection[str], other: str) -> bool:
    """Return whether one of these provisions is another one, a part of it or its whole."""
    return any(f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
               for one in some)  # fmt: skip
