"""A topic: the paragraphs and provisions about it, who is bound by these, who is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Iri, Ref, Words, alphabetical, look_up
from csekg.answers.common.groups import groups, members_by_group
from csekg.answers.common.references import actor_refs, by_legal_basis, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.vocabularies import Topic, topics
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.status.matrix import cells_as_of, counts_of, group_comparison
from csekg.answers.texts.affected_texts import overlaps
from csekg.answers.texts.provisions import Provision, provisions
from csekg.answers.texts.resolution import Paragraph, paragraphs
from csekg.law.reasons import Verdict
from csekg.sparql.store import QueryEngine

#: The groups of States by which a topic counts: the regional groups of the United Nations.
_REGIONS = "un-regional-group"


class RegionShare(Answer):
    """How many members of a region a treaty, or any of several, binds."""

    group: Ref
    bound: int
    members: int
    not_known: int = Field(description="members of which no list tells whether they are bound")


class TopicTreaty(Answer):
    """A treaty with its provisions on a topic, and how many it binds."""

    treaty: Ref
    title: Words
    as_of: date = Field(description="day on which the data about the treaty stand")
    complete: bool = Field(description="whether a complete list of parties has been read")
    bound: int = Field(description="States and organizations that are parties")
    outside: int = Field(description="those that could be parties and are not")
    not_known: int = Field(description="those of which no list tells whether they are bound")
    not_eligible: int = Field(description="those that cannot join")
    regions: tuple[RegionShare, ...] = Field(description="by regional group of the United Nations")
    provisions: tuple[Provision, ...]


class TopicDetail(Answer):
    """A topic with all that the resolution and the treaties have on it.

    A broad topic holds what its narrower ones hold.
    """

    id: Iri
    type: Literal["Concept"] = "Concept"
    key: str
    name: Words
    definition: Words
    broader: tuple[Ref, ...]
    narrower: tuple[Ref, ...]
    texts: tuple[Paragraph, ...] = Field(description="paragraphs of the resolution on it")
    treaties: tuple[TopicTreaty, ...] = Field(description="treaties with provisions on it")
    bound: int = Field(description="States that at least one of these treaties binds")
    regions: tuple[RegionShare, ...] = Field(description="by regional group, of any of the treaties")
    outside: tuple[Ref, ...] = Field(description="States that none of these treaties binds")
    statements: tuple[Declaration, ...] = Field(
        description="reservations, declarations and objections about these provisions"
    )


@remembered_in_order
def topic(store: QueryEngine, key: str) -> TopicDetail:
    """Return all that is known of a topic, on the as-of dates of the treaties.

    Raises UnknownNameError for an unknown key.
    """
    own = look_up("topic", {listed.key: listed for listed in topics(store)}, key)
    codes = {key, *(narrower.key for narrower in own.narrower)}
    infos = sorted(treaties(store).values(), key=by_legal_basis)
    on_it = {
        info.key: tuple(provision for provision in provisions(store, info.key) if codes & set(provision.topic))
        for info in infos
    }
    concerned = [info for info in infos if on_it[info.key]]
    bound = _with_verdict(store, [info.key for info in concerned], "bound")
    doubtful = _with_verdict(store, [info.key for info in concerned], "not-known") - bound
    states = _states(store)
    return TopicDetail(
        **{name: getattr(own, name) for name in ("id", "key", "name", "definition", "broader", "narrower")},
        texts=tuple(paragraph for paragraph in paragraphs(store) if codes & set(paragraph.topic)),
        treaties=tuple(
            TopicTreaty(
                treaty=info.ref,
                title=info.title,
                as_of=info.as_of,
                complete=info.is_complete(None),
                **_counts(store, info.key),
                regions=_shares(store, info.key),
                provisions=on_it[info.key],
            )
            for info in concerned
        ),
        bound=len(bound & states.keys()),
        regions=tuple(
            RegionShare(
                group=group, bound=len(bound & members), members=len(members), not_known=len(doubtful & members)
            )
            for group, members in _regions(store)
        ),
        outside=tuple(ref for iri, ref in states.items() if iri not in bound),
        statements=tuple(
            declaration
            for info in concerned
            for declaration in declarations(store, treaty=info.key)
            if any(
                overlaps([about.id for about in declaration.concerns_provision], provision.id)
                for provision in on_it[info.key]
            )
        ),
    )


def from_broad_to_narrow(store: QueryEngine) -> list[tuple[Topic, list[Topic]]]:
    """Return the broadest topics by name, each with the narrower ones by name.

    Topics that no paragraph and no provision is about are left out.
    """
    known = {listed.key: listed for listed in topics(store)}
    found = [
        (
            broad,
            sorted(
                (
                    known[narrow.key]
                    for narrow in broad.narrower
                    if known[narrow.key].paragraphs or known[narrow.key].provisions
                ),
                key=lambda one: alphabetical(one.name),
            ),
        )
        for broad in known.values()
        if not broad.broader
    ]
    used = [(broad, its) for broad, its in found if its or broad.paragraphs or broad.provisions]
    return sorted(used, key=lambda pair: alphabetical(pair[0].name))


@remembered_in_order
def _states(store: QueryEngine) -> Mapping[str, Ref]:
    """Return the States that a treaty has a status for, by IRI, in the order of their names."""
    seen = {iri for members in members_by_group(store).values() for iri in members}
    acting = {iri for cells in cells_as_of(store).values() for iri in cells}
    names = sorted(actor_refs(store).items(), key=lambda item: alphabetical(item[1].name))
    return {iri: ref for iri, ref in names if iri in seen & acting}


def _with_verdict(store: QueryEngine, keys: list[str], verdict: Verdict) -> set[str]:
    """Return the IRIs of those of whom a verdict holds under at least one of these treaties."""
    return {iri for key in keys for iri, cell in cells_as_of(store).get(key, {}).items() if cell.verdict == verdict}


def _counts(store: QueryEngine, key: str) -> dict[str, int]:
    counts = counts_of(store, key)
    return {
        "bound": counts.bound,
        "outside": counts.not_bound,
        "not_known": counts.not_known,
        "not_eligible": counts.not_eligible,
    }


def _shares(store: QueryEngine, key: str) -> tuple[RegionShare, ...]:
    found = []
    for group, _ in _regions(store):
        share = group_comparison(store, group.key).shares.get(key)
        if share:
            counted = {"bound": share.bound, "members": share.members, "not_known": share.not_known}
            found.append(RegionShare(group=group, **counted))
    return tuple(found)


@remembered_in_order
def _regions(store: QueryEngine) -> tuple[tuple[Ref, frozenset[str]], ...]:
    members = members_by_group(store)
    return tuple(
        (Ref(id=group.id, key=group.key, name=group.name), members[group.key])
        for group in groups(store)
        if group.group_kind == _REGIONS and group.key in members
    )
