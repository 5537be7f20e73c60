"""The answer to a question of who has which status: one case for each State and treaty."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, BeyondData, Day, Iri, Ref, Words
from csekg.answers.common.known import (
    ABSENT,
    SourceRef,
    TreatyInfo,
    list_sources,
    status_labels,
)
from csekg.answers.common.ordering import alphabetical
from csekg.answers.status.asking.question import Question, asked_actors, asked_treaties
from csekg.answers.status.asking.words import sentence
from csekg.answers.status.intervals import StatusInterval, intervals_of
from csekg.answers.status.signatures import full_years
from csekg.errors import TooEarlyError
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine


class Case(Answer):
    """A State that has, or had, one of the statuses asked for under one treaty."""

    id: Iri = Field(description="IRI of the span of time during which the status holds")
    type: Literal["StatusInterval"] = "StatusInterval"
    actor: Ref
    treaty: Ref
    status: str
    status_label: Words
    since: date = Field(description="first day of the status")
    held_since: date | None = Field(
        description="day from which the status is held in law where that is before `since`"
    )
    day_known: bool = Field(description="whether a source gives that day; else the last possible")
    until: date | None = Field(description="first day on which it no longer holds; null if it does")
    years: int = Field(description="full years from its beginning to `on`, but not after `asOf`")
    acts: Words = Field(description="the acts that the status began with, in words; '' without any")
    acts_without_day: Words = Field(exclude=True)  # beside the day since which the status holds
    reason: Words = Field(description="why the status holds, in one sentence")
    legal_basis: str
    on: date = Field(description="the day asked about; of a period, its last day")
    as_of: date = Field(description="day on which the data about the treaty stand")
    beyond_data: BeyondData
    complete: bool = Field(description="whether a complete list of parties has been read")
    sources: tuple[SourceRef, ...] = Field(description="sources of the list of the treaty")


class AskedTreaty(Answer):
    """A treaty that a question is about."""

    treaty: Ref
    on: date
    as_of: date
    beyond_data: BeyondData
    complete: bool
    cases: int
    sources: tuple[SourceRef, ...]


class AskSummary(Answer):
    """What the cases say as a whole."""

    sentence: Words = Field(description="question and answer in one sentence")
    states: int = Field(description="States and organizations among the cases")
    cases: int = Field(description="pairs of a State and a treaty among the cases")
    asked: int = Field(description="States and organizations asked about that existed")
    not_known: int = Field(
        description="pairs of which no list read would tell; they may belong to the answer"
    )
    first: Day | None = Field(description="first day of the period; null without a period")
    last: Day | None = Field(description="last day of the period; null where it is open")
    treaties: tuple[AskedTreaty, ...]
    left_out: tuple[Ref, ...] = Field(description="treaties not yet adopted at the time asked")


def ask(store: QueryEngine, question: Question) -> tuple[AskSummary, list[Case]]:
    """Return the cases that a question asks for, with what they say as a whole.

    Sorted by State, then by treaty, those that the resolution urges first. A status that a State
    lost and had again within a period gives two cases, counted as one pair. Raises
    UnknownNameError, and TooEarlyError where no treaty asked about had been adopted.
    """
    infos, only = asked_treaties(store, question), asked_actors(store, question)
    sources, labels, wanted = list_sources(store), status_labels(store), question.codes
    found: list[Case] = []
    about: list[AskedTreaty] = []
    left_out: list[Ref] = []
    asked: set[str] = set()
    not_known: set[tuple[str, str]] = set()
    for info in infos:
        first, last = question.days(info)
        spans = [
            span
            for span in intervals_of(store, info.key)
            if span.since <= last and (span.until is None or span.until > first)
        ]
        if not spans:
            left_out.append(info.ref)
            continue
        chosen = [span for span in spans if only is None or span.actor.id in only]
        asked |= {span.actor.id for span in chosen if span.status != ABSENT}
        not_known |= {(info.key, span.actor.id) for span in chosen if span.status == "unknown"}
        cases = [
            _case(span, labels[span.status], last, sources[info.id])
            for span in chosen
            if span.status in wanted
            and not (question.began and (span.held_since or span.since) < first)
        ]
        found += cases
        about.append(AskedTreaty(
            treaty=info.ref, on=last, as_of=info.as_of, beyond_data=last > info.as_of,
            complete=info.complete, cases=len({case.actor.id for case in cases}),
            sources=sources[info.id],
        ))  # fmt: skip
    if not about:
        day = question.on or question.last or question.first
        raise TooEarlyError(
            _("no status is known on {day}: none of these treaties was adopted", day=day)
        )
    states = {case.actor.id for case in found}
    pairs = {(case.actor.id, case.treaty.id) for case in found}
    summary = AskSummary(
        sentence=sentence(
            store, question, [each.treaty for each in about], sorted(states), len(pairs), len(asked)
        ),
        states=len(states), cases=len(pairs), asked=len(asked),
        not_known=0 if "unknown" in wanted else len(not_known),
        first=question.first, last=question.last,
        treaties=tuple(about), left_out=tuple(left_out),
    )  # fmt: skip
    # Stable: the treaties of a State stay in the order of their legal bases.
    return summary, sorted(found, key=lambda case: (alphabetical(case.actor.name), case.actor.key))


def _case(
    span: StatusInterval,
    label: str,
    last: date,
    sources: tuple[SourceRef, ...],
) -> Case:
    info: TreatyInfo = span.treaty
    counted_to = min(last, info.as_of, span.until or date.max)
    return Case(
        id=span.id, type="StatusInterval", actor=span.actor, treaty=info.ref, status=span.status,
        status_label=label, since=span.since, held_since=span.held_since,
        day_known=span.day_known, until=span.until,
        years=full_years(span.held_since or span.since, counted_to),
        acts=span.acts, acts_without_day=span.acts_without_day, reason=span.reason,
        legal_basis=info.legal_basis, on=last, as_of=info.as_of, beyond_data=last > info.as_of,
        complete=info.complete, sources=sources,
    )  # fmt: skip
