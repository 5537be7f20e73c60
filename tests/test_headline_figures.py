"""The figures the dataset is known by: who is bound by what, on which day, and the hard cases."""

from __future__ import annotations

from collections import Counter
from datetime import date

from pyoxigraph import Literal

from csekg import namespaces as ns
from csekg.namespaces import XSD
from csekg.sparql.oxigraph_store import Store
from tests.records import all_facts

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

BY_PARTICIPATION = "SELECT ?treaty ?status { ?p a cse:Participation ; cse:treaty ?treaty ; cse:status ?status }"
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
    its = f"cse:treaty instrument:{treaty} ; cse:status status:{status}"
    found = store.values(f"SELECT ?actor {{ ?p a cse:Participation ; cse:actor ?actor ; {its} }}")
    return {actor.rpartition("/")[2] for (actor,) in found}


def on_a_day(store: Store, treaty: str, on: date, *statuses: str) -> set[str]:
    day = Literal(on.isoformat(), datatype=XSD.date)
    found = store.values(ON_A_DAY, {"treaty": ns.instrument(treaty), "on": day})
    return {a.rpartition("/")[2] for a, s in found if s.rpartition("/")[2] in statuses}


def status_on(treaty: str) -> date:
    return all_facts().treaties[treaty].status_on


def test_a_party_to_one_treaty_is_not_counted_to_another(store: Store) -> None:
    consented = {ns.concept("status", key).value for key in ("party", "contracting-state")}
    counted = Counter(
        treaty.rpartition("/")[2] for treaty, status in store.values(BY_PARTICIPATION) if status in consented
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
