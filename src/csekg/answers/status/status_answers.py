"""The status of actors under treaties on a day: parties, gaps, one State, one question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field, InstanceOf

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, BeyondData, Iri, Ref, SortKey, Words, alphabetical, refusing
from csekg.answers.common.kinds import READ
from csekg.answers.common.names import status_labels
from csekg.answers.common.reasons import Sum
from csekg.answers.common.references import (
    ABSENT,
    ORDER,
    SourceRef,
    TreatyInfo,
    actor_ref,
    by_legal_basis,
    find_treaty,
    list_sources,
    some_sources,
    source_refs,
    treaties,
)
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.answers.entities.actors import existences
from csekg.answers.status.acts import Act, acts_of_actor, acts_of_treaty
from csekg.answers.status.intervals import StatusInterval, as_named_then, status_intervals
from csekg.errors import TooEarlyError
from csekg.languages.messages import _
from csekg.law.reasons import Verdict
from csekg.sparql.store import QueryEngine, whole_number


class Standing(Answer):
    """The status of one actor under one treaty on a day, and the acts that it rests on."""

    id: Iri = Field(description="IRI of the span of time during which the status holds")
    type: Literal["StatusInterval"] = "StatusInterval"
    actor: Ref
    treaty: Ref
    status: str = Field(
        description="party, contracting-state (bound from a future day), signatory, no-action (complete lists "
        "do not name it), no-act-read (no list is complete to the day), needs-invitation (whether it has one was "
        "not read), must-join-first (another treaty), former-party, unknown (no list would tell, or the day of an "
        "act was not read), not-eligible or did-not-exist"
    )
    status_label: Words
    verdict: Verdict = Field(
        description="whether the treaty binds the actor on the day: bound for the status party, not-known for "
        "unknown unless the only doubt is the day of a signature, else not-bound; who has consented and is not "
        "bound yet is not-bound"
    )
    stood_as: Ref | None = Field(
        description="the State that the actor was on the day, under an earlier name, as the Soviet Union for "
        "Russia: the status is that of this State; null where it had its name of today"
    )
    began: date | None = Field(
        description="day on which the State came into being as the State of today, where `on` is before that "
        "and it acted already, as a Member of the United Nations or of the ILO; else null"
    )
    since: date = Field(description="first day of the status")
    held_since: date | None = Field(
        description="day from which the status is held in law where that is before `since`: a "
        "State that this one continues or succeeds did the act, as Yugoslavia for Serbia"
    )
    day_known: bool = Field(description="whether a source gives that day; else the last possible")
    until: date | None = Field(description="first day on which it no longer holds; null if it does")
    reason: Words = Field(description="why the status holds, in one sentence")
    signed_on: date | None = Field(description="day of the signature; null where it is not known")
    consented_on: date | None = Field(description="day of the consent; null where it is not known")
    consent_year: int | None = Field(description="year of a consent whose day no source gives")
    consent_kind: str | None = Field(description="ratification, accession, acceptance ...")
    invited_on: date | None = Field(description="day of an invitation to accede that holds on the day, if it is known")
    invited_until: date | None = Field(description="first day on which that invitation no longer holds")
    entry_into_force_stated: date | None = Field(
        description="day from which the treaty binds the actor, as the source that is followed states it"
    )
    entry_into_force_computed: date | None = Field(description="the same day, as the treaty's own clause gives it")
    arithmetic: Words | None = Field(description="the sum behind the computed day, in words")
    # The day, or that on which statuses are told where this is earlier: to it years are counted.
    counted_to: date = Field(exclude=True)
    statements: int = Field(
        description="reservations, declarations and objections whose text has been read, whatever "
        "their day; `/instruments/{key}/declarations` gives them"
    )
    legal_basis: str = Field(
        description="ground on which States may be asked to join: urged, recalled or noted by "
        "resolution 16/2, or related"
    )
    on: date = Field(description="the day that is spoken of")
    as_of: date = Field(
        description="day to which the list of parties is complete; without a list, the day of the sources"
    )
    beyond_data: BeyondData
    read_until: date | None = Field(
        description="day until which sources were read for later acts of States, which need not print all of "
        "them; null where none were"
    )
    signatures_as_of: date | None = Field(
        description="day to which the list of signatures is complete; null where none is"
    )
    complete: bool = Field(
        description="whether the lists that the status rests on are complete to `on`; false after `asOf`, and "
        "where an act of the actor may not have been read"
    )
    sources: tuple[SourceRef, ...] = Field(
        description="sources of the acts; without an act, those of the list it is missing from"
    )
    # What is said of them only where it is shown.
    span: InstanceOf[StatusInterval] = Field(exclude=True)
    sum: InstanceOf[Sum] | None = Field(exclude=True)

    @property
    def reason_without_day(self) -> str:
        """Why the status holds, beside the day since which it does."""
        return self.span.reason_without_day

    @property
    def acts(self) -> str:
        """The acts that the status began with, in words, '' without any."""
        return self.span.acts

    @property
    def arithmetic_without_days(self) -> str | None:
        """The sum behind the computed day, beside the days of the consent and of its effect."""
        return self.sum.short if self.sum else None


#: The statuses of an actor of which an act, or its invitation, may not have been read.
_NOT_LISTED = ("no-act-read", "needs-invitation", "unknown")


class StandingSummary(Answer):
    """What a list of statuses under one treaty says as a whole."""

    treaty: Ref
    on: date
    as_of: date = Field(description="day to which the list of parties is complete; without a list, that of the sources")
    beyond_data: BeyondData
    read_until: date | None = Field(description="day until which sources were read that need not print all later acts")
    signatures_as_of: date | None = Field(description="day to which the list of signatures is complete")
    complete: bool = Field(description="whether the list of parties is complete to `on`")
    legal_basis: str
    legal_basis_label: Words
    note: Words
    counts: dict[str, int] = Field(
        description="actors by status, those left out here included; without States that did not exist on the day"
    )
    consented: int = Field(
        description="parties and contracting States together: a depositary that "
        "counts a party from its consent counts these"
    )
    sources: tuple[SourceRef, ...]


_DECLARATIONS = f"""
SELECT ?treaty ?actor (COUNT(DISTINCT ?declaration) AS ?number) WHERE {{
  VALUES ?class {{ {" ".join(f"cse:{name}" for name in READ)} }}
  ?declaration a ?class ; cse:treaty ?treaty ; cse:actor ?actor
}} GROUP BY ?treaty ?actor
"""


def standings_of_treaty(
    store: QueryEngine,
    treaty: str,
    on: date | None = None,
    *,
    members: Collection[str] | None = None,
    statuses: Collection[str] = ORDER,
) -> tuple[StandingSummary, list[Standing]]:
    """Return the statuses under one treaty on a day, in the order of `ORDER`, then by name.

    Without a day it is the as-of date of the treaty. `members` narrows summary and list to actors
    with these IRIs, `statuses` narrows the list, which names States that did not exist only if
    asked for them. Raises UnknownNameError, and TooEarlyError for a day before it was adopted.
    """
    info = find_treaty(store, treaty)
    every = status_intervals(store, on, treaties=[info.id])
    if not every:
        raise too_early(store, info, info.day(on))
    counted = [span for span in every if members is None or span.actor.id in members]
    counts = Counter(span.status for span in counted)
    listed = [span for span in counted if span.status in statuses]
    summary = StandingSummary(
        treaty=info.ref,
        on=info.day(on),
        as_of=info.as_of,
        beyond_data=info.is_before(on),
        read_until=info.read_until,
        signatures_as_of=info.signatures_as_of,
        complete=info.is_complete(on),
        legal_basis=info.legal_basis,
        legal_basis_label=info.legal_basis_label,
        note=info.note,
        counts={status: counts[status] for status in ORDER},
        consented=counts["party"] + counts["contracting-state"],
        sources=list_sources(store)[info.id],
    )
    found = standings(store, listed, acts_of_treaty(store, info.key), on)
    return summary, sorted(found, key=_by_status)


def _by_status(standing: Standing) -> tuple[int, SortKey]:
    return (*ORDER, ABSENT).index(standing.status), alphabetical(standing.actor.name)


def standings_of_actor(store: QueryEngine, actor: str, on: date | None = None) -> list[Standing]:
    """Return the status of one actor under every treaty, those that the resolution urges first.

    Each is that on the day, or on the as-of date of its treaty; treaties adopted after the day are
    left out. Raises UnknownNameError for an unknown actor.
    """
    who, infos = actor_ref(store, actor), treaties(store)
    intervals = status_intervals(store, on, actor=who.id)
    found = standings(store, intervals, acts_of_actor(store, who.key), on, of=who)
    return sorted(found, key=lambda standing: by_legal_basis(infos[standing.treaty.key]))


def standings(
    store: QueryEngine,
    intervals: Iterable[StatusInterval],
    done: Mapping[str, Sequence[Act]],
    on: date | None,
    of: Ref | None = None,
) -> list[Standing]:
    """Return the standing in each interval, with those of the acts that were done by the day.

    `done` are the acts by the IRI of their participation. Where all are of one actor (`of`), its
    standing on a day on which it bore another name is that of the State that it then was; in a list
    of all, that State stands for itself.
    """
    labels, known, lists = status_labels(store), source_refs(store), list_sources(store)
    declarations = _declarations(store)

    def standing(asked: StatusInterval) -> Standing:
        span = as_named_then(store, asked, on) if of else asked
        info, actor, last = span.treaty, asked.actor, span.treaty.day(on)
        # The latest first: Yugoslavia is two States one after the other, each with acts of its own.
        its_acts = [
            act
            for act in done.get(ns.participation(info.key, actor.key).value, ())
            if act.done_by and act.done_by <= last
        ]
        its_acts.sort(key=lambda act: act.done_by or last, reverse=True)
        signature = next((act for act in its_acts if not act.is_consent), None)
        consent = next((act for act in its_acts if act.is_consent), None)
        return Standing(
            id=span.id,
            actor=actor,
            treaty=info.ref,
            status=span.status,
            status_label=labels[span.status],
            verdict=span.verdict,
            stood_as=span.actor if span is not asked else None,
            began=_began_after(store, span, last),
            since=span.since,
            held_since=span.held_since,
            day_known=span.day_known,
            until=span.until,
            reason=span.reason,
            signed_on=signature.on if signature else None,
            consented_on=consent.on if consent else None,
            consent_year=consent.year if consent else None,
            consent_kind=(consent and consent.kind) or None,
            invited_on=span.invited[0],
            invited_until=span.invited[1],
            entry_into_force_stated=consent.bound_on_stated if consent else None,
            entry_into_force_computed=consent.computed if consent else None,
            arithmetic=consent.sum.words if consent and consent.sum else None,
            counted_to=min(last, info.status_on),
            statements=declarations.get((info.id, actor.id), 0),
            legal_basis=info.legal_basis,
            on=last,
            as_of=info.as_of,
            beyond_data=info.is_before(on),
            read_until=info.read_until,
            signatures_as_of=info.signatures_as_of,
            complete=info.is_complete(on) and span.status not in _NOT_LISTED,
            sources=some_sources(known, {source for act in its_acts for source in act.sources}) or lists[info.id],
            span=span,
            sum=consent.sum if consent else None,
        )

    with refusing(Standing):
        return [standing(span) for span in intervals]


def _began_after(store: QueryEngine, span: StatusInterval, day: date) -> date | None:
    """Return when an actor with a status on a day came into being, where that was later."""
    if span.status == ABSENT:
        return None
    spans = existences(store).get(span.actor.id, ())
    if any(existence.holds(day) for existence in spans):
        return None
    return min(
        (existence.exists_from for existence in spans if existence.exists_from and existence.exists_from > day),
        default=None,
    )


@remembered
def _declarations(store: QueryEngine) -> Mapping[tuple[str, str], int]:
    """Return the number of declarations whose text has been read, by IRIs of treaty and actor."""
    return {(treaty, actor): whole_number(number) for treaty, actor, number in values(store, _DECLARATIONS)}


def too_early(store: QueryEngine, info: TreatyInfo, on: date) -> TooEarlyError:
    """Return the error that says why no actor has a status under a treaty on a day."""
    if values(store, f"SELECT ?on WHERE {{ <{info.id}> cse:adoptedOn ?on }}"):
        why = _("{treaty} was not yet adopted on {day}: no State had a status", treaty=info.short_title, day=on)
    else:
        why = _(
            "no status under {treaty} is known on {day}: the data tell neither when it was "
            "adopted nor how it stood before {as_of}",
            treaty=info.short_title,
            day=on,
            as_of=info.as_of,
        )
    return TooEarlyError(why)


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The status of many actors under one treaty on one day."""

    treaty: TreatyInfo
    on: date
    rows: tuple[Standing, ...]

    def with_status(self, *statuses: str) -> list[Standing]:
        """Return the rows with one of these statuses."""
        return [row for row in self.rows if row.status in statuses]

    def counts(self) -> dict[str, int]:
        """Return how many actors have each status, in the order of `ORDER`, none left out."""
        return {status: len(self.with_status(status)) for status in ORDER}


