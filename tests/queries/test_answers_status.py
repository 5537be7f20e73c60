"""Who is bound and who is not: compared with a count over the fact files."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from csekg.sparql.oxigraph_store import Store
from tests.queries.oracle import (
    RESOLUTION_DAY,
    TREATIES,
    actors,
    as_of,
    ask,
    bound,
    bound_on,
    by_actor,
    complete,
    complete_now,
    consenting,
    consents,
    exists,
    follow,
    members,
    of_treaty,
    parties,
    short,
    signatures,
    signed_only,
    source_day,
    table,
    told_on,
    toml,
)

DAY = RESOLUTION_DAY.isoformat()


@pytest.mark.parametrize("day", ["1990-09-15", "1992-01-01", "2004-01-01", DAY, "2010-07-01"])
def test_bound_on_adoption_day(store: Store, day: str) -> None:
    answer = {row["treaty"]: row for row in ask(store, "bound-on-adoption-day", on=day)}
    assert len(answer) == len(TREATIES)
    on = date.fromisoformat(day)
    for treaty in TREATIES:
        row = answer[short(treaty)]
        there = bound_on(treaty, on)
        assert int(row["states_bound"]) == len(there - actors("organization")), treaty
        assert int(row["others_bound"]) == len(there & actors("organization")), treaty
        assert int(row["signed_only"]) == len(signed_only(treaty, on)), treaty
        assert row["as_of"] == as_of(treaty).isoformat()
        assert row["legal_basis"]
    if day == DAY:
        # Known from elsewhere: all States but the United States of America and Somalia.
        assert answer["CRC"]["states_bound"] == "193"
        assert answer["CRC"]["signed_only"] == "2"


def test_who_was_bound_on(store: Store) -> None:
    answer = ask(store, "who-was-bound-on")
    expected = {key: day for key, day in bound("opsc").items() if day <= RESOLUTION_DAY}
    assert {row["state"]: row["since"] for row in answer} == {key: day.isoformat() for key, day in expected.items()}
    assert {row["as_of"] for row in answer} == {as_of("opsc").isoformat()}
    assert [row["name"] for row in answer] == sorted(row["name"] for row in answer)
    assert {row["state"] for row in ask(store, "who-was-bound-on", on="2002-01-18")} == bound_on(
        "opsc", date(2002, 1, 18)
    )
    assert ask(store, "who-was-bound-on", on="2002-01-17") == []


def test_parties_by_treaty(store: Store) -> None:
    answer = {row["treaty"]: row for row in ask(store, "parties-by-treaty")}
    for treaty in TREATIES:
        row, there = answer[short(treaty)], parties(treaty)
        ahead = {key for key in there if bound(treaty).get(key, date.max) > told_on(treaty)}
        assert int(row["parties"]) == len(there), treaty
        assert int(row["in_force_later"]) == len(ahead), treaty
        assert int(row["in_force"]) == len(there) - len(ahead), treaty
        assert row["list_complete"] == str(complete_now(treaty)).lower()
        only = signed_only(treaty, told_on(treaty)) - there
        assert int(row["signatories_only"]) == len(only), treaty
    # The numbers that the lists themselves print.
    for treaty, number in (("crc", 196), ("opsc", 178), ("opac", 173), ("c182", 187), ("c138", 176)):
        assert answer[short(treaty)]["parties"] == str(number)


@pytest.mark.parametrize("treaty", ["opsc", "opac", "opic", "ets185", "untoc"])
def test_signed_never_ratified(store: Store, treaty: str) -> None:
    answer = ask(store, "signed-never-ratified", treaty=treaty)
    end = told_on(treaty)
    waiting = signed_only(treaty, end) - parties(treaty)
    assert {row["state"] for row in answer} == waiting
    assert answer, treaty
    assert [row["signed_on"] for row in answer] == sorted(row["signed_on"] for row in answer)
    for row in answer:
        signed = signatures(treaty)[row["state"]]
        assert row["signed_on"] == signed.isoformat()
        assert int(row["days"]) == (end - signed).days
        years = end.year - signed.year - ((end.month, end.day) < (signed.month, signed.day))
        assert int(row["full_years"]) == years
        stated = [r["signed_on"] for r in by_actor(treaty)[row["state"]] if r["signed_on"]]
        assert row["day_known"] == str(stated != ["yes"] * len(stated)).lower()


@pytest.mark.parametrize(
    ("treaty", "day"),
    [("crc", "1992-01-01"), ("c138", "1985-01-01"), ("ets185", "2005-05-05")]
    + [(treaty, "2012-05-05") for treaty in ("opsc", "cets201", "c182", "tip", "ets185")]
    + [(treaty, as_of(treaty).isoformat()) for treaty in TREATIES],
)
def test_not_party_and_who_was_bound_share_out_all_that_existed(store: Store, treaty: str, day: str) -> None:
    others = ask(store, "not-party", treaty=treaty, on=day)
    there = bound_on(treaty, date.fromisoformat(day))
    existing = {key for key in actors() if exists(key, date.fromisoformat(day))}
    assert there <= existing
    assert sorted(row["state"] for row in others) == sorted(existing - there)
    signatories = {row["state"] for row in others if row["status"] == "signatory"}
    assert signatories == signed_only(treaty, date.fromisoformat(day))
    assert all(row["reason"] and row["legal_basis"] and row["as_of"] for row in others)
    statuses = {row["state"]: row["status"] for row in others}
    assert "SUN" not in statuses or day < "1991-12-26"
    if treaty == "c182":
        outside = actors("state") - members("ilo")
        assert {s for s in outside if statuses.get(s) == "not eligible"} == outside
    if treaty == "cets201":
        assert statuses["BRA"] == "joins on invitation"


def test_not_party_puts_the_nearest_to_joining_first(store: Store) -> None:
    order = list(dict.fromkeys(row["status"] for row in ask(store, "not-party")))
    assert order == ["contracting State", "signatory", "not joined", "must join another treaty first", "not eligible"]


@pytest.mark.parametrize("treaty", TREATIES)
def test_status_reasons(store: Store, treaty: str) -> None:
    day, there = told_on(treaty), parties(treaty)
    found: Counter[str] = Counter()
    for row in ask(store, "status-reasons", treaty=treaty):
        found[row["code"]] += int(row["number"])
        assert (row["as_of"], row["list_complete"]) == (as_of(treaty).isoformat(), str(complete_now(treaty)).lower())
    in_force = bound_on(treaty, day)
    assert found["bound"] + found["bound-undated"] == len(in_force)
    assert found["consented"] + found["consented-only"] == len(there - in_force)
    assert found["signed"] + found["signed-undated"] == len(signed_only(treaty, day) - there)
    assert found["began"] + found["ended"] == sum(not exists(key, day) for key in actors())
    assert found["no-actor"] == len(actors("other"))
    assert bool(found["no-list"]) == (not complete(treaty))
    # Beside the reasons that may come second, each State and organization has one.
    second = ["predecessor", "continues", "continued-by", "invitation-ended", "not-in-force"]
    second += ["no-list", "parties-listed-to", "no-list-of-signatures", "signatures-listed-to"]
    assert found.total() - sum(found[code] for code in second) == len(actors())


def test_gap_urged(store: Store) -> None:
    answer = ask(store, "gap-urged")
    crc = [row for row in answer if row["treaty"] == "CRC"]
    assert [(row["state"], row["status"], row["since"]) for row in crc] == [("USA", "signatory", "1995-02-16")]
    opsc = {row["state"]: row for row in answer if row["treaty"] == "OPSC"}
    assert set(opsc) == actors("state") - parties("opsc")
    assert {key for key, row in opsc.items() if row["un_member"] == "false"} == {"COK", "NIU"}
    assert {row["legal_basis"] for row in answer} == {"urged"}
    assert {t for t in TREATIES if toml(t)["legal_basis"] == "urged"} == {"crc", "opsc"}
    assert {row["as_of"] for row in opsc.values()} == {as_of("opsc").isoformat()}


def test_universal_or_not(store: Store) -> None:
    answer = {row["treaty"]: row for row in ask(store, "universal-or-not")}
    for treaty in TREATIES:
        row = answer[short(treaty)]
        counts = ("eligible", "needs_invitation", "must_join_first", "not_eligible", "unknown")
        existing = [key for key in actors() if exists(key, told_on(treaty))]
        assert sum(int(row[name]) for name in counts) == len(existing), treaty
        assert int(row["parties"]) == len(parties(treaty))
        if complete(treaty):
            share = 100 * int(row["parties"]) / int(row["eligible"])
            assert abs(float(row["share_percent"]) - share) <= 0.05
        else:
            assert row["share_percent"] == ""
    assert answer["CRC"]["share_percent"] == "99.5"
    assert int(answer[short("c182")]["eligible"]) == len(members("ilo")) == 187


def test_groups_coverage(store: Store) -> None:
    kinds = {"un-regional-group": "opsc", "m49-region": "opac", "organization-membership": "crc"}
    for kind, treaty in kinds.items():
        answer = {r["group"]: r for r in ask(store, "groups-coverage", treaty=treaty, kind=kind)}
        groups = [row for row in table("groups.csv") if row["kind"] == kind]
        for group in groups:
            states = members(group["key"]) & actors("state")
            if not states:
                continue
            row = answer[group["name"]]
            assert int(row["states"]) == len(states)
            there = states & bound_on(treaty, told_on(treaty))
            assert int(row["parties"]) == len(there)
            share = 100 * len(there) / len(states)
            assert abs(float(row["share_percent"]) - share) <= 0.05
    assert len(ask(store, "groups-coverage")) == 5


def test_new_since_resolution(store: Store) -> None:
    answer = {row["treaty"]: row for row in ask(store, "new-since-resolution")}
    for treaty in TREATIES:
        row, end = answer[short(treaty)], as_of(treaty)
        days = list(bound(treaty).values())
        assert int(row["bound_by_then"]) == len(bound_on(treaty, RESOLUTION_DAY)), treaty
        assert int(row["new"]) == sum(RESOLUTION_DAY < day <= end for day in days), treaty
        later = sum(day > max(end, RESOLUTION_DAY) for day in days)
        assert int(row["bound_after_as_of"]) == later, treaty


def test_became_bound_since(store: Store) -> None:
    answer = ask(store, "became-bound-since")
    assert {row["state"]: row["bound_on"] for row in answer} == {
        key: day.isoformat() for key, day in bound("opsc").items() if day > RESOLUTION_DAY
    }
    assert answer[0]["name"] == "Republic of Moldova"
    assert answer[0]["bound_on"] == "2007-05-12"


def test_only_one_state_is_bound_by_protocols_and_not_by_their_convention(store: Store) -> None:
    answer = ask(store, "protocol-without-convention")
    found = [(row["state"], row["protocol"], row["convention_status"]) for row in answer]
    assert found == [("USA", "OPAC", "signatory"), ("USA", "OPSC", "signatory")]
    assert {row["bound_since"] for row in answer} == {"2003-01-23"}
    expected = {
        (state, short(protocol))
        for protocol in TREATIES
        if (main := toml(protocol).get("supplements")) and complete(main)
        for state in parties(protocol) - parties(main)
    }
    assert {(state, protocol) for state, protocol, _ in found} == expected


def test_state_at_a_glance(store: Store) -> None:
    answer = ask(store, "state-at-a-glance")
    assert sorted(row["treaty"] for row in answer) == sorted(short(t) for t in TREATIES)
    bases = list(dict.fromkeys(row["legal_basis"] for row in answer))
    assert bases[:3] == ["urged", "recalled", "taken note of"]
    rows = {row["treaty"]: row for row in answer}
    for treaty in TREATIES:
        row = rows[short(treaty)]
        assert row["as_of"] == as_of(treaty).isoformat()
        assert (row["status"] == "party") == ("FRA" in bound_on(treaty, told_on(treaty))), treaty
        if row["status"] == "party":
            assert row["since"] == bound(treaty)["FRA"].isoformat()


def test_invited_to_accede(store: Store) -> None:
    expected = {
        (short(treaty), row["actor"], row["date"], row["until"])
        for treaty in TREATIES
        for row in of_treaty(treaty, "events")
        if row["kind"] == "invitation"
    }
    answer = ask(store, "invited-to-accede")
    columns = ("treaty", "state", "invited_on", "invitation_ends")
    assert {tuple(row[column] for column in columns) for row in answer} == expected
    assert len(answer) == len(expected) == 7
    for row in answer:
        consented = row["status"] in ("party", "contracting State")
        assert consented == (row["state"] in parties("ets185"))


def test_acts_without_a_day(store: Store) -> None:
    expected = set()
    for treaty in TREATIES:
        for actor, rows in by_actor(treaty).items():
            days = {row["signed_on"] for row in rows if row["signed_on"]}
            if days == {"yes"}:
                expected.add((short(treaty), actor, "signature"))
            if actor in consents(treaty) and consents(treaty)[actor] is None:
                expected.add((short(treaty), actor, "consent to be bound"))
    answer = ask(store, "acts-without-a-day")
    assert {(row["treaty"], row["state"], row["what"]) for row in answer} == expected
    (ireland,) = (row for row in answer if row["state"] == "IRL")
    assert (ireland["not_before"], ireland["not_after"]) == ("2007-10-25", "2018-06-20")


def test_acts_after_the_as_of_date(store: Store) -> None:
    expected = {
        (short(treaty), actor, what, day)
        for treaty in TREATIES
        for actor, rows in by_actor(treaty).items()
        for row in rows
        for what, day in (("signature", row["signed_on"]), ("consent to be bound", row["consent_on"]))
        if len(day) > 4 and day > as_of(treaty).isoformat()
    }
    answer = ask(store, "acts-after-the-as-of-date")
    found = {(row["treaty"], row["state"], row["what"], row["day"]) for row in answer}
    assert found == expected


def test_status_over_time(store: Store) -> None:
    answer = ask(store, "status-over-time")
    expected = [
        ("not joined", "2000-05-25", "2000-09-06"),
        ("signatory", "2000-09-06", "2003-02-05"),
        ("contracting State", "2003-02-05", "2003-03-05"),
        ("party", "2003-03-05", ""),
    ]
    assert [(row["status"], row["since"], row["until"]) for row in answer] == expected


def test_actors_outside_the_un(store: Store) -> None:
    answer = {row["key"]: row for row in ask(store, "actors-outside-the-un")}
    assert set(answer) == actors() - members("un-member")
    assert answer["EUE"]["kind"] == "regional organization"
    assert answer["SUN"]["kind"] == "former State"
    for key, row in answer.items():
        there = [treaty for treaty in TREATIES if key in bound_on(treaty, told_on(treaty))]
        assert int(row["treaties"]) == len(there), key


def test_consents_by_kind(store: Store) -> None:
    open_kinds = {"", "party", "unclear", "ratification-acceptance-or-approval"}
    denied = {
        (row["treaty"], row["actor"], row["other_value"])
        for row in table("corrections.csv")
        if row["property"] == "consentKind"
    }
    expected: Counter[tuple[str, str]] = Counter()
    for treaty in TREATIES:
        for actor, rows in by_actor(treaty).items():
            shown = {row["consent"] for row in rows} - open_kinds
            expected.update(
                (short(treaty), kind.replace("-", " ")) for kind in shown if (treaty, actor, kind) not in denied
            )
    answer = ask(store, "consents-by-kind")
    assert {(r["treaty"], r["kind"]): int(r["consents"]) for r in answer} == dict(expected)
    # The three letters add up to all parties where the sources tell every kind.
    opsc = sum(int(row["consents"]) for row in answer if row["treaty"] == "OPSC")
    assert opsc == len(parties("opsc"))


def test_minimum_age_for_work(store: Store) -> None:
    expected = {}
    for actor, rows in by_actor("c138").items():
        age = follow(consenting(rows), "kind", "minimum_age") if consenting(rows) else ""
        if age:
            expected[actor] = age
    answer = ask(store, "minimum-age-for-work")
    assert {row["state"]: row["minimum_age"] for row in answer} == expected
    assert len(answer) == len(expected)
    ages = [int(row["minimum_age"]) for row in answer]
    assert ages == sorted(ages)
    assert set(ages) <= {14, 15, 16, 18}
    assert source_day("fedlex-c138-20250429") == as_of("c138")
