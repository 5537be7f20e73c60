"""The public claims of `docs/claims.csv`, made from the lists of depositaries and not by what checks them.

Each answer follows from one row of `data/treaties/*/participation.csv` or `declarations.csv`, or from the
lack of one in a list that `treaty.toml` says is complete. `python -m tests.csekg.answers.claims.making_claims`
writes the file anew. Behind them stand those of `claims_by_class.csv`, with answers set by hand from the same files.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.days import spelled
from csekg.resources import data_dir
from tests.records import examples, rows

FILE = Path(__file__).resolve().parents[4] / "docs" / "claims.csv"
#: A name that two States have.
_TWO_STATES = {"COG", "COD"}
#: The sentences by what is claimed, in each language.
SENTENCES = {row.pop("claim"): row for row in examples(Path(__file__).with_name("sentences.csv"))}
#: What stands before a day, before a year, and before the last day of a time.
TIMES = {
    "en": {"on": " on {day}", "in": " in {day}", "by": " by {day}"},
    "fr": {"on": " le {day}", "in": " en {day}", "by": " au plus tard le {day}"},
    "es": {"on": " el {day}", "in": " en {day}", "by": " a más tardar el {day}"},
    "ru": {"on": " {day}", "in": " в {day} году", "by": " по состоянию на {day}"},
    "zh": {"on": "({day})", "in": "({day}年)", "by": "(截至{day})"},
    "ar": {"on": " في {day}", "in": " في عام {day}", "by": " حتى {day}"},
}


class Claim(NamedTuple):
    """A claim of the file: `when` is on, in, by or empty, `day` a day or year; `why` is in English.

    `claim` and `day` are those of a claim in parts, but where `when` is by.
    """

    claim: str
    state: str
    treaty: str
    when: str
    day: str
    verdict: str
    why: str
    source: str


class Row(NamedTuple):
    """A row of a list, and the treaty and source of it."""

    treaty: str
    source: str
    cells: dict[str, str]


def sentence(claim: Claim, language: str) -> str:
    """Return a claim as a sentence, with the names of State, treaty and day in a language."""
    states, treaties = names(language)
    day = claim.day
    if len(day) > len("2019"):
        with speaking(language):
            day = str(spelled(date.fromisoformat(day)))
    time = TIMES[language][claim.when].format(day=day) if claim.when else ""
    form = f"{claim.claim} then" if day and f"{claim.claim} then" in SENTENCES else claim.claim
    said = SENTENCES[form][language].format(state=states[claim.state], treaty=treaties[claim.treaty])
    return said[0].upper() + said[1:] + time


@cache
def names(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of States and the short titles of treaties by key."""
    states = {row["key"]: row[f"name_{language}"] for row in rows("actors.csv")}
    if language == "en":
        return states, {file.parent.name: _toml(file.parent.name)["short_title"] for file in _treaty_files()}
    for row in rows("languages/actors.csv"):
        if row["language"] == language and not states.get(key := row["thing"].rpartition("/")[2]):
            states[key] = row["text"]
    titles = {
        row["thing"].removeprefix("instrument/"): row["text"]
        for row in rows("languages/titles.csv")
        if row["form"] == "short" and row["language"] == language
    }
    return states, titles


def _treaty_files() -> Iterator[Path]:
    return (data_dir() / "treaties").glob("*/treaty.toml")


def _toml(treaty: str) -> dict[str, Any]:
    return tomllib.loads((data_dir() / "treaties" / treaty / "treaty.toml").read_text(encoding="utf-8"))


def _list(treaty: str) -> list[Row]:
    """Return the rows of the list of parties, of signatures without one, and no row about which sources differ."""
    lists = {each["of"]: each["sources"][0] for each in _toml(treaty).get("lists", ())}
    source = lists.get("parties", _CYBER)
    doubted = {row["actor"] for row in rows("corrections.csv") if row["treaty"] == treaty}
    stated = rows(f"treaties/{treaty}/participation.csv")
    if "signatures" in lists or not lists:
        # Who consented by another source only, after the list, has not only signed.
        doubted |= {row["actor"] for row in stated if row["consent"] and row["source"] != source} & {
            row["actor"] for row in stated if not row["consent"] and row["source"] == source and row["signed_on"]
        }
    return [
        Row(treaty, source, row)
        for row in stated
        if row["source"] == source and not row["territory"] and row["actor"] not in doubted
    ]


