"""What a treaty would newly ask of a State: duties whose matter no treaty in force for it covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from types import MappingProxyType

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


class CoveredDuty(Answer):
    """A duty of a treaty, and the provisions of treaties in force for the State on the same matter."""

    provision: Provision
    covered_by: tuple[Ref, ...]


class NewlyAsked(Answer):
    """The duties of a treaty beside what binds a State already, computed from what the editors judged.

    A matter is covered by a parallel provision, or by one that corresponds to the same paragraph of
    the resolution and has all topics of the duty.
    """

    new: tuple[Provision, ...] = Field(description="no treaty in force for the State covers the matter")
    covered: tuple[CoveredDuty, ...]
    not_compared: tuple[Provision, ...] = Field(description="no parallel and no correspondence is judged")


def newly_asked(store: QueryEngine, treaty: str, bound: Collection[str]) -> NewlyAsked:
    """Return the duties of the treaty with this key, beside the treaties that bind a State, given by IRI."""
    new: list[Provision] = []
    not_compared: list[Provision] = []
    covered: list[CoveredDuty] = []
    links, every = _by_paragraph(store), _by_iri(store)
    for duty in _duties(store, treaty):
        groups = [group for group in _parallels(store) if any(overlaps([each], duty.id) for each in group)]
        about = [linked for linked in links.values() if any(f"{duty.id}/".startswith(f"{each}/") for each in linked)]
        same = [each for group in groups for each in group if _instrument(each) in bound]
        for linked in about:
            same += [
                each for each in linked if _instrument(each) in bound and set(duty.topic) <= set(every[each].topic)
            ]
        if same:
            refs = (Ref(id=each, key=every[each].key, name=every[each].name) for each in dict.fromkeys(same))
            covered.append(CoveredDuty(provision=duty, covered_by=tuple(refs)))
        else:
            (new if groups or about else not_compared).append(duty)
    return NewlyAsked(new=tuple(new), covered=tuple(covered), not_compared=tuple(not_compared))


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
    return MappingProxyType({each.id: each for key in treaties(store) for each in provisions(store, key)})


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
    return MappingProxyType({paragraph: tuple(linked) for paragraph, linked in found.items()})


def _instrument(provision: str) -> str:
    """Return the IRI of the instrument of a provision."""
    return provision.partition("/article/")[0].removesuffix("/preamble")
