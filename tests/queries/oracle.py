"""The expected answers' own way from the fact files, written without the library.

Only the standard library reads the files here, and the rules are spelled again, so that a fault in
the readers, the writers or the calendar shows as a difference.
"""

from __future__ import annotations

import calendar
import csv
import tomllib
from datetime import date, timedelta
from functools import cache
from statistics import median_low
from typing import Any

from csekg.resources import data_dir
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import find_query

Row = dict[str, str]
RANKS = ("related", "supports", "implements", "equivalent")
TREATIES = sorted(folder.name for folder in (data_dir() / "treaties").iterdir())
RESOLUTION_DAY = date(2007, 4, 27)


def ask(store: Store, name: str, /, **values: str) -> list[Row]:
    """The answer of a saved query, as text, empty where a column has no value."""
    query = find_query(name)
    return [
        {column: "" if term is None else term.value for column, term in row.items()}
        for row in store.select(query.text, query.bindings(values))
    ]


@cache
def table(path: str) -> list[Row]:
    """The rows of a fact file, none if there is no such file."""
    file = data_dir() / path
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def toml(treaty: str) -> dict[str, Any]:
    return tomllib.loads((data_dir() / "treaties" / treaty / "treaty.toml").read_text("utf-8"))


def of_treaty(treaty: str, kind: str) -> list[Row]:
    return table(f"treaties/{treaty}/{kind}.csv")


@cache
def correspondences() -> list[Row]:
    """The links that two readings have, at the whole where they differ in depth, or decided."""
    keys = [row["key"] for row in table("correspondences/readings.csv")]
    found: dict[tuple[str, str, str], Row] = {}
    links = table("correspondences/links.csv")
    for row in links:
        inside = [row] + [
            other
            for other in links
            if (other["paragraph"], other["treaty"]) == (row["paragraph"], row["treaty"])
            and other["provision"].startswith(row["provision"] + "(")
        ]
        family = inside + [
            other
            for other in links
            if (other["paragraph"], other["treaty"]) == (row["paragraph"], row["treaty"])
            and row["provision"].startswith(other["provision"] + "(")
        ]
        alone = all(sum(bool(each[key]) for key in keys) == 1 for each in family)
        ranks: dict[str, int] = {}
        for each in inside if alone else [row]:
            for key in keys:
                if each[key] and not (ranks.get(key) and row[key]):
                    ranks[key] = max(ranks.get(key, 0), RANKS.index(each[key]) + 1)
        if len(ranks) < 2 or row["left_out"]:
            continue
        strength = RANKS[median_low(ranks.values()) - 1]
        why = next(e for e in inside if strength in e.values() or not alone)["rationale"]
        ends = (row["paragraph"], row["treaty"], row["provision"])
        found[ends] = {**row, "strength": strength, "rationale": why}
    for row in table("correspondences/decided.csv"):
        found[row["paragraph"], row["treaty"], row["provision"]] = row
    return list(found.values())


def short(treaty: str) -> str:
    return str(toml(treaty)["short_title"])


def told_on(treaty: str) -> date:
    """The day on which statuses are told where none is asked for."""
    day = toml(treaty)["status"]["as_of"]
    assert isinstance(day, date)
    return day


def as_of(treaty: str) -> date:
    """The day to which the list of parties is complete; without a list, that of the sources."""
    listed = toml(treaty).get("lists", [])
    days = [each["complete_on"] for each in listed if each["of"] == "parties" and "complete_on" in each]
    return days[0] if days else told_on(treaty)


def complete(treaty: str) -> bool:
    """Whether a complete list of the parties was read."""
    listed = toml(treaty).get("lists", [])
    return any(each["of"] == "parties" and "complete_on" in each for each in listed)


def complete_now(treaty: str) -> bool:
    """Whether that list is complete to the day on which statuses are told."""
    return complete(treaty) and told_on(treaty) <= as_of(treaty)


