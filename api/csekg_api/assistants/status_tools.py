"""Tools about States under treaties: status on a day, gaps, how a date is known, what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Annotated

from pydantic import Field

from csekg.answers.claims.checking import LONGEST_CLAIM, CheckedText, check
from csekg.answers.common.base import Answer, Day, Words
from csekg.answers.common.groups import members
from csekg.answers.common.kinds import What
from csekg.answers.common.references import ORDER, TreatyInfo, find_treaty, list_sources, treaties
from csekg.answers.status.events import Event, events
from csekg.answers.status.participation import ParticipationDetail, participation
from csekg.answers.status.status_answers import Standing, StandingSummary, standings_of_actor, standings_of_treaty
from csekg.answers.status.subjects import Span
from csekg.days import spelled
from csekg.errors import TooEarlyError
from csekg.sparql.store import QueryEngine
from csekg_api.assistants.tool import (
    ROWS,
    Arguments,
    GivenDay,
    Group,
    Limit,
    On,
    State,
    States,
    Tool,
    ToolAnswer,
    Treaties,
    Treaty,
    basis,
    basis_of_all,
    looked_up,
    state_named,
    treaty_named,
)
from csekg_api.indexes import search_index
from csekg_api.web.request_limits import SEVERAL

#: Who has consented to be bound, in force or not yet.
_BOUND = ("party", "contracting-state")
# A list of all States is what is asked for.
_ALL = 300


class StatusArguments(Arguments):
    """Whose status, where and when."""

    state: State
    treaty: Treaty | None = Field(None, description="key or title of a treaty; without it, all")
    on: On = None


class Statuses(ToolAnswer):
    """The status of a State under one treaty or under all."""

    items: tuple[Standing, ...]


def _status(store: QueryEngine, given: StatusArguments) -> Statuses:
    who = state_named(store, given.state)
    info = treaty_named(store, given.treaty) if given.treaty else None
    rows = standings_of_actor(store, who.key, given.on)
    if info:
        rows = [row for row in rows if row.treaty.key == info.key]
        if not rows:
            # It raises the error that says why there is no status on that day.
            standings_of_treaty(store, info.key, given.on)
    if not rows:
        raise TooEarlyError(f"no status is known on {given.on}: none of the treaties was adopted")
    bound = sum(row.status in _BOUND for row in rows)
    told = (
        _sentence(rows[0])
        if info
        else (
            f"{who.name} is bound by {bound} of {len(rows)} treaties, "
            + (f"on {spelled(given.on)}." if given.on else "each on the day its data stand.")
        )
    )
    return Statuses(
        answer=told + _beyond(rows),
        basis=basis(store, (row.as_of for row in rows), (s for row in rows for s in row.sources)),
        items=tuple(rows),
    )


def _sentence(row: Standing) -> str:
    since = f"since {spelled(row.held_since or row.since)}" + ("" if row.day_known else " or before")
    return (
        f"On {spelled(row.on)}, {row.actor.name} under the {row.treaty.name}: {row.status_label}, {since}. {row.reason}"
    )


def _beyond(rows: Iterable[Standing | StandingSummary]) -> str:
    days = sorted({row.as_of for row in rows if row.beyond_data})
    if not days:
        return ""
    later = " or later" if len(days) > 1 else ""
    return (
        f" The day is after the data, which stand on {spelled(days[0])}{later}: this is the "
        "last status known, and what happened since may be missing."
    )


class ListArguments(Arguments):
    """Which treaty, when, and of which States."""

    treaty: Treaty
    on: On = None
    group: Group | None = None
    limit: Limit = _ALL


class StandingRow(Answer):
    """One State under the treaty, in short; the tool status tells the rest."""

    key: str = Field(description="code of the State")
    name: Words
    status: str
    since: Day = Field(description="first day of the status")
    signed_on: Day | None
    consented_on: Day | None
    reason: Words = Field(description="why the status holds, in one sentence")


class Standings(ToolAnswer):
    """The statuses of States under one treaty on a day."""

    summary: StandingSummary
    total: int = Field(description="States in the list, those left out here included")
    items: tuple[StandingRow, ...]


def _list(store: QueryEngine, given: ListArguments, statuses: Collection[str], what: str) -> Standings:
    info = treaty_named(store, given.treaty)
    only = members(store, given.group, given.on) if given.group else None
    summary, rows = standings_of_treaty(store, info.key, given.on, members=only, statuses=statuses)
    shown = rows[: given.limit]
    return Standings(
        answer=_told(info, summary, len(rows), what) + _beyond([summary]),
        basis=basis(
            store,
            [info.as_of],
            summary.sources,
            info.note
            if summary.complete or summary.beyond_data
            else " ".join(("No complete list of parties has been read.", info.note)).strip(),
        ),
        summary=summary,
        total=len(rows),
        items=tuple(
            StandingRow(
                key=row.actor.key,
                name=row.actor.name,
                status=row.status,
                since=row.since,
                signed_on=row.signed_on,
                consented_on=row.consented_on,
                reason=row.reason,
            )
            for row in shown
        ),
    )


def _told(info: TreatyInfo, summary: StandingSummary, total: int, what: str) -> str:
    counts = ", ".join(f"{number} {status}" for status, number in summary.counts.items() if number)
    return f"{info.short_title} on {spelled(summary.on)}: {total} {what} (by status: {counts})."


def _parties(store: QueryEngine, given: ListArguments) -> Standings:
    return _list(store, given, _BOUND, "States and organizations are bound or will be")


def _gaps(store: QueryEngine, given: ListArguments) -> Standings:
    return _list(store, given, ORDER[1:], "are not bound")


class ExplainArguments(Arguments):
    """Whose dates under which treaty."""

    state: State
    treaty: Treaty


class Explained(ToolAnswer):
    """How every date of a State under a treaty is known."""

    participation: ParticipationDetail


def _differing(points: int) -> str:
    return f" Sources differ in {points} point{'s' if points != 1 else ''}." if points else ""


def _explain(store: QueryEngine, given: ExplainArguments) -> Explained:
    who, info = state_named(store, given.state), treaty_named(store, given.treaty)
    found = participation(store, who.key, info.key)
    told = [
        f"{act.label}{'' if act.date else ', on a day that is not known'}, as "
        f"{_stating(len(act.stated_by))}."
        + (f" {act.arithmetic[0].upper()}{act.arithmetic[1:].rstrip('.')}." if act.arithmetic else "")
        + _differing(len(act.differences))
        for act in found.actions
    ]
    return Explained(
        answer=" ".join(told)
        or f"{who.name} did nothing under the {info.short_title} that a source states. {found.reason}",
        basis=basis(store, [info.as_of], found.sources, info.note or None),
        participation=found,
    )


def _stating(number: int) -> str:
    return "1 source states" if number == 1 else f"{number} sources state"


STATUS = Tool(
    "status",
    "The status of a State under treaties on a day",
    "Tells whether a State is or was bound by a treaty on a day (party, signatory, not a party "
    "...), since when, by which act and why, with sources. Without a treaty: under all of them.",
    StatusArguments,
    Statuses,
    looked_up(_status),
)
PARTIES = Tool(
    "parties",
    "Who is bound by a treaty on a day",
    "Lists the States and organizations that a treaty binds on a day, or will once it is in force for them.",
    ListArguments,
    Standings,
    looked_up(_parties),
)
GAPS = Tool(
    "gaps",
    "Who is not bound by a treaty on a day, and why",
    "Lists the States that a treaty does not bind on a day, with the reason: signed and not "
    "ratified, not joined, must join another treaty first, and others.",
    ListArguments,
    Standings,
    looked_up(_gaps),
)
EXPLAIN = Tool(
    "explain_dates",
    "How the dates of a State under a treaty are known",
    "Gives every act and every span of status of a State under a treaty, what each source states "
    "of the dates, how entry into force is computed, where sources differ and which is followed.",
    ExplainArguments,
    Explained,
    looked_up(_explain),
)


class ChangesArguments(Arguments):
    """Which days, treaties and States."""

    first: GivenDay = Field(alias="from", examples=["2023-01-01"], description="the first day")
    until: GivenDay | None = Field(None, description="the last day; without it, the newest data")
    treaties: Treaties = Field((), description="only under these; without it, all")
    states: States = Field((), description="only of these; without it, all")
    kinds: tuple[What, ...] = Field(
        (), max_length=SEVERAL, description="only acts of these kinds, or changes of status"
    )
    limit: Limit = ROWS


class Changes(ToolAnswer):
    """What happened, the newest first."""

    total: int = Field(description="events, those left out here included")
    items: tuple[Event, ...]


def _changes(store: QueryEngine, given: ChangesArguments) -> Changes:
    treaties = [treaty_named(store, each).key for each in given.treaties]
    states = [state_named(store, each).key for each in given.states]
    span = Span(given.first, given.until)
    found = events(store, treaty=treaties, actor=states, span=span, what=given.kinds)[::-1]
    shown = found[: given.limit]
    counts = ", ".join(f"{number} {what}" for what, number in sorted(Counter(event.what for event in found).items()))
    until = f"to {given.until}" if given.until else "on"
    stating = [source for event in shown for source in event.sources]
    if not found:
        # What the lists would have stated: of none of them is known that it happened.
        stating = [source for key in treaties for source in list_sources(store)[find_treaty(store, key).id]]
    days = {event.as_of for event in found} or {find_treaty(store, key).as_of for key in treaties}
    every = basis_of_all(store)
    return Changes(
        answer=f"From {given.first} {until}: {len(found)} events" + (f" ({counts})." if counts else "."),
        basis=basis(store, days, stating) if days else every,
        total=len(found),
        items=tuple(shown),
    )


CHANGES = Tool(
    "changes",
    "What happened between two days",
    "Lists signatures, ratifications, accessions, reservations, objections, denunciations and "
    "changes of status between two days, both included, the newest first.",
    ChangesArguments,
    Changes,
    looked_up(_changes),
)


class CheckArguments(Arguments):
    """Which claims."""

    claims: tuple[Annotated[str, Field(min_length=1, max_length=LONGEST_CLAIM)], ...] = Field(
        min_length=1,
        max_length=SEVERAL,
        examples=[["Kenya has signed but not ratified the OPSC"]],
        description="sentences about States under treaties, in any of six languages, one claim each",
    )


class CheckAnswer(ToolAnswer):
    """The verdict about each claim."""

    items: tuple[CheckedText, ...]


def _check(store: QueryEngine, given: CheckArguments) -> CheckAnswer:
    found = check(store, search_index(store).names, given.claims)
    every = [claim for item in found.items for claim in item.checked]
    infos = [find_treaty(store, claim.treaty.key) for claim in every] or list(treaties(store).values())
    note = None if every else "None of the claims was understood."
    return CheckAnswer(
        answer=f"Of {len(found.items)} claims {found.confirmed} are confirmed, {found.contradicted} contradicted and "
        f"{found.undecided} undecided or not understood.",
        basis=basis(store, (info.as_of for info in infos), (s for claim in every for s in claim.sources), note),
        items=found.items,
    )


CHECK = Tool(
    "check",
    "Check claims about States under treaties",
    "Tells whether sentences such as 'Kenya has signed but not ratified the OPSC' are confirmed, contradicted or "
    "undecided, with the acts, their sources and the day to which the lists are complete. Use it before you "
    "state a signature, ratification, accession, reservation or status.",
    CheckArguments,
    CheckAnswer,
    looked_up(_check),
)
