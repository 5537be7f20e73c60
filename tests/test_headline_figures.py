"""The figures the dataset is known by: who is bound by what, on which day, and the hard cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest
from pyoxigraph import Literal

from csekg import namespaces as ns
from csekg.namespaces import XSD
from csekg.sparql.oxigraph_store import Store
from tests.records import all_facts, rows, short

#: Parties as a depositary counts them: whoever has consented, bound by now or later.
PARTIES = {
    "crc": 196,
    "opsc": 178,
    "untoc": 195,
    "tip": 185,
    "opac": 173,
    "opic": 53,
    "som": 154,
    "c182": 187,
    "c138": 176,
    "p029": 66,
    "ets185": 82,
    "cets201": 48,
    "cets197": 48,
    "ets189": 38,
    "c029": 181,
    "c105": 176,
}
SESSION = date(2007, 4, 27)

BY_PARTICIPATION = """
SELECT ?treaty ?status ?actor WHERE {
  ?p a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor ; cse:status ?status .
}"""
ON_A_DAY = """
SELECT ?actor ?status WHERE {
  VALUES ?treaty { instrument:opsc }
  VALUES ?on { "2007-04-27"^^xsd:date }
  ?interval a cse:StatusInterval ; cse:treaty ?treaty ; cse:actor ?actor ; cse:status ?status ;
            cse:from ?from .
  OPTIONAL { ?interval cse:until ?until }
  FILTER(?from <= ?on && (!BOUND(?until) || ?until > ?on))
}"""


def with_status(store: Store, treaty: str, status: str) -> set[str]:
    rows = store.values(BY_PARTICIPATION)
    wanted = (ns.instrument(treaty).value, ns.concept("status", status).value)
    return {actor.rpartition("/")[2] for t, s, actor in rows if (t, s) == wanted}


def on_a_day(store: Store, treaty: str, on: date, *statuses: str) -> set[str]:
    day = Literal(on.isoformat(), datatype=XSD.date)
    found = store.values(ON_A_DAY, {"treaty": ns.instrument(treaty), "on": day})
    return {a.rpartition("/")[2] for a, s in found if s.rpartition("/")[2] in statuses}


def status_on(treaty: str) -> date:
    return all_facts().treaties[treaty].status_on


@pytest.mark.parametrize("treaty", PARTIES)
def test_parties_on_the_day_of_the_statuses(store: Store, treaty: str) -> None:
    parties = with_status(store, treaty, "party")
    assert len(parties | with_status(store, treaty, "contracting-state")) == PARTIES[treaty]
    short_cut = store.values(f"SELECT ?actor WHERE {{ ?actor cse:partyTo instrument:{treaty} }}")
    assert {actor.rpartition("/")[2] for (actor,) in short_cut} == parties
    assert on_a_day(store, treaty, status_on(treaty), "party") == parties


@pytest.mark.parametrize(
    ("treaty", "count"), [("opsc", 8), ("crc", 1), ("untoc", 1), ("tip", 1), ("cyber", 73), ("cets224", 49)]
)
def test_signatories_that_have_not_consented(store: Store, treaty: str, count: int) -> None:
    signatories = with_status(store, treaty, "signatory")
    assert len(signatories) == count
    assert on_a_day(store, treaty, status_on(treaty), "signatory") == signatories
    cut = store.values(f"SELECT ?actor WHERE {{ ?actor cse:signatoryTo instrument:{treaty} }}")
    assert {actor.rpartition("/")[2] for (actor,) in cut} == signatories


def test_a_party_to_one_treaty_is_not_counted_to_another(store: Store) -> None:
    consented = {ns.concept("status", key).value for key in ("party", "contracting-state")}
    counted = Counter(
        treaty.rpartition("/")[2] for treaty, status, _ in store.values(BY_PARTICIPATION) if status in consented
    )
    assert counted == {**PARTIES, "cets224": 3}


def test_who_was_bound_when_the_commission_met(store: Store) -> None:
    bound = {treaty: len(on_a_day(store, treaty, SESSION, "party")) for treaty in PARTIES}
    assert bound == {
        "crc": 193,
        "opsc": 118,
        "untoc": 132,
        "tip": 111,
        "opac": 115,
        "opic": 0,
        "som": 105,
        "c182": 161,
        "c138": 145,
        "p029": 0,
        "ets185": 18,
        "cets201": 0,
        "cets197": 0,
        "ets189": 10,
        "c029": 169,
        "c105": 164,
    }


def test_every_actor_has_one_status_under_every_treaty_on_every_day(store: Store) -> None:
    intervals = defaultdict(list)
    for iri, actor, since, until in store.values("""
        SELECT ?treaty ?actor ?from ?until WHERE {
          ?i a cse:StatusInterval ; cse:treaty ?treaty ; cse:actor ?actor ; cse:from ?from .
          OPTIONAL { ?i cse:until ?until } }"""):
        intervals[short(iri).removeprefix("instrument/")].append((actor, since, until or "9"))
    everyone = {ns.actor(row["key"]).value for row in rows("actors.csv")}
    assert len(everyone) == 204
    assert set(intervals) == set(all_facts().treaties)
    for key, treaty in all_facts().treaties.items():
        days = {treaty.since, date(1995, 1, 1), SESSION, treaty.as_of, treaty.status_on, date(2030, 1, 1)}
        for day in sorted(day.isoformat() for day in days if day >= treaty.since):
            here = [actor for actor, since, until in intervals[key] if since <= day < until]
            assert len(here) == 204, (key, day)
            assert set(here) == everyone, (key, day)


def test_the_data_reach_to_the_newest_gazette(store: Store) -> None:
    for treaty in ("ets185", "ets189", "tip", "som"):
        assert status_on(treaty) == date(2026, 6, 30)
        assert all_facts().treaties[treaty].as_of < date(2026, 6, 30)
    assert "MHL" in with_status(store, "tip", "party")
    assert "QAT" in with_status(store, "som", "party")
    assert "EST" in with_status(store, "opic", "party")


def test_the_second_protocol_to_the_budapest_convention(store: Store) -> None:
    assert with_status(store, "cets224", "contracting-state") == {"HUN", "JPN", "SRB"}
    signed = store.values("SELECT DISTINCT ?a { ?s a cse:Signature ; cse:treaty instrument:cets224 ; cse:actor ?a }")
    assert len(signed) == 52
