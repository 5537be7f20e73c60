"""Which source states what, where sources differ, and how dates are explained."""

from __future__ import annotations

from collections import Counter

import pytest

from csekg.namespaces import graph
from csekg.sparql.oxigraph_store import Store
from tests.queries.oracle import (
    TREATIES,
    as_of,
    ask,
    bound,
    by_actor,
    by_rule,
    complete,
    consenting,
    consents,
    correspondences,
    follow,
    of_treaty,
    short,
    signatures,
    table,
    toml,
)

NAMES = {row["key"]: row["name_en"] for row in table("actors.csv")}
TITLES = {row["id"]: row["title"] for row in table("sources.csv")}
PLACES = {row["key"]: row["name"] for row in table("territories.csv")}


def test_conflicting_sources(store: Store) -> None:
    expected = Counter(
        (
            short(row["treaty"]),
            NAMES[row["actor"]],
            PLACES.get(row["territory"], ""),
            row["chosen_value"],
            TITLES[row["chosen_source"]],
            row["other_value"],
            TITLES[row["other_source"]],
            row["status"],
            row["reason"],
        )
        for row in table("corrections.csv")
    )
    columns = ("treaty", "name", "territory", "chosen", "chosen_source", "other", "other_source", "status")
    answer = ask(store, "conflicting-sources")
    found = Counter((*(row[column] for column in columns), row["reason"]) for row in answer)
    assert found == expected


def test_conflicting_dates_raw(store: Store) -> None:
    """Counted from the rows of the lists, without the file that lists the disagreements."""
    expected: Counter[tuple[str, ...]] = Counter()
    for treaty in TREATIES:
        for actor, rows in by_actor(treaty).items():
            for column in ("signed_on", "consent_on"):
                dated = {(row[column], row["source"]) for row in rows if len(row[column]) == 10}
                for day, source in dated:
                    for other, other_source in dated:
                        if day < other:
                            key = (day, TITLES[source], other, TITLES[other_source])
                            expected[f"{treaty}/{actor}", *key] += 1
    # Two days of one extension to a territory.
    for each in table("corrections.csv"):
        if each["territory"]:
            extensions = [(row, "consent_on") for row in of_treaty(each["treaty"], "participation")]
            extensions += [
                (row, "date") for row in of_treaty(each["treaty"], "events") if row["kind"] == each["action"]
            ]
            dated = {
                (row[column], row["source"])
                for row, column in extensions
                if (row["actor"], row["territory"]) == (each["actor"], each["territory"]) and row[column]
            }
            act = f"{each['actor']}/{each['chosen_value']}"
            for day, source in dated:
                for other, other_source in dated:
                    if day < other:
                        expected[act, day, TITLES[source], other, TITLES[other_source]] += 1
    answer = ask(store, "conflicting-dates-raw")
    found = Counter(
        (
            "/".join(row["act"].split("/")[-4:-2]),
            row["earlier"],
            row["earlier_source"],
            row["later"],
            row["later_source"],
        )
        for row in answer
    )
    assert found == expected
    assert ("crc/AUT", "1990-01-26", "1990-08-26") in {(k[0], k[1], k[3]) for k in found}
    # Each of them is listed among the known disagreements.
    shown = {(row["treaty"], row["actor"]) for row in table("corrections.csv")}
    shown |= {(each["actor"], each["chosen_value"]) for each in table("corrections.csv")}
    assert {tuple(key[0].split("/")) for key in found} <= shown


def test_facts_of_one_action(store: Store) -> None:
    answer = ask(store, "facts-of-one-action")
    assert {row["act"].rpartition("action/")[2] for row in answer} == {"opsc/FRA/2003-02-05/ratification"}
    days = {row["graph"].rpartition("/")[2] for row in answer if row["property"] == "date"}
    rows = consenting(by_actor("opsc")["FRA"])
    assert days == {row["source"] for row in rows if row["consent_on"]}
    assert {row["value"] for row in answer if row["property"] == "date"} == {"2003-02-05"}
    stated = [row for row in answer if row["as_of"]]
    sources = {row["id"]: row["as_of"] for row in table("sources.csv")}
    assert {(r["graph"].rpartition("/")[2], r["as_of"]) for r in stated} == {
        (row["source"], sources[row["source"]]) for row in rows
    }
    arithmetic = [row["value"] for row in answer if row["property"] == "arithmetic"]
    assert arithmetic == ["Art. 14: deposit on 5 Feb 2003; 5 Feb 2003 + 1 month = 5 Mar 2003."]


