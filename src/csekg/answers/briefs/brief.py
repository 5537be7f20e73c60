"""A brief on one State for a meeting: what to ask it, what binds it, its reservations, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from pydantic import Field

from csekg.answers.briefs.accession import Candidate, JoiningRules, Step, first_to_join, joining_rules, steps
from csekg.answers.briefs.open_requests import ranked_requests
from csekg.answers.briefs.peers import PeerGroup, by_english_name, closest_first, peer_groups, treaty_ranks
from csekg.answers.briefs.requests import BoundRequest, OpenRequest
from csekg.answers.briefs.reservations import AffectingDeclaration, affecting_declarations, excluded_provisions
from csekg.answers.briefs.state_before_resolution import OPEN, StateBeforeResolution, bound_requests
from csekg.answers.common.base import Answer, Iri, Ref, Words
from csekg.answers.common.references import SourceRef, article, treaties
from csekg.answers.entities.actors import ActorDetail, actor, continued_by
from csekg.answers.practice.assessments import asked_about
from csekg.answers.practice.promises import Promise, promises
from csekg.answers.practice.recommendations import (
    AskedToJoin,
    Recommendation,
    all_recommendations,
    asked_to_join,
    recommendations,
)
from csekg.answers.quality.dataset import StatedRelease, stated_release
from csekg.answers.status.reports import reporting_rules
from csekg.answers.status.status_answers import Standing, standings_of_actor
from csekg.answers.status.upcoming import invitation_sources
from csekg.answers.texts.correspondences import correspondences
from csekg.answers.texts.instruments import Instrument, instrument, instruments
from csekg.answers.texts.parallels import named_aspects
from csekg.answers.texts.provisions import provisions
from csekg.answers.texts.resolution_requests import UN_MEMBERS, Request, requests, requests_to
from csekg.errors import CsekgError
from csekg.languages.days import spelled
from csekg.languages.forms import comma
from csekg.languages.messages import _, as_sentence, without_stop
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine

#: Statuses in which a State could do something to join, or in which it is bound only later.
NOT_TO_JOIN = ("party", "contracting-state", "not-eligible", "unknown", "did-not-exist")
_CLOSED = ("not-eligible", "unknown")
#: Statuses that follow from an act of the State, of which the brief names the sources.
_ACTED = ("party", "contracting-state", "signatory")


class NoBriefError(CsekgError):
    """There is no brief: the State no longer exists, or the dataset has no resolution."""


class Joining(Answer):
    """A treaty that does not bind a State and that it could join."""

    standing: Standing
    title: Words = Field(description="full title of the treaty")
    join_first: tuple[Ref, ...] = Field(description="treaties to one of which it must be a party before")
    steps: tuple[Step, ...]
    peers: tuple[PeerGroup, ...]


class Brief(Answer):
    """A brief on one State for a meeting with its government."""

    id: Iri = Field(description="IRI of the State or organization")
    state: Ref = Field(description="the State or organization")
    within_text: Words = Field(exclude=True)  # its name within a sentence
    scope_note: Words | None = Field(description="how references to it are to be understood")
    resolution: Ref = Field(description="the resolution that asks; its name is the short title")
    resolution_adopted_on: date
    is_addressed: bool = Field(
        description="whether the resolution speaks to it: to Member States of the United Nations"
    )
    kind: str = Field(description="member, observer, state (another one), organization or other")
    printed_on: date = Field(description="the day of the brief, to which years are counted")
    joined: tuple[Standing, ...] = Field(description="treaties that bind it, or to which it has consented")
    open_to_it: int = Field(description="how many treaties it has joined, or can join by an act of its own")
    asks: tuple[OpenRequest, ...] = Field(description="what to ask, what matters most first")
    requests: tuple[BoundRequest, ...] = Field(
        description="what the resolution asks of Member States, and what binds this one to it"
    )
    reporting: tuple[Ref, ...] = Field(
        description="the articles by which it reports under treaties that bind it; when the next report is due is "
        "set by the Committee and not known here"
    )
    joinings: tuple[Joining, ...] = Field(
        description="treaties that it could join, those first that the resolution urges to join"
    )
    standings: tuple[Standing, ...] = Field(exclude=True)  # under every treaty, in the order of the brief
    not_open: tuple[Standing, ...] = Field(
        description="treaties that are not open to it, or of which it is not known whether it joined"
    )
    touching: tuple[AffectingDeclaration, ...] = Field(
        description="its reservations and declarations that restrict what is asked of it"
    )
    other_declarations: int = Field(description="how many others of them are in the data")
    promises: tuple[Promise, ...] = Field(
        description="what binds it to each paragraph on which an indicator of an assessor bears, "
        "and what assessors found"
    )
    asked_to_join: tuple[AskedToJoin, ...] = Field(
        description="treaties that it was asked to join in the Universal Periodic Review, and to which it has not "
        "consented"
    )
    recommended: tuple[Recommendation, ...] = Field(
        description="what else it was asked there that paragraphs of the resolution ask, too"
    )
    reviews_read: tuple[int, ...] = Field(description="the first and the last year of the reviews that were read")
    as_of_first: date = Field(description="the oldest as-of date of the treaties")
    as_of_last: date = Field(description="the newest as-of date of the treaties")
    sources: tuple[SourceRef, ...] = Field(description="sources of what the brief tells")
    release: StatedRelease


def brief(store: QueryEngine, key: str, on: date) -> Brief:
    """Return the brief of a day on the State or organization with this key.

    Years are counted to that day; what is known stands on the as-of dates. Raises UnknownNameError
    for an unknown key, and NoBriefError for a State that no longer exists.
    """
    about = actor(store, key)
    _refuse_former(store, about)
    links = correspondences(store)
    ranks = treaty_ranks(store, links)
    rows = sorted(standings_of_actor(store, about.key), key=lambda row: ranks[row.treaty.id])
    resolution = _resolution(store)
    if not rows or resolution is None or resolution.adopted_on is None:
        raise NoBriefError(_("there is no brief on {state}: the dataset lacks what it asks for", state=about.name))
    asked = requests_to(about.member_of, rows, requests(store))
    assessed = tuple(promise for promise in promises(store, about.key).promises if promise.found)
    touched, others = affecting_declarations(store, about.key, asked.requests)
    joinings, rules = tuple(_joinings(store, about, rows)), joining_rules(store)
    case = StateBeforeResolution(
        asks=asked,
        standings={row.treaty.key: row for row in rows},
        infos=treaties(store),
        today=on,
        on_laws=_without_parts([ask for ask in requests(store) if ask.addressee == "member-states"]),
        links=closest_first(links, ranks),
        aspects={key: named_aspects(store, key) for key in {ask.requested_in.key for ask in requests(store)}},
        summaries={each.id: each.description for row in rows for each in provisions(store, row.treaty.key)},
        excluded=excluded_provisions(store, about.key),
        parents={key: its.parents for key, its in rules.items()},
        promises=assessed,
        bearing={
            (assessor.id, asking.indicator.id): asking.treaties(paragraph)
            for paragraph, asking_it in asked_about(store).items()
            for assessor, asking in asking_it
        },
        touching=touched,
        invitations={
            treaty: sources for (treaty, invited), sources in invitation_sources(store).items() if invited == about.id
        },
        ways={each.standing.treaty.key: each.steps for each in joinings},
        peers={each.standing.treaty.key: each.peers for each in joinings},
        withdrawal=lambda treaty: _withdrawal(store, treaty, rules),
    )
    bound = bound_requests(case)
    asks = ranked_requests(case, bound)
    to_join = [
        line.model_copy(update={"asked_by": by_english_name(line.asked_by)})
        for line in asked_to_join(store, state=about.key)
        if not line.consented_on
    ]
    to_join.sort(key=lambda line: ranks[line.treaty.id])
    told = {one.id for line in to_join for one in line.recommendations}
    years = [one.year for one in all_recommendations(store)]
    recommended = tuple(
        one
        for one in recommendations(store, state=about.key)
        if one.paragraphs and one.id not in told and "join-treaty" not in {each.key for each in one.measures}
    )
    joined_treaties = tuple(row for row in rows if row.status in ("party", "contracting-state"))
    return Brief(
        id=about.id,
        state=Ref(id=about.id, key=about.key, name=about.name),
        within_text=about.within_text,
        scope_note=about.scope_note,
        resolution=Ref(id=resolution.id, key=resolution.key, name=resolution.short_title or resolution.name),
        resolution_adopted_on=resolution.adopted_on,
        is_addressed=asked.is_member,
        kind=_kind(about),
        printed_on=on,
        joined=joined_treaties,
        open_to_it=len(joined_treaties) + sum(row.status in OPEN for row in rows),
        asks=asks,
        requests=bound,
        reporting=tuple(
            Ref(id=row.treaty.id, key=row.treaty.key, name=joined(comma(), (row.treaty.name, article(rule.number))))
            for row in rows
            if row.status == "party" and (rule := reporting_rules(store).get(row.treaty.key))
        ),
        joinings=joinings,
        standings=tuple(rows),
        not_open=tuple(row for row in rows if row.status in _CLOSED),
        touching=touched,
        other_declarations=others,
        promises=assessed,
        asked_to_join=tuple(to_join),
        recommended=recommended,
        reviews_read=(min(years), max(years)) if years else (),
        as_of_first=min(row.as_of for row in rows),
        as_of_last=max(row.as_of for row in rows),
        sources=_sources(
            *(row.sources for row in rows if row.status in _ACTED or row in asked.to_join),
            *(ask.sources for ask in asks),
            *(each.statement.sources for each in touched),
            *((found.values[-1].source,) for promise in assessed for found in promise.found if found.values),
            *((one.source,) for line in to_join for one in line.recommendations),
            *((one.source,) for one in recommended),
        ),
        release=stated_release(store),
    )


def _without_parts(listed: Sequence[Request]) -> list[Request]:
    """Return the requests without those that only announce the sub-paragraphs below them."""
    whole = {request.requested_in.id.rpartition("/")[0] for request in listed}
    return [request for request in listed if request.requested_in.id not in whole]


def _withdrawal(store: QueryEngine, treaty: str, rules: Mapping[str, JoiningRules]) -> str:
    """Return the step by which a reservation to a treaty is withdrawn, with its article where the treaty has one."""
    clauses = instrument(store, treaty).final_clauses
    number = next((each.article for each in clauses if each.clause_kind == "reservation-withdrawal"), None)
    told = _("Notify the withdrawal to the {depositary}.", depositary=rules[treaty].depositary or "")
    return as_sentence(joined("", (without_stop(told), " (", number, ")"))) if number else told


def _kind(about: ActorDetail) -> str:
    groups = {group.key for group in about.member_of}
    if about.kind != "state":
        return about.kind
    return "member" if UN_MEMBERS in groups else "observer" if "un-observer" in groups else "state"


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


def _joinings(store: QueryEngine, about: ActorDetail, rows: Sequence[Standing]) -> Iterable[Joining]:
    rules, infos = joining_rules(store), treaties(store)
    statuses = {row.treaty.key: row.status for row in rows}
    for row in rows:
        if row.status in NOT_TO_JOIN:
            continue
        candidate = Candidate(row, statuses, about.kind == "organization")
        info = infos[row.treaty.key]
        yield Joining(
            standing=row,
            title=info.title,
            join_first=first_to_join(candidate, rules[info.key]),
            steps=steps(candidate, rules[info.key]),
            peers=peer_groups(store, info.key, about.member_of),
        )


def _sources(*stating: Iterable[SourceRef]) -> tuple[SourceRef, ...]:
    return tuple(dict.fromkeys(chain(*stating)))