def actors(*kinds: str) -> set[str]:
    return {row["key"] for row in table("actors.csv") if not kinds or row["kind"] in kinds}


def members(group: str) -> set[str]:
    """The members of a group today."""
    listed = table("memberships.csv")
    return {row["actor"] for row in listed if row["group"] == group and not row["until"]}


def source_day(key: str) -> date:
    return date.fromisoformat(next(r["as_of"] for r in table("sources.csv") if r["id"] == key))


def by_actor(treaty: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in of_treaty(treaty, "participation"):
        if not row["territory"]:
            found.setdefault(row["actor"], []).append(row)
    return found


def follow(rows: list[Row], word: str, column: str) -> str:
    preferred = [row for row in rows if word in row["preferred"].split()]
    if preferred:
        return preferred[0][column]
    return next((row[column] for row in rows if row[column]), "")


def consenting(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["consent"] or row["consent_on"] or row["in_force_on"]]


@cache
def signatures(treaty: str) -> dict[str, date]:
    """The day of signature; where none is known, the first on which a source states it."""
    found = {}
    for actor, rows in by_actor(treaty).items():
        signing = [row for row in rows if row["signed_on"]]
        denied = any("signature" in row["preferred"].split() and row not in signing for row in rows)
        if signing and not denied:
            dated = [row["signed_on"] for row in signing if row["signed_on"] != "yes"]
            earliest = min(source_day(row["source"]) for row in signing)
            text = follow([r for r in signing if r["signed_on"] != "yes"], "signature", "signed_on")
            found[actor] = date.fromisoformat(text) if dated else earliest
    return found


@cache
def consents(treaty: str) -> dict[str, date | None]:
    """The followed day of consent of every actor that consented, None where none is followed."""
    found: dict[str, date | None] = {}
    for actor, rows in by_actor(treaty).items():
        told = consenting(rows)
        denied = any("consent" in row["preferred"].split() and row not in told for row in rows)
        if told and not denied:
            text = follow(told, "date", "consent_on")
            found[actor] = date.fromisoformat(text) if len(text) > 4 else None
    return found


def consent_year(treaty: str, actor: str) -> int | None:
    """The year of a consent of which no source gives the day, None for any other."""
    years = {r["consent_on"] for r in by_actor(treaty)[actor] if len(r["consent_on"]) == 4}
    return int(years.pop()) if years else None


@cache
def left(treaty: str) -> dict[str, date]:
    """The day from which a denunciation has effect; the last possible one for a bare year."""
    found = {}
    for row in of_treaty(treaty, "events"):
        if row["kind"] == "denunciation":
            text = row["date"] if len(row["date"]) > 4 else f"{row['date']}-12-31"
            months = toml(treaty)["joining"]["denunciation_months"]
            found[row["actor"]] = _months(date.fromisoformat(text), months)
    return found


@cache
def bound(treaty: str) -> dict[str, date]:
    """The day from which each actor is bound: as stated, else by the treaty's rule."""
    found = {}
    for actor, on in consents(treaty).items():
        rows = consenting(by_actor(treaty)[actor])
        # "In force: yes" is no day: where another source gives one, that is the value.
        dated = [row for row in rows if row["in_force_on"] != "yes"]
        stated = follow(dated, "in_force", "in_force_on") if dated else "yes"
        if not stated and any(row["in_force_on"] == "yes" for row in rows):
            stated = "yes"
        kind = follow(rows, "kind", "consent")
        if stated == "yes":
            found[actor] = min(source_day(r["source"]) for r in rows if r["in_force_on"] == "yes")
        elif stated:
            found[actor] = date.fromisoformat(stated)
        elif on and (day := by_rule(treaty, on, kind)):
            found[actor] = day
        elif year := consent_year(treaty, actor):
            last = by_rule(treaty, date(year, 12, 31), kind)
            assert last
            found[actor] = last
        elif on is None:
            found[actor] = min(source_day(row["source"]) for row in rows)
    return found


def by_rule(treaty: str, on: date, kind: str = "") -> date | None:
    rule, in_force = toml(treaty).get("entry_into_force"), toml(treaty).get("in_force_on")
    if not rule or not in_force or kind == "succession":
        return None
    if rule["applies_when"] == "deposit-after-trigger":
        later = on > rule["trigger_on"]
    else:
        later = on >= in_force
    if not later:
        return date.fromisoformat(in_force.isoformat())
    day = _add(on, rule["later_wait"])
    if rule["later_rounds"]:
        day = _months(day.replace(day=1), 1)
    return max(day, in_force) if rule["floor"] else day


def _add(day: date, wait: str) -> date:
    number, unit = int(wait[1:-1]), wait[-1]
    if unit == "D":
        return day + timedelta(days=number)
    return _months(day, number * (12 if unit == "Y" else 1))


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@cache
def spans(actor: str) -> tuple[tuple[date, date], ...]:
    """When an actor exists: the recorded spans, the first from an earlier membership on."""
    found = [
        (date.fromisoformat(row["since"] or "0001-01-01"), date.fromisoformat(row["until"] or "9999-12-31"))
        for row in table("existence.csv")
        if row["actor"] == actor
    ] or [(date.min, date.max)]
    joined = [
        row["since"]
        for row in table("memberships.csv")
        if row["actor"] == actor and row["group"] in ("un-member", "ilo") and row["since"]
    ]
    days = [date.fromisoformat(day) for day in joined if len(day) == 10]
    days += [date(int(day) + 1, 1, 1) for day in joined if len(day) == 4]
    found[0] = (min([found[0][0], *days]), found[0][1])
    return tuple(found)


def exists(actor: str, day: date) -> bool:
    return any(since <= day < until for since, until in spans(actor))


@cache
def continued(actor: str) -> str:
    """The former State whose acts are printed under an actor, '' where there is none."""
    return next(
        (
            row["predecessors"]
            for row in table("continuity.csv")
            if row["actor"] == actor
            and row["nature"] in ("continuation", "renamed")
            and row["predecessors"] not in ("", actor)
        ),
        "",
    )


def bearer(actor: str, day: date, done: date) -> str:
    """For whom an act of `done` that is printed under an actor counts on a day, '' for nobody."""
    if actor == "YUG" and done < date(1992, 4, 27) <= day:
        return ""
    while actor and not exists(actor, day):
        actor = continued(actor)
    return actor


def bound_on(treaty: str, day: date) -> set[str]:
    gone = {actor for actor, since in left(treaty).items() if since <= day}
    since = bound(treaty).items()
    return {bearer(actor, day, on) for actor, on in since if on <= day} - {""} - gone


def parties(treaty: str) -> set[str]:
    """Who had consented on the day on which statuses are told: the parties as a depositary counts them."""
    end = told_on(treaty)
    return {
        actor
        for actor, on in consents(treaty).items()
        if (on or min(source_day(r["source"]) for r in by_actor(treaty)[actor])) <= end
        and exists(actor, end)
        and left(treaty).get(actor, date.max) > end
    }


def signed_only(treaty: str, day: date) -> set[str]:
    done = {
        bearer(actor, day, on or bound(treaty)[actor])
        for actor, on in consents(treaty).items()
        if (on and on <= day) or bound(treaty).get(actor, date.max) <= day
    }
    signed = signatures(treaty).items()
    return {bearer(actor, day, on) for actor, on in signed if on <= day} - done - {""}


def path_of(label: str) -> str:
    """`CCPCJ resolution 16/2, operative paragraph 4(a)` is `op/4/a`."""
    part, number = label.removeprefix("CCPCJ resolution 16/2, ").split(" paragraph ")
    prefix = {"preambular": "pp", "operative": "op"}[part]
    return f"{prefix}/" + number.replace("(", "/").strip(")")