def _unlisted(treaty: str) -> list[Row]:
    """Return a row for each State that no source of a treaty names, by its complete list."""
    listed = _list(treaty)
    with_some = {row["actor"] for row in rows(f"treaties/{treaty}/participation.csv")}
    return [
        Row(treaty, listed[0].source, {"actor": row["key"], "signed_on": ""})
        for row in rows("actors.csv")
        if row["key"] not in with_some and row["kind"] == "state" and not row["withdrawn_from_iso"]
    ]


def _some(rows: Iterable[Row], number: int, salt: str, fits: Callable[[dict[str, str]], object]) -> list[Row]:
    """Return so many rows that fit, of each treaty about as many, in an order that is always the same."""
    named = names("en")[0]
    chosen = {(row.treaty, row.cells["actor"]): row for row in rows if fits(row.cells)}
    found = [row for (_, actor), row in chosen.items() if actor in named and actor not in _TWO_STATES]
    found.sort(key=lambda row: hashlib.sha256(f"{salt}{row.treaty}{row.cells['actor']}".encode()).digest())
    ranks = Counter[str]()
    ranked = []
    for row in found:
        ranked.append((ranks[row.treaty], row))
        ranks[row.treaty] += 1
    ranked.sort(key=lambda each: each[0])
    assert len(ranked) >= number, (salt, len(ranked))
    return [row for _, row in ranked[:number]]


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


_CYBER = "verdragen-nl-013891"
_VERB = {"ratification": "ratified", "accession": "acceded"}
_OTHER = {"ratification": "acceded", "accession": "ratified"}
_AFTER = "the day is after that to which the list is complete"


@cache
def claims() -> list[Claim]:
    """Return the claims."""
    treaties = sorted(file.parent.name for file in _treaty_files())
    every = [row for treaty in treaties for row in _list(treaty)]
    listed = [row for row in every if row.source != _CYBER]
    found: list[Claim] = []

    def add(row: Row, claim: str, when: str, day: str, verdict: str, why: str) -> None:
        found.append(Claim(claim, row.cells["actor"], row.treaty, when, day, verdict, why, row.source))

    def joined(cells: dict[str, str]) -> bool:
        return cells["consent"] in _VERB and bool(cells["consent_on"])

    def only_signed(cells: dict[str, str]) -> bool:
        return bool(cells["signed_on"] and not cells["consent"])

    def bound(cells: dict[str, str]) -> bool:
        # A successor may be bound from before its consent.
        return bool(cells["consent_on"]) and cells["consent_on"] < cells["in_force_on"] < "2020"

    for row in _some(listed, 30, "day", joined):
        kind, on = row.cells["consent"], row.cells["consent_on"]
        add(row, _VERB[kind], "on", on, "confirmed", f"the list has the {kind} on {on}")
    for row in _some(listed, 22, "wrong day", joined):
        kind, on = row.cells["consent"], row.cells["consent_on"]
        add(row, _VERB[kind], "on", _later(on, 31), "contradicted", f"the list has the {kind} on {on}")
    for row in _some(listed, 15, "wrong kind", joined):
        kind, on = row.cells["consent"], row.cells["consent_on"]
        add(row, _OTHER[kind], "on", on, "contradicted", f"the list has a {kind} on that day")
    for row in _some(listed, 10, "no day", joined):
        add(row, _VERB[row.cells["consent"]], "", "", "confirmed", f"the list has the {row.cells['consent']}")
    for row in _some(listed, 10, "year", joined):
        on = row.cells["consent_on"]
        add(row, _VERB[row.cells["consent"]], "in", on[:4], "confirmed", f"the list has it on {on}")
    for number, shift, verdict in ((15, 0, "confirmed"), (12, 400, "contradicted")):
        for row in _some(listed, number, f"joined {verdict}", lambda cells: bound(cells) and not joined(cells)):
            on = row.cells["consent_on"]
            add(row, "joined", "on", _later(on, shift), verdict, f"the list has its consent on {on}")
    for number, shift, verdict in ((10, 0, "confirmed"), (5, 100, "contradicted")):
        for row in _some(every, number, f"signed {verdict}", lambda cells: cells["signed_on"]):
            on = row.cells["signed_on"]
            add(row, "signed", "on", _later(on, shift), verdict, f"the list has the signature on {on}")
    for claim, verdict in (("signatory-only", "confirmed"), ("not-ratified", "confirmed"), ("party", "contradicted")):
        for row in _some(listed, 10, claim, only_signed):
            add(row, claim, "", "", verdict, "the list, which is complete, has a signature and no consent")
    for row in _some(listed, 8, "signed and joined", lambda cells: joined(cells) and cells["signed_on"]):
        add(row, "signatory-only", "", "", "contradicted", f"the list has the {row.cells['consent']}")
    unlisted = [row for treaty in treaties if treaty != "cyber" for row in _unlisted(treaty)]
    for number, claim, verdict in ((10, "not-party", "confirmed"), (8, "party", "contradicted")):
        for row in _some(unlisted, number, f"unlisted {claim}", lambda cells: True):
            add(row, claim, "", "", verdict, "the list, which is complete, does not have it")
    for number, shift, verdict in ((10, 0, "confirmed"), (8, 30, "contradicted")):
        for row in _some(listed, number, f"in force {verdict}", bound):
            on = row.cells["in_force_on"]
            add(row, "entered-into-force", "on", _later(on, shift), verdict, f"the list has {on}")
    for number, shift, verdict in ((8, 400, "confirmed"), (7, -100, "contradicted")):
        for row in _some(listed, number, f"bound {verdict}", bound):
            on = row.cells["in_force_on"]
            add(row, "party", "on", _later(on, shift), verdict, f"in force from {on} by the list")
    for number, shift, verdict in ((8, 1, "confirmed"), (7, -1, "contradicted")):
        for row in _some(listed, number, f"year {verdict}", bound):
            on = row.cells["in_force_on"]
            add(row, "in-force", "in", f"{int(on[:4]) + shift}", verdict, f"in force from {on} by the list")
    for row in _some(listed, 10, "future", bound):
        add(row, "party", "on", "2027-03-01", "undecided", _AFTER)
    for row in _some(listed, 8, "next year", bound):
        add(row, "in-force", "in", "2027", "undecided", _AFTER)
    for row in _some(listed, 10, "not by", only_signed):
        add(row, "not-ratified", "by", "2026-12-31", "undecided", _AFTER)
    for row in _some([row for row in every if row.source == _CYBER], 4, "no list", only_signed):
        add(row, "party", "", "", "undecided", "no complete list of parties to this treaty was read")
    found += _reservations()
    return found