def test_where_does_this_date_come_from(store: Store) -> None:
    answer = ask(store, "where-does-this-date-come-from")
    found = {(row["fact"], row["value"], row["followed"], row["publisher"][:5]) for row in answer}
    assert found == {
        ("day of the act", "2010-11-05", "false", "Bolet"),
        ("day of the act", "2010-11-05", "false", "Swiss"),
        ("day of the act", "2011-06-15", "true", "Z. M."),
        ("entry into force, as stated", "2010-12-05", "false", "Bolet"),
        ("entry into force, as stated", "2010-12-05", "false", "Swiss"),
        ("entry into force, computed", "2011-07-15", "true", ""),
    }


@pytest.mark.parametrize(("treaty", "state"), [("opsc", "FRA"), ("ets185", "DEU"), ("crc", "AUT")])
def test_every_stated_date_is_traced(store: Store, treaty: str, state: str) -> None:
    answer = ask(store, "where-does-this-date-come-from", treaty=treaty, state=state)
    columns = {
        ("signature", "day of the act"): "signed_on",
        ("consent to be bound", "day of the act"): "consent_on",
        ("consent to be bound", "entry into force, as stated"): "in_force_on",
    }
    for (act, fact), column in columns.items():
        expected = {(row[column], TITLES[row["source"]]) for row in by_actor(treaty)[state] if row[column]}
        rows = [row for row in answer if (row["act"], row["fact"]) == (act, fact)]
        assert {(row["value"], row["source"]) for row in rows} == expected
    followed = {(r["act"], r["fact"][:5], r["value"]) for r in answer if r["followed"] == "true"}
    assert followed >= {
        ("signature", "day o", signatures(treaty)[state].isoformat()),
        ("consent to be bound", "day o", str(consents(treaty)[state])),
        ("consent to be bound", "entry", bound(treaty)[state].isoformat()),
    }
    assert len(followed) == 3


def test_confirmed_dates(store: Store) -> None:
    answer = {row["treaty"]: row for row in ask(store, "confirmed-dates")}
    for treaty in TREATIES:
        numbers = [
            len({row["source"] for row in by_actor(treaty)[actor] if row["consent_on"] == str(day)})
            for actor, day in consents(treaty).items()
            if day
        ]
        if not numbers:
            assert short(treaty) not in answer
            continue
        row = answer[short(treaty)]
        assert int(row["dated_consents"]) == len(numbers), treaty
        assert int(row["stated_once"]) == numbers.count(1), treaty
        assert int(row["stated_twice_or_more"]) == len(numbers) - numbers.count(1), treaty
        assert int(row["most_sources"]) == max(numbers)


def test_stated_differs_from_computed(store: Store) -> None:
    expected = set()
    for treaty in TREATIES:
        for actor, on in consents(treaty).items():
            rows = consenting(by_actor(treaty)[actor])
            computed = by_rule(treaty, on, follow(rows, "kind", "consent")) if on else None
            expected |= {
                (short(treaty), NAMES[actor], row["in_force_on"], str(computed))
                for row in rows
                if computed and row["in_force_on"] not in ("", "yes", str(computed))
            }
    answer = ask(store, "stated-differs-from-computed")
    found = {(row["treaty"], row["name"], row["stated"], row["computed"]) for row in answer}
    assert found == expected
    assert all(" = " in row["arithmetic"] or "no later" in row["arithmetic"] for row in answer)
    denied = {
        (short(row["treaty"]), NAMES[row["actor"]], row["other_value"])
        for row in table("corrections.csv")
        if row["property"] == "entersIntoForceOn"
    }
    for row in answer:
        shown = (row["treaty"], row["name"], row["stated"]) in denied
        assert row["followed"] == str(not shown).lower()


def test_entry_into_force_explained(store: Store) -> None:
    (france,) = ask(store, "entry-into-force-explained")
    assert france["stated"] == france["computed"] == france["since"] == "2003-03-05"
    assert france["arithmetic"].endswith("5 Feb 2003 + 1 month = 5 Mar 2003.")
    assert (france["article"], france["waiting_period"]) == ("OPSC, article 14", "P1M")
    # Two readings of the Protocol give two days for one State (article 14).
    (vietnam, *_) = ask(store, "entry-into-force-explained", state="VNM")
    assert (vietnam["computed"], vietnam["alternative"]) == ("2002-01-18", "2002-01-20")
    # A succession follows no waiting period, so nothing is computed.
    succession = ask(store, "entry-into-force-explained", treaty="crc", state="BIH")
    assert {row["computed"] for row in succession} == {""}


