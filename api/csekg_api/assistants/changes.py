"""The tool that tells what happened between two days."""

from __future__ import annotations

from collections import Counter

from pydantic import Field

from csekg.answers.common.kinds import What
from csekg.answers.common.references import find_treaty, list_sources
from csekg.answers.status.events import Event, events
from csekg.answers.status.subjects import Span
from csekg.sparql.store import QueryEngine
from csekg_api.assistants.arguments import state_named, treaty_named
from csekg_api.assistants.basis import basis, basis_of_all
from csekg_api.assistants.tool import ROWS, Arguments, Day, Limit, States, Tool, ToolAnswer, Treaties, looked_up
from csekg_api.web.request_limits import SEVERAL


class ChangesArguments(Arguments):
    """Which days, treaties and States."""

    first: Day = Field(alias="from", examples=["2023-01-01"], description="the first day")
    until: Day | None = Field(None, description="the last day; without it, the newest data")
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
