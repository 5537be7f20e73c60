"""What a treaty would newly ask of a State: duties whose matter no treaty in force for it covers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from pydantic import Field

from csekg.answers.common.base import Answer, Ref
from csekg.answers.common.references import treaties
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.translations import values
from csekg.answers.texts.affected_paragraphs import overlaps
from csekg.answers.texts.correspondences import correspondences
from csekg.answers.texts.provisions import Provision, provisions
from csekg.sparql.store import QueryEngine

_PARALLELS = "SELECT ?parallel ?provision WHERE { ?parallel cse:parallelProvision ?provision } ORDER BY ?parallel"
_DUTIES = ("shall", "shall-consider", "shall-endeavour")
_KINDS = ("substantive", "institutional")


#: Provisions that come near a duty which are named.
_NEAR = 3
#: A topic of no more provisions than this one is near by itself, on whatever paragraph.
_RARE = 25


class ComparedDuty(Answer):
    """A duty of a treaty, beside provisions of treaties in force for the State."""

    provision: Provision
    beside: tuple[Ref, ...] = Field(description="those on the same matter; of a new duty those that come near")


class NewlyAsked(Answer):
    """The duties of a treaty beside what binds a State already, computed from what the editors judged.

    A matter is covered by a parallel provision, or by one that corresponds to the same paragraph of
    the resolution and has all topics of the duty. One that has some of them comes near: on the same
    paragraph, or where few provisions have these topics.
    """

    new: tuple[ComparedDuty, ...] = Field(description="no treaty in force for the State covers the whole matter")
    covered: tuple[ComparedDuty, ...]
    not_compared: tuple[Provision, ...] = Field(description="no parallel and no correspondence is judged")


def newly_asked(store: QueryEngine, treaty: str, bound: Collection[str]) -> NewlyAsked:
    """Return the duties of the treaty with this key, beside the treaties that bind a State, given by IRI."""
    new: list[ComparedDuty] = []
    not_compared: list[Provision] = []
    covered: list[ComparedDuty] = []
    links, every = _by_paragraph(store), _by_iri(store)
    binding = [each for each in every.values() if _instrument(each.id) in bound]
    for duty in _duties(store, treaty):
        groups = [group for group in _parallels(store) if any(overlaps([each], duty.id) for each in group)]
        about = [linked for linked in links.values() if any(f"{duty.id}/".startswith(f"{each}/") for each in linked)]
        linked = {each for these in about for each in these}
        parallel = {each for group in groups for each in group}
        same = [
            each
            for each in binding
            if each.id in parallel or (each.id in linked and set(duty.topic) <= set(each.topic))
        ]
        # What is judged to be parallel says more than what has the same topics.
        same.sort(key=lambda each: each.id not in parallel)
        if same:
            covered.append(ComparedDuty(provision=duty, beside=tuple(map(_ref, same))))
        elif groups or about:
            new.append(ComparedDuty(provision=duty, beside=tuple(map(_ref, _near(store, duty, binding, linked)))))
        else:
            not_compared.append(duty)
    return NewlyAsked(new=tuple(new), covered=tuple(covered), not_compared=tuple(not_compared))


def _near(store: QueryEngine, duty: Provision, binding: list[Provision], linked: Collection[str]) -> list[Provision]:
    """Return the provisions whose topics come nearest: the fewer provisions have a topic, the more it counts."""
    counts = _topics(store)
    weights = {each.id: sum(1 / counts[topic] for topic in set(duty.topic) & set(each.topic)) for each in binding}
    found = [each for each in binding if weights[each.id] >= (1e-9 if each.id in linked else 1 / _RARE)]
    # Of a provision and its part the part says more.
    found = [each for each in found if not any(other.id.startswith(f"{each.id}/") for other in found)]
    return sorted(found, key=lambda each: -weights[each.id])[:_NEAR]


def _ref(provision: Provision) -> Ref:
    return Ref(id=provision.id, key=provision.key, name=provision.name)


@remembered_in_order
def _topics(store: QueryEngine) -> Mapping[str, int]:
    """Return how many provisions have each topic."""
    return Counter(topic for each in _by_iri(store).values() for topic in each.topic)


def _duties(store: QueryEngine, treaty: str) -> list[Provision]:
    """Return the provisions that oblige, those left out of which a part is among them."""
    obliging = [
        each
        for each in _by_iri(store).values()
        if _instrument(each.id) == treaties(store)[treaty].id
        and each.duty_strength in _DUTIES
        and each.provision_kind in _KINDS
        and each.description
    ]
    return [each for each in obliging if not any(other.id.startswith(f"{each.id}/") for other in obliging)]


@remembered_in_order
def _by_iri(store: QueryEngine) -> Mapping[str, Provision]:
    """Return the provisions of all treaties by IRI, in their order."""
    return {each.id: each for key in treaties(store) for each in provisions(store, key)}


@remembered
def _parallels(store: QueryEngine) -> tuple[tuple[str, ...], ...]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for parallel, provision in values(store, _PARALLELS):
        found[parallel].append(provision)
    return tuple(map(tuple, found.values()))


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
