"""What changed, and when: compared with a count over the fact files."""

from __future__ import annotations

from collections import Counter
from datetime import date

from csekg.sparql.oxigraph_store import Store
from tests.queries.oracle import TREATIES, ask, bearer, bound, by_actor, consents, short, signatures, table


def _changes(first: str, last: str, treaties: list[str]) -> Counter[str]:
    window = (date.fromisoformat(first), date.fromisoformat(last))

    def inside(days: list[date | None]) -> int:
        return sum(window[0] <= day <= window[1] for day in days if day)

    counts: Counter[str] = Counter()
    for treaty in treaties:
        dated = [
            signatures(treaty)[actor]
            for actor, rows in by_actor(treaty).items()
            if actor in signatures(treaty) and any(row["signed_on"] not in ("", "yes") for row in rows)
        ]
        counts["signature"] += inside([*dated])
        counts["consent to be bound"] += inside(list(consents(treaty).values()))
        # A State that ends before its consent has effect is never bound.
        counts["bound from this day"] += inside([on for actor, on in bound(treaty).items() if bearer(actor, on, on)])
    return counts


def test_changes_between(store: Store) -> None:
    names = ("signature", "consent to be bound", "bound from this day")
    for first, last in (("2007-04-27", "2007-12-31"), ("1990-01-01", "1990-12-31")):
        answer = ask(store, "changes-between", **{"from": first, "until": last})
        found = Counter(row["what"] for row in answer)
        expected = _changes(first, last, TREATIES)
        assert {name: found[name] for name in names} == {name: expected[name] for name in names}
        assert all(first <= row["day"] <= last for row in answer)
        assert [row["day"] for row in answer] == sorted(row["day"] for row in answer)
    acts = [row for row in ask(store, "changes-between") if row["what"] == "territorial act"]
    trafficking = ("2007-09-19", "Council of Europe Anti-Trafficking Convention", "DNK")
    assert [(row["day"], row["treaty"], row["state"]) for row in acts] == [
        trafficking,
        trafficking,
        ("2007-11-27", "UNTOC", "GBR"),
    ]


def test_changes_to_treaty_between(store: Store) -> None:
    answer = ask(store, "changes-to-treaty-between")
    found = Counter(row["what"] for row in answer)
    expected = _changes("2007-04-27", "2008-04-27", ["opsc"])
    assert found == Counter({name: number for name, number in expected.items() if number})
    assert ("2008-02-05", "ALB") in {(row["day"], row["state"]) for row in answer}


def test_a_dissenting_date_is_no_event(store: Store) -> None:
    days = {"from": "1990-08-26", "until": "1990-08-26"}
    signed = ask(store, "changes-to-treaty-between", treaty="crc", **days)
    assert "AUT" not in {row["state"] for row in signed if row["what"] == "signature"}
    assert "AUT" not in {row["state"] for row in ask(store, "changes-between", **days) if row["what"] == "signature"}
    austria = ask(store, "timeline-of-state", state="AUT")
    crc = [row["day"] for row in austria if (row["treaty"], row["what"]) == ("CRC", "signature")]
    assert crc == ["1990-01-26"]


def test_timeline_of_state(store: Store) -> None:
    answer = ask(store, "timeline-of-state")
    assert [row["day"] for row in answer] == sorted(row["day"] for row in answer)
    found = {(row["treaty"], row["what"], row["day"]) for row in answer}
    for treaty in TREATIES:
        if "FRA" in bound(treaty):
            day = bound(treaty)["FRA"].isoformat()
            assert (short(treaty), "bound from this day", day) in found
        if consents(treaty).get("FRA"):
            assert (short(treaty), "consent to be bound", str(consents(treaty)["FRA"])) in found


def test_ratifications_by_year_and_region(store: Store) -> None:
    regions = {row["key"]: row["name"] for row in table("groups.csv") if row["kind"] == "m49-region"}
    region_of = {row["actor"]: regions[row["group"]] for row in table("memberships.csv") if row["group"] in regions}
    for treaty in ("opsc", "untoc"):
        expected = Counter(
            (str(day.year), region_of.get(actor, "no region of the M49 standard"))
            for actor, day in consents(treaty).items()
            if day
        )
        answer = ask(store, "ratifications-by-year-and-region", treaty=treaty)
        assert {(r["year"], r["region"]): int(r["consents"]) for r in answer} == dict(expected)
