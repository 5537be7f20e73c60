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


def timeline(store: Store, treaty: str, actor: str) -> list[tuple[str, str]]:
    query = f"""SELECT ?from ?status WHERE {{
        ?interval cse:intervalOf <{ns.participation(treaty, actor).value}> ;
                  cse:status ?status ; cse:from ?from }} ORDER BY ?from"""
    return [(since, status.rpartition("/")[2]) for since, status in store.values(query)]


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


def test_the_signatories_of_the_sale_of_children_protocol(store: Store) -> None:
    assert with_status(store, "opsc", "signatory") == {"CMR", "GHA", "IRL", "KEN", "LBR", "NRU", "SGP", "ZMB"}


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


CASES = {
    # Thirty days from the deposit would end before the Convention existed in force.
    ("untoc", "CRI"): [("2003-07-24", "contracting-state"), ("2003-09-29", "party")],
    # Deposited after the tenth instrument and before the Protocol was in force.
    ("opsc", "COD"): [("2001-11-11", "contracting-state"), ("2002-01-18", "party")],
    # One month from the last day of January.
    ("opsc", "BEN"): [("2005-01-31", "contracting-state"), ("2005-02-28", "party")],
    ("opsc", "USA"): [("2002-12-23", "contracting-state"), ("2003-01-23", "party")],
    ("crc", "USA"): [("1989-11-20", "no-action"), ("1995-02-16", "signatory")],
    ("untoc", "SLB"): [("2026-08-27", "contracting-state"), ("2026-09-26", "party")],
    ("tip", "SSD"): [("2025-04-09", "contracting-state"), ("2025-05-09", "party")],
    ("tip", "MHL"): [("2025-04-17", "contracting-state"), ("2025-05-17", "party")],
    # Invited for five years, in which the list of parties of 19 June 2025 does not name it; no later list was read.
    ("ets185", "KEN"): [("2024-10-09", "no-action"), ("2025-06-20", "no-act-read"), ("2029-10-09", "needs-invitation")],
    ("ets185", "BEN"): [("2024-06-20", "contracting-state"), ("2024-10-01", "party")],
    # No day of consent is followed: whoever is bound from 1 November consented in July.
    ("ets185", "NGA"): [
        ("2001-11-08", "needs-invitation"),
        ("2022-07-01", "unknown"),
        ("2022-07-31", "contracting-state"),
        ("2022-11-01", "party"),
    ],
}


@pytest.mark.parametrize(("treaty", "actor"), CASES)
def test_a_hard_case(store: Store, treaty: str, actor: str) -> None:
    expected = CASES[treaty, actor]
    assert timeline(store, treaty, actor)[-len(expected) :] == expected


def test_a_party_to_the_protocol_need_not_be_one_to_the_convention(store: Store) -> None:
    assert "USA" in with_status(store, "opsc", "party")
    assert with_status(store, "crc", "signatory") == {"USA"}


def test_consented_but_not_yet_bound_on_the_day_of_the_data(store: Store) -> None:
    assert on_a_day(store, "untoc", date(2026, 9, 11), "contracting-state") == {"SLB"}
    assert "SLB" in on_a_day(store, "untoc", date(2026, 9, 26), "party")
    assert "SLB" not in on_a_day(store, "untoc", date(2026, 9, 25), "party")
    ((until,),) = store.values(
        "SELECT ?until WHERE { ?p a cse:Participation ; cse:treaty instrument:untoc ; "
        "cse:actor state:SLB ; cse:status status:contracting-state ; cse:until ?until }"
    )
    assert until == "2026-09-26"


def test_the_data_reach_to_the_newest_gazette(store: Store) -> None:
    for treaty in ("ets185", "ets189", "tip", "som"):
        assert status_on(treaty) == date(2026, 6, 30)
        assert all_facts().treaties[treaty].as_of < date(2026, 6, 30)
    assert ("2026-05-06", "contracting-state") in timeline(store, "ets185", "PNG")
    assert "MHL" in with_status(store, "tip", "party")
    assert "QAT" in with_status(store, "som", "party")
    assert "EST" in with_status(store, "opic", "party")


def test_the_second_protocol_to_the_budapest_convention(store: Store) -> None:
    assert with_status(store, "cets224", "contracting-state") == {"HUN", "JPN", "SRB"}
    signed = store.values("SELECT DISTINCT ?a { ?s a cse:Signature ; cse:treaty instrument:cets224 ; cse:actor ?a }")
    assert len(signed) == 52


def test_nauru_is_printed_as_a_party_to_two_labour_conventions_and_not_followed(store: Store) -> None:
    for treaty, printed in (("c029", 182), ("c105", 177)):
        listed = f"graph:fedlex-{treaty}-20250429"
        query = f"""PREFIX graph: <https://w3id.org/csekg/id/graph/>
            SELECT ?actor {{ GRAPH {listed} {{ ?c a cse:ConsentToBeBound ; cse:actor ?actor }} }}"""
        assert len(store.values(query)) == printed
        assert with_status(store, treaty, "not-eligible") >= {"NRU"}
        assert store.query(f"""ASK {{ ?d cse:concernsAction ?c .
            ?c cse:actor state:NRU ; cse:treaty instrument:{treaty} ; cse:dismissed true }}""")


def test_a_signature_that_never_was_gives_no_status(store: Store) -> None:
    assert "signatory" not in [status for _, status in timeline(store, "ets185", "BEN")]
    linked = "ASK { ?p cse:treaty instrument:ets185 ; cse:actor state:BEN ; cse:signature ?s }"
    assert not store.query(linked)


def test_only_members_of_the_labour_organization_may_join_its_conventions(store: Store) -> None:
    outside = with_status(store, "c182", "not-eligible")
    assert len(outside) == 12
    assert {"AND", "BTN", "FSM", "LIE", "MCO", "NRU", "PRK", "VAT", "EUE"} <= outside
    assert with_status(store, "c182", "no-action") == set()
    assert with_status(store, "c182", "signatory") == set()


def test_observer_states_are_there_and_bound(store: Store) -> None:
    for key in ("PSE", "VAT"):
        assert store.query(f"ASK {{ state:{key} a cse:State ; cse:partyTo instrument:crc }}")
    assert "XKX" not in with_status(store, "crc", "party")


def test_who_waits_for_an_invitation_to_the_budapest_convention(store: Store) -> None:
    assert "KEN" in on_a_day(store, "ets185", all_facts().treaties["ets185"].as_of, "no-action")
    assert "KEN" in on_a_day(store, "ets185", status_on("ets185"), "no-act-read")
    waiting = on_a_day(store, "ets185", status_on("ets185"), "needs-invitation")
    assert len(waiting) == 111
    assert {"EGY", "IND"} <= waiting