def test_sources_and_dates(store: Store) -> None:
    answer = {row["source"]: row for row in ask(store, "sources-and-dates")}
    assert set(answer) == {row["id"] for row in table("sources.csv")}
    for row in table("sources.csv"):
        assert answer[row["id"]]["as_of"] == row["as_of"]
        assert answer[row["id"]]["publisher"] == row["publisher"]
    for key in ("fedlex-opsc-20230420", "resolution-16-2", "ohchr-gl0bsec"):
        assert int(answer[key]["facts"]) == sum(1 for _ in store.quads(graph(key)))
    days = [row["as_of"] for row in ask(store, "sources-and-dates")]
    assert days == sorted(days, reverse=True)


def test_lists_of_parties_and_dates(store: Store) -> None:
    expected = {
        (short(treaty), as_of(treaty).isoformat(), str(complete(treaty)).lower(), source)
        for treaty in TREATIES
        for source in toml(treaty)["status"]["sources"]
    }
    answer = ask(store, "lists-of-parties-and-dates")
    found = {(r["treaty"], r["as_of"], r["list_complete"], r["source"]) for r in answer}
    assert found == expected
    # An incomplete list must say what is missing.
    assert all(row["note"] for row in answer if row["list_complete"] == "false")


def test_what_is_complete(store: Store) -> None:
    kinds = {
        "reservation": "reservations",
        "declaration": "declarations",
        "objection": "objections",
        "interpretative-declaration": "interpretative declarations",
        "binding-age-declaration": "binding declarations on age",
        "communication": "communications",
    }
    expected = {
        (
            short(treaty),
            kinds.get(each["of"], each["of"]),
            str(each.get("complete_on", "")),
            str(each.get("checked_until", "")),
            each.get("note", ""),
        )
        for treaty in TREATIES
        for each in toml(treaty).get("lists", [])
    }
    columns = ("treaty", "list", "complete_on", "checked_until", "note")
    found = {tuple(row[column] for column in columns) for row in ask(store, "what-is-complete")}
    assert found == expected
    assert len({row[0] for row in found if row[1] == "parties" and row[2]}) == 17
    assert len({row[0] for row in found if row[1] == "signatures" and row[2]}) == 8


def test_names_of_state(store: Store) -> None:
    answer = ask(store, "names-of-state")
    (row,) = [row for row in table("actors.csv") if row["key"] == "CIV"]
    found = {(each["what"], each["value"]) for each in answer}
    assert {
        ("ISO 3166-1 alpha-2", row["iso2"]),
        ("UN M49", row["m49"]),
        ("admitted to the United Nations on", row["un_admission_date"]),
        ("same thing elsewhere", "http://www.wikidata.org/entity/" + row["wikidata"]),
        ("other name", "Ivory Coast"),
        ("member of", "African Group"),
    } <= found
    names = {each["language"]: each["value"] for each in answer if each["what"] == "name"}
    assert names == {
        language: row[f"name_{language}"]
        for language in ("en", "ar", "zh", "fr", "ru", "es")
        if row[f"name_{language}"]
    } | {each["language"]: each["text"] for each in table("languages/actors.csv") if each["thing"] == "state/CIV"}


def test_quality_report(store: Store) -> None:
    corrections = Counter(row["status"] for row in table("corrections.csv"))
    days = [(treaty, actor, on) for treaty in TREATIES for actor, on in consents(treaty).items()]
    confirmed, as_computed, other = 0, 0, 0
    for treaty, actor, on in days:
        rows = consenting(by_actor(treaty)[actor])
        sources = {row["source"] for row in rows if on and row["consent_on"] == str(on)}
        confirmed += len(sources) > 1
        stated = follow(rows, "in_force", "in_force_on")
        computed = by_rule(treaty, on, follow(rows, "kind", "consent")) if on else None
        if stated not in ("", "yes") and computed:
            as_computed += stated == str(computed)
            other += stated != str(computed)
    clauses = [row for treaty in TREATIES for row in of_treaty(treaty, "clauses")]
    answer = {row["measure"]: int(row["value"]) for row in ask(store, "quality-report")}
    published = correspondences()
    found = {(row["paragraph"], row["treaty"], row["provision"]) for row in table("correspondences/links.csv")}
    ends = {(row["paragraph"], row["treaty"], row["provision"]) for row in published}
    assert answer == {
        "correspondences": len(published),
        "correspondences decided by the editors": len(table("correspondences/decided.csv")),
        "proposed correspondences": len(found - ends),
        "clauses unverified": sum(row["verification"] == "unverified" for row in clauses),
        "consents confirmed": confirmed,
        "consents recorded": len(days),
        "consents without a day": sum(on is None for _, _, on in days),
        "differences open": corrections["open"],
        "differences settled": corrections["settled"],
        "entry into force as computed": as_computed,
        "entry into force other than computed": other,
    }
