"""What a treaty would newly ask of a State: duties whose matter no treaty in force for it covers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from csekg.answers.common.base import Answer, Ref
from csekg.answers.common.references import treaties
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.translations import values
from csekg.answers.texts.affected_texts import overlaps
from csekg.answers.texts.correspondences import correspondences
from csekg.answers.texts.provisions import Provision, provisions
from csekg.sparql.store import QueryEngine

_PARALLELS = """
SELECT ?parallel ?provision ?own WHERE {
  ?parallel cse:parallelProvision ?provision ; cse:appliesToOwnOffences ?own
} ORDER BY ?parallel
"""
#: How strongly provisions oblige that hold duties.
_FORCE = {"shall": 3, "shall-endeavour": 2, "shall-consider": 1}
_KINDS = ("substantive", "institutional")
#: Topics of what is owed under a treaty itself: reports, and what is lodged with the consent.
_OWED = {"reporting", "signature-and-consent"}
#: Provisions that come near a duty which are named.
_NEAR = 3
#: A topic of no more provisions than this one is near by itself, on whatever paragraph.
_RARE = 25


class ComparedDuty(Answer):
    """A duty of a treaty, beside provisions of treaties in force for the State."""

    provision: Provision
    beside: tuple[Ref, ...] = Field(description="those on the same matter; of a new duty those that come near")


class NewlyAsked(Answer):
    """The duties of a treaty beside what binds a State already, by what the editors judged.

    A duty is covered where the editors judged a provision to have the same content, by a parallel,
    and that provision obliges as strongly. What holds for the offences of its own treaty only, or
    merely shares a paragraph of the resolution or a topic, comes near.
    """

    owed: tuple[Provision, ...] = Field(description="reports, declarations and notices: owed under this treaty alone")
    new: tuple[ComparedDuty, ...] = Field(description="no treaty in force for the State covers the whole matter")
    covered: tuple[ComparedDuty, ...]
    not_compared: tuple[Provision, ...] = Field(
        description="no parallel and no correspondence is judged, or no summary is written"
    )


def newly_asked(store: QueryEngine, treaty: str, bound: Collection[str]) -> NewlyAsked:
    """Return the duties of the treaty with this key, beside the treaties that bind a State, given by IRI."""
    owed: list[Provision] = []
    new: list[ComparedDuty] = []
    covered: list[ComparedDuty] = []
    not_compared: list[Provision] = []
    links = _by_paragraph(store)
    binding = [each for each in _by_iri(store).values() if _instrument(each.id) in bound]
    for duty in compared_provisions(store, treaty):
        related = {each for one in _parallels(store) if overlaps(one.provisions, duty.id) for each in one.provisions}
        about = [linked for linked in links.values() if any(f"{duty.id}/".startswith(f"{each}/") for each in linked)]
        same = _same(store, duty, binding)
        if _is_owed(duty):
            owed.append(duty)
        elif same:
            covered.append(ComparedDuty(provision=duty, beside=tuple(map(_ref, same))))
        elif duty.description and (related or about):
            near = _near(store, duty, binding, related, {each for these in about for each in these})
            new.append(ComparedDuty(provision=duty, beside=tuple(map(_ref, near))))
        else:
            not_compared.append(duty)
    return NewlyAsked(owed=tuple(owed), new=tuple(new), covered=tuple(covered), not_compared=tuple(not_compared))


def compared_provisions(store: QueryEngine, treaty: str) -> list[Provision]:
    """Return the provisions of a treaty with duties that are compared, in their order.

    They are those that a parallel names, and else the smallest parts. A part that no summary
    describes has the duty of its whole.
    """
    every = [each for each in _by_iri(store).values() if _instrument(each.id) == treaties(store)[treaty].id]
    obliging = [each for each in every if _obliges(each, every)]
    named = {each for one in _parallels(store) for each in one.provisions}

    def is_compared(duty: Provision) -> bool:
        if duty.id in named:
            return True
        if any(other.id.startswith(f"{duty.id}/") for other in obliging):
            return False
        return _is_owed(duty) or not any(duty.id.startswith(f"{other.id}/") for other in obliging if other.id in named)

    return [each for each in obliging if is_compared(each)]


def _obliges(provision: Provision, every: Sequence[Provision]) -> bool:
    """Whether a provision, or the smallest described whole of one that is not described, is a duty of Parties."""
    wholes = [each for each in every if each.description and f"{provision.id}/".startswith(f"{each.id}/")]
    smallest = max(wholes, key=lambda each: len(each.id), default=provision)
    return smallest.duty_strength in _FORCE and smallest.provision_kind in _KINDS


def _is_owed(duty: Provision) -> bool:
    return not _OWED.isdisjoint(duty.topic)


def _same(store: QueryEngine, duty: Provision, binding: Iterable[Provision]) -> list[Provision]:
    """Return the provisions in force that are judged to have the content of a duty, and oblige as strongly."""
    parallel = {
        each for one in _parallels(store) if one.covers and duty.id in one.provisions for each in one.provisions
    }
    force = _FORCE.get(duty.duty_strength or "", 0)
    return [each for each in binding if each.id in parallel and _FORCE.get(each.duty_strength or "", 0) >= force]


def _near(
    store: QueryEngine, duty: Provision, binding: Sequence[Provision], related: set[str], linked: set[str]
) -> list[Provision]:
    """Return what comes nearest: what a parallel relates to the duty, then what shares its topics.

    The fewer provisions have a topic, the more it counts.
    """
    counts = _topics(store)
    weights = {each.id: sum(1 / counts[topic] for topic in set(duty.topic) & set(each.topic)) for each in binding}
    found = [
        each for each in binding if each.id in related or weights[each.id] >= (1e-9 if each.id in linked else 1 / _RARE)
    ]
    # Of a provision and its part the part says more.
    found = [each for each in found if not any(other.id.startswith(f"{each.id}/") for other in found)]
    return sorted(found, key=lambda each: (each.id not in related, -weights[each.id]))[:_NEAR]


def _ref(provision: Provision) -> Ref:
    return Ref(id=provision.id, key=provision.key, name=provision.name)


@remembered_in_order
def _topics(store: QueryEngine) -> Mapping[str, int]:
    """Return how many provisions have each topic."""
    return Counter(topic for each in _by_iri(store).values() for topic in each.topic)


@remembered_in_order
def _by_iri(store: QueryEngine) -> Mapping[str, Provision]:
    """Return the provisions of all treaties by IRI, in their order."""
    return {each.id: each for key in treaties(store) for each in provisions(store, key)}


@dataclass(frozen=True, slots=True)
class _Parallel:
    """Provisions with the same content; `covers` says whether one does what another asks."""

    provisions: tuple[str, ...]
    covers: bool


@remembered
def _parallels(store: QueryEngine) -> tuple[_Parallel, ...]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for parallel, provision, own in values(store, _PARALLELS):
        found[parallel, own].append(provision)
    return tuple(_Parallel(tuple(each), own == "false") for (_, own), each in found.items())


@remembered_in_order
def _by_paragraph(store: QueryEngine) -> Mapping[str, tuple[str, ...]]:
    """Return the provisions that correspond to each paragraph more than loosely, by its IRI."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for link in correspondences(store, strength=("equivalent", "implements", "supports")):
        found[link.paragraph.id].append(link.provision.id)
    return {paragraph: tuple(linked) for paragraph, linked in found.items()}


def _instrument(provision: str) -> str:
    """Return the IRI of the instrument of a provision."""
    return provision.partition("/article/")[0].removesuffix("/preamble")
