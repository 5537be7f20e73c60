"""A brief on one State for a meeting: what to ask it, its peers, its declarations, its steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from pydantic import Field

from csekg.answers.briefs.accession import Candidate, Step, first_to_join, joining_rules, steps
from csekg.answers.briefs.open_requests import AnsweredRequest, OpenRequest, StateBeforeResolution, open_requests
from csekg.answers.common.base import Answer, Iri, Ref, SortKey, Words, alphabetical, code
from csekg.answers.common.groups import Group, GroupRef, groups_by_key, members_by_group
from csekg.answers.common.references import SourceRef, actor_refs, by_name, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.common.translations import values
from csekg.answers.entities.actors import ActorDetail, actor, continued_by
from csekg.answers.practice.promises import Promise, promises
from csekg.answers.quality.dataset import StatedRelease, stated_release
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.status.matrix import cells_as_of, group_comparison
from csekg.answers.status.status_answers import Standing, standings_of_actor
from csekg.answers.texts.affected_paragraphs import overlaps
from csekg.answers.texts.correspondences import Correspondence, correspondences
from csekg.answers.texts.instruments import Instrument, instruments
from csekg.answers.texts.resolution_requests import Request, requests, requests_to
from csekg.days import full_years, spelled
from csekg.errors import CsekgError
from csekg.languages.messages import _
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine

#: Those who joined last that a brief names for each group.
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
    not_bound: tuple[Ref, ...] = Field(description="the first of the others, this State left out")
    more: int = Field(description="how many others are not named")
    latest: tuple[Joiner, ...] = Field(
        description="who joined last, the latest first; successions and consents without a known day are left out"
    )


def peer_groups(store: QueryEngine, treaty: str, actor: str, member_of: Iterable[GroupRef]) -> tuple[PeerGroup, ...]:
    """Return the groups of the actor with this IRI under a treaty, the smallest first.

    They are its region, its regional group in the United Nations, and organizations of regions.
    """
    joined, members = joiners(store).get(treaty, ()), members_by_group(store)
    found = []
    for group in _of_peers(store, member_of):
        share = group_comparison(store, group.key).shares.get(treaty)
        if share is None:
            continue
        others = tuple(outsider for outsider in share.not_bound if outsider.id != actor)
        latest = [joiner for joiner in joined if joiner.actor.id in members[group.key]]
        found.append(
            PeerGroup(
                group=Ref(id=group.id, key=group.key, name=group.name),
                bound=share.bound,
                members=share.members,
                not_known=share.not_known,
                not_bound=others,
                more=share.more,
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
    return sorted([*regions[:1], *rest], key=lambda group: (group.members, alphabetical(group.name)))


def _latest_first(joiner: Joiner) -> tuple[int, SortKey]:
    return -joiner.on.toordinal(), alphabetical(joiner.actor.name)


@remembered_in_order
def joiners(store: QueryEngine) -> Mapping[str, tuple[Joiner, ...]]:
    """Return who has joined by an act of its own on a known day, the latest first, by treaty."""
    cells, names = cells_as_of(store), actor_refs(store)
    latest: dict[str, dict[str, Joiner]] = defaultdict(dict)
    for treaty, joiner, text, kind in values(store, _CONSENTS):
        key, on = code(treaty), date.fromisoformat(text)
        cell, known = cells.get(key, {}).get(joiner), latest[key].get(joiner)
        if cell and cell.status in _JOINED and (known is None or known.on < on):
            latest[key][joiner] = Joiner(actor=names[joiner], on=on, kind=code(kind))
    return MappingProxyType({key: tuple(sorted(found.values(), key=_latest_first)) for key, found in latest.items()})


class AffectingDeclaration(Answer):
    """A declaration that touches what the resolution asks, and the objections to it."""

    statement: Declaration
    paragraphs: tuple[Ref, ...] = Field(
        description="paragraphs that correspond to a provision that it concerns; where it concerns "
        "a treaty as a whole, those that ask to carry out the treaty"
    )
    objected_by: tuple[Ref, ...] = Field(description="who objected to it, by name")


def affecting_declarations(
    store: QueryEngine, actor: str, asked: Iterable[Request]
) -> tuple[tuple[AffectingDeclaration, ...], int]:
    """Return the declarations of an actor that touch what is asked of it, and how many others.

    Those that were taken back as a whole are left out. First come those that touch most.
    """
    asked = list(asked)
    keys = [request.requested_in.key for request in asked]
    # No paragraph at all would mean every one.
    links = correspondences(store, paragraph=keys) if keys else []
    stated = [limit for limit in declarations(store, actor=actor) if limit.may_limit]
    found = [(declaration, _touched(declaration, links, asked)) for declaration in stated]
    touched = [
        AffectingDeclaration(statement=declaration, paragraphs=paragraphs, objected_by=_objections(store, declaration))
        for declaration, paragraphs in found
        if paragraphs
    ]
    # A stable sort: within one count they stay by treaty and day.
    touched.sort(key=_weight)
    return tuple(touched), len(stated) - len(touched)


def _weight(affecting: AffectingDeclaration) -> tuple[bool, bool, int]:
    # What was said at the signature need not have been repeated with the consent.
    stated = affecting.statement
    return stated.made_upon == "signature", stated.kind != "reservation", -len(affecting.paragraphs)


def _touched(statement: Declaration, links: Iterable[Correspondence], asked: Iterable[Request]) -> tuple[Ref, ...]:
    if not statement.concerns_provision:
        whole = [
            request.requested_in
            for request in asked
            if statement.treaty.id in {concerned.id for concerned in request.concerns_instrument}
        ]
        return tuple(dict.fromkeys(whole))
    return tuple(
        dict.fromkeys(
            link.paragraph
            for link in links
            if link.instrument.id == statement.treaty.id
            and overlaps([own.id for own in statement.concerns_provision], link.provision.id)
        )
    )


def _objections(store: QueryEngine, statement: Declaration) -> tuple[Ref, ...]:
    """Return who objected to a declaration, or to its actor where no declaration is named."""
    meant = {statement.id, statement.actor.id}
    found = {
        objection.actor
        for objection in declarations(store, treaty=statement.treaty.key)
        if objection.kind == "objection" and any(target.id in meant for target in objection.objects_to)
    }
    return tuple(sorted(found, key=lambda actor: alphabetical(actor.name)))


#: Statuses in which a State could do something to join, or in which it is bound only later.
_NOT_TO_JOIN = ("party", "contracting-state", "not-eligible", "unknown", "did-not-exist")
_CLOSED = ("not-eligible", "unknown")


class NoBriefError(CsekgError):
    """There is no brief: the State no longer exists, or the dataset has no resolution."""


class Joining(Answer):
    """A treaty that does not bind a State and that it could join."""

    standing: Standing
    title: Words = Field(description="full title of the treaty")
    ground: Words = Field(description="how the resolution speaks of the treaty, in a sentence")
    signed_years: int | None = Field(
        description="full years from its signature to the as-of date; null without a signature "
        "or where its day is not known"
    )
    join_first: tuple[Ref, ...] = Field(description="treaties to one of which it must be a party before")
    steps: tuple[Step, ...]
    peers: tuple[PeerGroup, ...]


class Brief(Answer):
    """A brief on one State for a meeting with its government."""

    id: Iri = Field(description="IRI of the State or organization")
    state: Ref = Field(description="the State or organization")
    resolution: Ref = Field(description="the resolution that asks; its name is the short title")
    resolution_adopted_on: date
    is_addressed: bool = Field(
        description="whether the resolution speaks to it: to Member States of the United Nations"
    )
    bound_by: int = Field(description="how many of the treaties bind it")
    treaty_count: int = Field(description="how many treaties there are")
    asks: tuple[OpenRequest, ...] = Field(description="what to ask, what comes first at the front")
    answered: tuple[AnsweredRequest, ...] = Field(description="requests that treaties put into effect which bind it")
    joinings: tuple[Joining, ...] = Field(
        description="treaties that it could join, those first that the resolution urges to join"
    )
    joined: tuple[Standing, ...] = Field(
        description="treaties that the resolution urges States to join and that bind it"
    )
    not_open: tuple[Standing, ...] = Field(
        description="treaties that are not open to it, or of which it is not known whether it joined"
    )
    touching: tuple[AffectingDeclaration, ...] = Field(
        description="its reservations and declarations that touch what is asked of it"
    )
    promises: tuple[Promise, ...] = Field(
        description="what binds it to each paragraph on which an indicator of an assessor bears, "
        "and what assessors found"
    )
    other_declarations: int = Field(description="how many others of them are in the data")
    as_of_first: date = Field(description="the oldest as-of date of the treaties")
    as_of_last: date = Field(description="the newest as-of date of the treaties")
    sources: tuple[SourceRef, ...] = Field(description="sources of what the brief tells")
    release: StatedRelease


def brief(store: QueryEngine, key: str) -> Brief:
    """Return the brief on the State or organization with this key.

    Days are counted to the as-of date of each treaty or to the day of the release, never to the
    present day, so that a release always gives the same brief. Raises UnknownNameError for an
    unknown key, and NoBriefError for a State that no longer exists.
    """
    about = actor(store, key)
    _refuse_former(store, about)
    rows = standings_of_actor(store, about.key)
    resolution = _resolution(store)
    if not rows or resolution is None or resolution.adopted_on is None:
        raise NoBriefError(_("there is no brief on {state}: the dataset lacks what it asks for", state=about.name))
    asks = requests_to(about.member_of, rows, requests(store))
    release = stated_release(store)
    since = max(filter(None, (resolution.adopted_on, about.un_admission_date, _began(about))))
    case = StateBeforeResolution(
        name=about.name,
        asks=asks,
        standings={row.treaty.key: row for row in rows},
        infos=treaties(store),
        asked_since=since,
        is_later=since > resolution.adopted_on,
        today=release.released_on or max(row.as_of for row in rows),
    )
    found, answered = open_requests(case, correspondences(store))
    joinings = tuple(_joinings(store, about, rows))
    touched, others = affecting_declarations(store, about.key, asks.requests)
    return Brief(
        id=about.id,
        state=Ref(id=about.id, key=about.key, name=about.name),
        resolution=Ref(id=resolution.id, key=resolution.key, name=resolution.short_title or resolution.name),
        resolution_adopted_on=resolution.adopted_on,
        is_addressed=asks.is_member,
        bound_by=sum(row.status == "party" for row in rows),
        treaty_count=len(rows),
        asks=found,
        answered=answered,
        joinings=joinings,
        joined=asks.joined,
        not_open=tuple(row for row in rows if row.status in _CLOSED),
        touching=touched,
        promises=tuple(promise for promise in promises(store, about.key).promises if promise.found),
        other_declarations=others,
        as_of_first=min(row.as_of for row in rows),
        as_of_last=max(row.as_of for row in rows),
        sources=_sources(
            [
                *asks.joined,
                *asks.to_join,
                *(joining.standing for joining in joinings),
                *(affecting.statement for affecting in touched),
            ]
        ),
        release=release,
    )


def look_up_shared(store: QueryEngine) -> None:
    """Fill the memory of a store with what the briefs on all States share."""
    joining_rules(store)
    joiners(store)


def _refuse_former(store: QueryEngine, about: ActorDetail) -> None:
    """Raise NoBriefError for a State that no longer exists, and name the one that continues it."""
    until = about.existence[-1].exists_until if about.existence else None
    if until is None:
        return
    after, following = about.continued_by, continued_by(store)
    # Several may have continued one another: Yugoslavia, Serbia and Montenegro, Serbia.
    while after and after.id in following:
        after = following[after.id]
    if after:
        raise NoBriefError(
            _(
                "there is no brief on {state}, which ceased to exist on {day}: see {successor} "
                "({key}), which continues it",
                state=about.name,
                day=spelled(until),
                successor=after.name,
                key=after.key,
            )
        )
    raise NoBriefError(
        _("there is no brief on {state}, which ceased to exist on {day}", state=about.name, day=spelled(until))
    )


def _resolution(store: QueryEngine) -> Instrument | None:
    """Return the resolution whose requests the dataset has."""
    asking_in = {request.requested_in.id for request in requests(store)}
    for resolution in instruments(store, "resolution"):
        if any(iri.startswith(f"{resolution.id}/") for iri in asking_in):
            return resolution
    return None


def _began(about: ActorDetail) -> date | None:
    return about.existence[-1].exists_from if about.existence else None


def _joinings(store: QueryEngine, about: ActorDetail, rows: Sequence[Standing]) -> Iterable[Joining]:
    rules, infos = joining_rules(store), treaties(store)
    statuses = {row.treaty.key: row.status for row in rows}
    for row in rows:
        if row.status in _NOT_TO_JOIN:
            continue
        candidate = Candidate(row, statuses, about.kind == "organization")
        info = infos[row.treaty.key]
        yield Joining(
            standing=row,
            title=info.title,
            ground=_(_GROUNDS[info.legal_basis]),
            signed_years=full_years(row.signed_on, info.status_on) if row.signed_on else None,
            join_first=first_to_join(candidate, rules[info.key]),
            steps=steps(candidate, rules[info.key]),
            peers=peer_groups(store, info.key, about.id, about.member_of),
        )


#: How the resolution speaks of a treaty, by the code of its legal basis.
_GROUNDS = {
    "urged": later("The resolution urges States to consider joining it."),
    "recalled": later("The resolution recalls it, and asks nobody to join it."),
    "noted": later("The resolution takes note of it."),
    "related": later("The resolution does not name it."),
}


def _sources(answers: Iterable[Standing | Declaration]) -> tuple[SourceRef, ...]:
    found = {source for answer in answers for source in answer.sources}
    return tuple(sorted(found, key=by_name))
