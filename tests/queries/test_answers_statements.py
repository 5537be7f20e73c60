"""Reservations, declared ages, objections and territories, counted over the fact files."""

from __future__ import annotations

from csekg.sparql.oxigraph_store import Store
from tests.queries.oracle import TREATIES, Row, as_of, ask, correspondences, of_treaty, parties, path_of, short, table

NAMES = {row["key"]: row["name_en"] for row in table("actors.csv")}


def provisions(row: Row) -> list[str]:
    return [printed.strip() for printed in row["provisions"].split(";") if printed.strip()]


def consented(treaty: str, row: Row) -> str:
    """The day of the consent with which an act was done that has no day of its own."""
    days = {
        stated["consent_on"]
        for stated in of_treaty(treaty, "participation")
        if stated["actor"] == row["actor"] and not stated["territory"] and stated["consent_on"]
    }
    return days.pop() if row["made_upon"] == "consent" and len(days) == 1 else ""


def overlap(one: str, other: str) -> bool:
    """Whether two provisions are the same or one is part of the other."""
    return one == other or one.startswith(other + "(") or other.startswith(one + "(")


def touching(paragraph: str) -> list[tuple[str, Row]]:
    linked = [row for row in correspondences() if row["paragraph"] == paragraph]
    return [
        (treaty, row)
        for treaty in TREATIES
        for row in of_treaty(treaty, "declarations")
        if any(
            link["treaty"] == treaty and overlap(link["provision"], printed)
            for link in linked
            for printed in provisions(row)
        )
    ]


def test_reservations_touching_paragraph(store: Store) -> None:
    for paragraph in ("op/4/b", "op/4/a", "op/7"):
        answer = ask(store, "reservations-touching-paragraph", paragraph=paragraph)
        expected = {(short(treaty), row["actor"], row["gist"]) for treaty, row in touching(paragraph)}
        assert {(row["treaty"], row["state"], row["gist"]) for row in answer} == expected
        assert all(overlap(row["touches"], row["answering"]) for row in answer)
        assert all(row["as_of"] and row["withdrawn"] for row in answer)
    default = ask(store, "reservations-touching-paragraph")
    assert {"SYR", "USA", "DNK"} <= {row["state"] for row in default}


def test_reservations_by_paragraph(store: Store) -> None:
    paragraphs = dict.fromkeys(row["paragraph"] for row in correspondences())
    expected = {}
    for paragraph in paragraphs:
        found = touching(paragraph)
        if found:
            states = len({row["actor"] for _, row in found})
            reservations = sum(row["kind"] == "reservation" for _, row in found)
            expected[paragraph] = (states, len(found), reservations)
    answer = ask(store, "reservations-by-paragraph")
    assert {
        path_of(row["paragraph"]): (int(row["states"]), int(row["statements"]), int(row["reservations"]))
        for row in answer
    } == expected


def test_statements_of_state(store: Store) -> None:
    for state in ("GBR", "USA"):
        answer = ask(store, "statements-of-state", state=state)
        expected = {
            (short(treaty), row["kind"].replace("-", " "), row["gist"])
            for treaty in TREATIES
            for row in of_treaty(treaty, "declarations")
            if row["actor"] == state
        }
        found = {(row["treaty"], row["kind"], row["gist"]) for row in answer if row["gist"]}
        assert found == expected


def test_objections(store: Store) -> None:
    answer = ask(store, "objections")
    rows = [
        (treaty, row) for treaty in TREATIES for row in of_treaty(treaty, "declarations") if row["kind"] == "objection"
    ]
    expected = {
        (
            short(treaty),
            row["actor"],
            NAMES[part.partition("/")[0]],
            row["made_on"] or consented(treaty, row),
            part.partition("/")[2],
        )
        for treaty, row in rows
        for part in row["objects_to"].split(";")
    }
    found = {
        (row["treaty"], row["state"], row["objects_to"], row["made_on"], "/".join(row["statement"].rsplit("/", 2)[1:]))
        for row in answer
    }
    assert found == expected
    jordan = [(row["state"], row["provision"]) for row in answer if row["objects_to"] == "Jordan"]
    assert jordan == [("FIN", ""), ("IRL", ""), ("SWE", "14"), ("SWE", "20"), ("SWE", "21")]


def test_a_statement_of_a_state_tells_its_day_and_its_withdrawal(store: Store) -> None:
    answer = ask(store, "statements-of-state", state="ARG")
    taken_back = [row for row in answer if row["withdrawn"] == "withdrawn"]
    assert {row["withdrawn_on"] for row in taken_back} == {"2018-07-30"}
    assert {row["day_is"] for row in answer if row["made_on"]} == {"day printed", "day computed"}


def test_recruitment_age(store: Store) -> None:
    answer = ask(store, "recruitment-age")
    expected = sorted(
        (int(row["minimum_age"]), row["actor"]) for row in of_treaty("opac", "declarations") if row["minimum_age"]
    )
    assert sorted((int(row["minimum_age"]), row["state"]) for row in answer) == expected
    ages = [int(row["minimum_age"]) for row in answer]
    assert ages == sorted(ages)
    # The Protocol asks for an age above fifteen (article 3, paragraph 1). Guyana declared less at first.
    assert min(int(row["minimum_age"]) for row in answer if row["withdrawn"] != "withdrawn") == 16
    assert [row["state"] for row in answer if int(row["minimum_age"]) < 16] == ["GUY"]
    assert {"GBR", "IND", "CAN"} <= {row["state"] for row in answer if row["minimum_age"] == "16"}
    assert {row["as_of"] for row in answer} == {as_of("opac").isoformat()}


def test_recruitment_age_not_found(store: Store) -> None:
    shown = {row["actor"] for row in of_treaty("opac", "declarations") if row["minimum_age"]}
    answer = ask(store, "recruitment-age-not-found")
    assert {row["state"] for row in answer} == parties("opac") - shown
    gists = {
        row["actor"]: row["gist"]
        for row in of_treaty("opac", "declarations")
        if row["kind"] == "binding-age-declaration"
    }
    for row in answer:
        assert row["declaration"] == gists.get(row["state"], "")


def test_territories_of_treaty(store: Store) -> None:
    territories = {row["key"]: row for row in table("territories.csv")}
    for treaty in ("crc", "opsc", "ets189"):
        listed = {
            (territories[row["territory"]]["name"], NAMES[row["actor"]], row["consent_on"])
            for row in of_treaty(treaty, "participation")
            if row["territory"]
        } | {
            (
                territories[row["territory"]]["name"] if row["territory"] else "",
                NAMES[row["actor"]],
                row["date"] or consented(treaty, row),
            )
            for row in of_treaty(treaty, "events")
            if row["kind"] in ("territorial-application", "territorial-exclusion")
        }
        answer = ask(store, "territories-of-treaty", treaty=treaty)
        assert {(row["territory"], row["of"], row["declared_on"]) for row in answer} == listed
    # Extended by one State, continued by another: both are listed.
    crc = ask(store, "territories-of-treaty")
    assert {row["of"] for row in crc if row["territory"] == "China, Hong Kong SAR"} >= {"China"}
