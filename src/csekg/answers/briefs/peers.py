"""The groups of a State under a treaty: how many members it binds, and who joined last."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

from pydantic import Field

from csekg.answers.common.base import Answer, Ref, code
from csekg.answers.common.groups import Group, GroupRef, groups_by_key, members_by_group
from csekg.answers.common.references import LEGAL_BASES, actor_refs, treaties
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.answers.practice.promises import OBLIGING
from csekg.answers.status.matrix import cells_as_of, group_comparison
from csekg.answers.texts.correspondences import STRENGTHS, Correspondence
from csekg.answers.texts.resolution import citations
from csekg.languages.texts import english_value
from csekg.sparql.store import QueryEngine

#: The place of a treaty among others: the lower comes first.
Rank: TypeAlias = "tuple[int, int, int, str]"


def treaty_ranks(store: QueryEngine, links: Iterable[Correspondence]) -> Mapping[str, Rank]:
    """Return the ranks of the treaties by IRI.

    First come those that the resolution urges States to join, then those that it recalls and
    notes, in the order in which it cites them; of those that it does not name, the one first that
    puts its paragraphs into effect by most of the `links`.
    """
    cited: dict[str, int] = {}
    for citation in citations(store):
        if citation.cited_instrument:
            cited.setdefault(citation.cited_instrument.id, len(cited))
    counts = Counter(link.instrument.id for link in links if link.strength in OBLIGING)
    return {
        info.id: (LEGAL_BASES.index(info.legal_basis), cited.get(info.id, len(cited)), -counts[info.id], info.key)
        for info in treaties(store).values()
    }


def closest_first(links: Iterable[Correspondence], ranks: Mapping[str, Rank]) -> list[Correspondence]:
    """Return correspondences from the closest to the loosest, of one strength by the rank of the treaty."""
    # A stable sort: those of one treaty stay in its order.
    return sorted(links, key=lambda link: (STRENGTHS.index(link.strength), ranks[link.instrument.id]))


def by_english_name(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """Return references in the order of their English names, whatever the current language."""
    return tuple(sorted(refs, key=english_order))


def english_order(ref: Ref) -> tuple[str, str]:
    """Return a sort key by which names stand in the order of the English ones."""
    return english_value(ref.name), ref.key


#: Those who joined last that an answer names for each group.
_NAMED = 3
#: An organization of more members, such as the United Nations, has no peers among them.
_MOST_MEMBERS = 100
#: Neighbours are those of the smallest region: where a subregion is divided, of its part.
_REGIONS = ("m49-intermediate", "m49-subregion")
_JOINED = ("party", "contracting-state")
_CONSENTS = """
SELECT ?treaty ?actor ?on ?kind WHERE {
  ?participation cse:consent ?act ; cse:treaty ?treaty .
  ?act cse:actor ?actor ; cse:followedDate ?on ; cse:followedKind ?kind .
  FILTER(?kind != <https://w3id.org/csekg/id/vocab/consent-kind/succession>)
}
"""


class Joiner(Answer):
    """A State that joined a treaty."""

    actor: Ref
    on: date = Field(description="day of its consent to be bound")
    kind: str = Field(description="ratification, accession, acceptance ...")


class PeerGroup(Answer):
    """A group to which a State belongs, under one treaty on its as-of date."""

    group: Ref
    bound: int = Field(description="members that the treaty binds")
    members: int = Field(description="members with a status under the treaty")
    not_known: int = Field(description="members of which nothing is known under the treaty")
    latest: tuple[Joiner, ...] = Field(
        description="who joined last, the latest first; successions and consents without a known day are left out"
    )


def peer_groups(store: QueryEngine, treaty: str, member_of: Iterable[GroupRef]) -> tuple[PeerGroup, ...]:
    """Return those of some groups whose members are peers, under a treaty, the smallest first.

    They are its region, its regional group in the United Nations, and organizations of regions.
    """
    joined, members = joiners(store).get(treaty, ()), members_by_group(store)
    found = []
    for group in _of_peers(store, member_of):
        share = group_comparison(store, group.key).shares.get(treaty)
        if share is None:
            continue
        latest = [joiner for joiner in joined if joiner.actor.id in members[group.key]]
        found.append(
            PeerGroup(
                group=Ref(id=group.id, key=group.key, name=group.name),
                bound=share.bound,
                members=share.members,
                not_known=share.not_known,
                latest=tuple(latest[:_NAMED]),
            )
        )
    return tuple(found)


def _of_peers(store: QueryEngine, member_of: Iterable[GroupRef]) -> list[Group]:
    known = groups_by_key(store)
    own = [known[group.key] for group in member_of]
    regions = [group for kind in _REGIONS for group in own if group.group_kind == kind]
    rest = [
        group
        for group in own
        if group.group_kind == "un-regional-group"
        or (group.group_kind == "organization-membership" and group.members < _MOST_MEMBERS)
    ]
    # Observers at the United Nations share nothing but that.
    rest = [group for group in rest if group.key != "un-observer"]
    return sorted([*regions[:1], *rest], key=lambda group: (group.members, group.key))


def _latest_first(joiner: Joiner) -> tuple[int, str, str]:
    return -joiner.on.toordinal(), *english_order(joiner.actor)


@remembered
def joiners(store: QueryEngine) -> Mapping[str, tuple[Joiner, ...]]:
    """Return who has joined by an act of its own on a known day, the latest first, by treaty."""
    cells, names = cells_as_of(store), actor_refs(store)
    latest: dict[str, dict[str, Joiner]] = defaultdict(dict)
    for treaty, joiner, text, kind in values(store, _CONSENTS):
        key, on = code(treaty), date.fromisoformat(text)
        cell, known = cells.get(key, {}).get(joiner), latest[key].get(joiner)
        if cell and cell.status in _JOINED and (known is None or known.on < on):
            latest[key][joiner] = Joiner(actor=names[joiner], on=on, kind=code(kind))
    return {key: tuple(sorted(found.values(), key=_latest_first)) for key, found in latest.items()}