#: Treaties of which the lists of statements are complete, with those, and some of which none was read.
_COMPLETE = {treaty: f"untc-status-20260203-4-11{end}" for treaty, end in (("crc", ""), ("opsc", "-c"), ("opac", "-b"))}
_UNREAD = ("cets197", "cets201", "untoc")


def _reservations() -> Iterator[Claim]:
    made, silent = [], []
    for treaty, source in _COMPLETE.items():
        stated = rows(f"treaties/{treaty}/declarations.csv")
        with_some = {row["actor"] for row in stated}
        made += [Row(treaty, source, row) for row in stated if row["source"] == source and row["kind"] == "reservation"]
        silent += [row._replace(source=source) for row in _list(treaty) if row.cells["actor"] not in with_some]
    for claim, verdict in (("reservation", "confirmed"), ("not-reservation", "contradicted")):
        for row in _some(made, 8, claim, lambda cells: not cells["territory"]):
            why = "the list has a reservation"
            yield Claim(claim, row.cells["actor"], row.treaty, "", "", verdict, why, row.source)
    for row in _some(silent, 9, "none", lambda cells: cells["consent_on"]):
        why = "the list of reservations, which is complete, has none"
        yield Claim("not-reservation", row.cells["actor"], row.treaty, "", "", "confirmed", why, row.source)
    unread = []
    for treaty in _UNREAD:
        with_some = {row["actor"] for row in rows(f"treaties/{treaty}/declarations.csv")}
        unread += [row for row in _list(treaty) if row.cells["actor"] not in with_some]
    for row in _some(unread, 10, "unread", lambda cells: cells["consent_on"]):
        why = "no complete list of reservations to this treaty was read"
        yield Claim("not-reservation", row.cells["actor"], row.treaty, "", "", "undecided", why, row.source)


#: Claims with answers set by hand; a sentence that is no clear claim is `refused`, which is undecided.
BY_CLASS = examples(Path(__file__).with_name("claims_by_class.csv"))


def table() -> list[list[str]]:
    """Return the rows of the file."""
    made = [[sentence(claim, "en"), *claim] for claim in claims()]
    by_hand = [
        [row["text"], *[""] * 5, row["verdict"].replace("refused", "undecided"), row["class"], ""] for row in BY_CLASS
    ]
    return [[str(number), *row] for number, row in enumerate(made + by_hand, 1)]


def write() -> None:
    """Write the file."""
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([["number", "text", *Claim._fields], *table()])


if __name__ == "__main__":
    assert set(SENTENCES["party"]) == set(LANGUAGES)
    write()
