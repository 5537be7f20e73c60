"""What happened, by day, from a store over the real data."""

from __future__ import annotations

from csekg.answers.status.events import events
from csekg.sparql.oxigraph_store import Store


def test_of_two_last_possible_days_the_earlier_one_is_given(store: Store) -> None:
    stated: dict[str, set[str]] = {}
    for act, day in store.values("SELECT ?act ?day WHERE { ?act cse:notAfter ?day }"):
        stated.setdefault(act, set()).add(day)
    differing = {act: min(days) for act, days in stated.items() if len(days) > 1}
    given = {event.id: str(event.not_after) for event in events(store)}
    # Most acts that no source dates have one source; two lists of 2008 have France without its day.
    assert "cets197/FRA" in " ".join(differing)
    assert {act: given[act] for act in differing} == differing
