"""The answer to a question of who has which status: its cases, and both in words.

In English question and answer are one sentence. Its subject, verb, object and time vary, and in
other languages each of them changes the others: there the same is said in short sentences, one for
each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, BeyondData, Day, Iri, Ref, Words, alphabetical
from csekg.answers.common.groups import Group, groups_by_key
from csekg.answers.common.names import status_labels
from csekg.answers.common.references import (
    ABSENT,
    SourceRef,
    Status,
    TreatyInfo,
    actor_ref,
    actor_refs,
    list_sources,
    treaties,
)
from csekg.answers.entities.actors import actor, actors
from csekg.answers.status.intervals import StatusInterval, intervals_of
from csekg.answers.status.questions import Asked, Question, asked_actors, asked_treaties, existed
from csekg.errors import TooEarlyError
from csekg.languages.current import ENGLISH, current
from csekg.languages.days import full_years, spelled
from csekg.languages.forms import either, list_comma
from csekg.languages.messages import _, as_sentence, ngettext, sentences
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine

#: What States with a status do to a treaty. In braces: plural and singular of the present, then of
#: the past. These are sentences of ours: the vocabulary has only names of statuses.
_VERBS: dict[Status | Asked, str] = {
    "party": "{are|is|were|was} bound by",
    "contracting-state": "consented to but {are|is|were|was} not yet bound by",
    "signatory": "{signed and did not ratify|signed and did not ratify"
    "|had signed and not ratified|had signed and not ratified}",
    "no-action": "{have|has|had|had} not joined",
    "no-act-read": "{have|has|had|had} no act that was read under",
    "needs-invitation": "{can|can|could|could} be invited to join",
    "must-join-first": "{have|has|had|had} to join another treaty before joining",
    "former-party": "{are|is|were|was} no longer bound by",
    "unknown": "may or may not {be|be|have been|have been} bound by",
    "not-eligible": "{cannot|cannot|could not|could not} join",
    "did-not-exist": "did not exist in the time of",
    "not-bound": "{are|is|were|was} not bound by",
}
#: So many names are written out.
_NAMED = 4


def sentence(
    store: QueryEngine, question: Question, about: Sequence[Ref], states: Sequence[str], cases: int, asked: int
) -> str:
    """Return what a question found, in English in one sentence.

    `about` are the treaties, `states` the IRIs of those found, `cases` the pairs of State and
    treaty, `asked` the number of States and organizations asked about.
    """
    if current() != ENGLISH:
        return _in_parts(store, question=question, about=about, states=states, cases=cases, asked=asked)
    past = bool(question.on or question.in_period)
    when, who = _when(question), _who(store, question, states)
    what = _treaties(store, about)
    if not states and question.statuses == ("not-bound",):
        of, verb = "of" if when else "Of", "was" if past else "is"
        return f"{when}{of} {asked} {who}, none {verb} outside {what}{_period(question)}."
    if not states:
        none = "none" if when else "None"
        return f"{when}{none} of {asked} {who} {_verbs(question, 2, past)} {what}{_period(question)}."
    number = len(states)
    subject = actor_refs(store)[states[0]].name if number == 1 else f"{number} {who}"
    verbs = _verbs(question, number, past)
    # One case of each State needs no number.
    counted = f": {cases} cases" if cases > number else ""
    return f"{when}{subject} {verbs} {what}{_period(question)}{counted}."


def _verbs(question: Question, number: int, past: bool) -> str:
    return joined(" or ", (_verb(status, number, past=past) for status in question.statuses))


def _verb(status: Status | Asked, number: int, *, past: bool) -> str:
    """Return what so many States with a status do to a treaty, or did: "is bound by"."""
    head, brace, rest = _VERBS[status].partition("{")
    forms, _, tail = rest.partition("}")
    return head + forms.split("|")[2 * past + (number == 1)] + tail if brace else head


def _when(question: Question) -> str:
    return f"On {spelled(question.on)}, " if question.on else ""


def _period(question: Question) -> str:
    if not question.in_period:
        return ""
    days = [f"from {spelled(question.first)}"] if question.first else []
    days += [f"to {spelled(question.last)}"] if question.last else ["to the newest data"]
    held = "beginning with a day" if question.began else "at some time"
    return f", {held} {' '.join(days)}"


def _treaties(store: QueryEngine, about: Sequence[Ref]) -> str:
    if len(about) == 1:
        return f"the {about[0].name}"
    number = len(about)
    if number == len(treaties(store)):
        return f"one or more of the {number} treaties"
    if number > _NAMED:
        return f"one or more of {number} treaties"
    return f"one or more of {number} treaties ({joined('; ', (each.name for each in about))})"


def _who(store: QueryEngine, question: Question, states: Sequence[str]) -> str:
    """Return the plural of those who are asked about."""
    known = groups_by_key(store)
    named = [_members(known[key]) for key in question.groups]
    if question.states:
        chosen = [actor_ref(store, key).name for key in question.states]
        few = len(chosen) <= _NAMED
        named.append(f"chosen States ({joined(', ', chosen)})" if few else "chosen States")
    if named:
        return joined(" and ", named)
    organizations = {actor.id for actor in actors(store, kind="organization")}
    return "States and organizations" if organizations & set(states) else "States"


def _in_parts(
    store: QueryEngine, question: Question, about: Sequence[Ref], states: Sequence[str], cases: int, asked: int
) -> str:
    """Return what a question found in short sentences, in any language."""
    labels = status_labels(store)
    statuses = [_("not bound") if status == "not-bound" else labels[status] for status in question.statuses]
    if len(about) > _NAMED:
        treaties = ngettext("{number} treaty", "{number} treaties", len(about))
    else:
        treaties = joined("; ", (treaty.name for treaty in about))
    refs = actor_refs(store)
    found = states if len(states) <= _NAMED else ()
    return sentences(
        _("Status: {statuses}.", statuses=either(statuses)),
        _("Treaties: {treaties}.", treaties=treaties),
        _("Asked about: {states}.", states=joined("; ", _asked_about(store, question))),
        _time(question),
        _("Found: {number} of {asked}.", number=len(states), asked=asked),
        as_sentence(joined("; ", (refs[iri].name for iri in found))) if found else "",
        _("Cases: {number}.", number=cases) if cases > len(states) else "",
    )


def _asked_about(store: QueryEngine, question: Question) -> list[str]:
    known = groups_by_key(store)
    names: list[str] = [known[key].name for key in question.groups]
    if len(question.states) > _NAMED:
        names.append(ngettext("{number} State", "{number} States", len(question.states)))
    else:
        names += [actor_ref(store, key).name for key in question.states]
    return names or [_("all States and organizations")]


def _time(question: Question) -> str:
    """Return the time of a question; '' where it is the as-of date of each treaty."""
    if question.on:
        return _("On {day}.", day=spelled(question.on))
    first = spelled(question.first) if question.first else ""
    last = spelled(question.last) if question.last else ""
    match question.began, bool(first), bool(last):
        case ((True | False), False, False):
            return ""
        case True, True, True:
            return _("Beginning with a day from {first} to {last}.", first=first, last=last)
        case True, True, False:
            return _("Beginning with a day from {first} to the newest data.", first=first)
        case True, False, True:
            return _("Beginning with a day until {last}.", last=last)
        case False, True, True:
            return _("At some time from {first} to {last}.", first=first, last=last)
        case False, True, False:
            return _("At some time from {first} to the newest data.", first=first)
    return _("At some time until {last}.", last=last)


def _members(group: Group) -> str:
    """Return the plural of the members of a group."""
    if group.group_kind == "organization-membership":
        return str(group.name)[:1].lower() + str(group.name)[1:]
    if group.group_kind == "un-regional-group":
        return f"States of the {group.name}"
    return f"States of {group.name}"


class Case(Answer):
    """A State that has, or had, one of the statuses asked for under one treaty."""

    id: Iri = Field(description="IRI of the span of time during which the status holds")
    type: Literal["StatusInterval"] = "StatusInterval"
    actor: Ref
    treaty: Ref
    status: str
    status_label: Words
    since: date = Field(description="first day of the status")
    held_since: date | None = Field(description="day from which the status is held in law where that is before `since`")
    day_known: bool = Field(description="whether a source gives that day; else the last possible")
    until: date | None = Field(description="first day on which it no longer holds; null if it does")
    years: int = Field(description="full years from its beginning to `on`, but not after `asOf`")
    counted_to: date = Field(exclude=True)  # the day to which they are counted
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
    absent: tuple[Words, ...] = Field(
        description="of each State asked about by name that did not exist: when it ended or began, "
        "and who came after or before it"
    )
    states: int = Field(description="States and organizations among the cases")
    cases: int = Field(description="pairs of a State and a treaty among the cases")
    asked: int = Field(description="States and organizations asked about that existed")
    not_known: int = Field(description="pairs of which no list read would tell; they may belong to the answer")
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
    sources, labels = list_sources(store), status_labels(store)
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
        not_known |= {(info.key, span.actor.id) for span in chosen if question.leaves_open(span.status, span.verdict)}
        cases = [
            _case(span, labels[span.status], last, sources[info.id])
            for span in chosen
            if question.asks_for(span.status, span.verdict)
            and not (question.began and (span.held_since or span.since) < first)
        ]
        found += cases
        about.append(
            AskedTreaty(
                treaty=info.ref,
                on=last,
                as_of=info.as_of,
                beyond_data=last > info.as_of,
                complete=info.is_complete(last),
                cases=len({case.actor.id for case in cases}),
                sources=sources[info.id],
            )
        )
    if not about:
        day = question.on or question.last or question.first
        raise TooEarlyError(_("no status is known on {day}: none of these treaties was adopted", day=day))
    day = question.on or question.last or max(each.on for each in about)
    named = dict.fromkeys(actor_ref(store, key).id for key in question.states)
    states = {case.actor.id for case in found}
    pairs = {(case.actor.id, case.treaty.id) for case in found}
    absent = [_absence(store, iri, day) for iri in named if iri not in asked and not existed(store, iri, day)]
    told = sentence(
        store,
        question,
        [asked_treaty.treaty for asked_treaty in about],
        states=sorted(states),
        cases=len(pairs),
        asked=len(asked),
    )
    summary = AskSummary(
        sentence=told if asked or not absent else sentences(*absent),
        absent=tuple(absent),
        states=len(states),
        cases=len(pairs),
        asked=len(asked),
        not_known=len(not_known),
        first=question.first,
        last=question.last,
        treaties=tuple(about),
        left_out=tuple(left_out),
    )
    # Stable: the treaties of a State stay in the order of their legal bases.
    return summary, sorted(found, key=lambda case: (alphabetical(case.actor.name), case.actor.key))


def _absence(store: QueryEngine, iri: str, on: date) -> str:
    """Return when a State that did not exist on a day had ended or was to begin, and what was after or before it."""
    state = actor(store, actor_refs(store)[iri].key)
    ended = [span.exists_until for span in state.existence if span.exists_until and span.exists_until <= on]
    others = joined(list_comma(), (each.name for each in (state.successors if ended else state.predecessors)))
    if ended:
        last = max(ended) - timedelta(days=1)
        told = _("{state} ended on {day}.", state=state.name, day=spelled(last))
        return sentences(told, _("After it: {states}.", states=others) if others else "")
    begun = [span.exists_from for span in state.existence if span.exists_from and span.exists_from > on]
    told = _("{state} began on {day}.", state=state.name, day=spelled(min(begun))) if begun else ""
    return sentences(told, _("Before it: {states}.", states=others) if others else "")


def _case(span: StatusInterval, label: str, last: date, sources: tuple[SourceRef, ...]) -> Case:
    info: TreatyInfo = span.treaty
    counted_to = min(last, info.status_on, span.until or date.max)
    return Case(
        id=span.id,
        type="StatusInterval",
        actor=span.actor,
        treaty=info.ref,
        status=span.status,
        status_label=label,
        since=span.since,
        held_since=span.held_since,
        day_known=span.day_known,
        until=span.until,
        years=full_years(span.held_since or span.since, counted_to),
        counted_to=counted_to,
        acts=span.acts,
        acts_without_day=span.acts_without_day,
        reason=span.reason,
        legal_basis=info.legal_basis,
        on=last,
        as_of=info.as_of,
        beyond_data=last > info.as_of,
        complete=info.is_complete(last),
        sources=sources,
    )