def status(store: QueryEngine, treaty: str, on: date | None = None) -> StatusReport:
    """Return the status of every actor under a treaty on a day, sorted by the actor's name.

    `treaty` is a key such as `opsc`. Without a day it is the treaty's as-of date. Raises
    UnknownNameError for an unknown treaty, and TooEarlyError for a day before it was adopted.
    """
    report = _report(store, treaty, on)
    rows = sorted(report.rows, key=lambda row: alphabetical(row.actor.name))
    return StatusReport(report.treaty, report.on, tuple(rows))


def gaps(store: QueryEngine, treaty: str, on: date | None = None) -> StatusReport:
    """Return who is not bound by a treaty on a day, with the reasons, and who will be.

    The same as `status` without the parties, in the order of `ORDER`, then by name.
    `TreatyInfo.legal_basis` is the ground on which States may be asked to join. Raises the same
    errors.
    """
    report = _report(store, treaty, on)
    return StatusReport(report.treaty, report.on, tuple(report.with_status(*ORDER[1:])))


def state(store: QueryEngine, actor: str, on: date | None = None) -> list[Standing]:
    """Return the status of one actor under every treaty, those that the resolution urges first.

    Each is that on the day, or on the as-of date of its treaty; treaties adopted after the day are
    left out. `actor` is a key or a name in any known language; raises UnknownNameError where it is
    neither.
    """
    return standings_of_actor(store, actor_ref(store, actor).key, on)


def _report(store: QueryEngine, treaty: str, on: date | None) -> StatusReport:
    summary, rows = standings_of_treaty(store, treaty, on)
    return StatusReport(find_treaty(store, treaty), summary.on, tuple(rows))
