"""The public claims of `docs/claims.csv`, made from the lists of depositaries and not by what checks them.

Each answer follows from one row of `data/treaties/*/participation.csv` or `declarations.csv`, or from the
lack of one in a list that `treaty.toml` says is complete. `python -m tests.csekg.answers.claims.making_claims`
writes the file anew.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from csekg.days import spelled
from csekg.languages.current import LANGUAGES, speaking
from csekg.resources import data_dir

FILE = Path(__file__).resolve().parents[4] / "docs" / "claims.csv"
#: A name that two States have.
_TWO_STATES = {"COG", "COD"}
UN = ("opsc", "opac", "opic")
#: The sentences by what is claimed, in each language.
SENTENCES = {
    "ratified": {
        "en": "{state} ratified the {treaty}",
        "fr": "{state} a ratifié {treaty}",
        "es": "{state} ratificó {treaty}",
        "ru": "{state} ратифицировала {treaty}",
        "zh": "{state}批准了{treaty}",
        "ar": "صادقت {state} على {treaty}",
    },
    "acceded": {
        "en": "{state} acceded to the {treaty}",
        "fr": "{state} a adhéré à {treaty}",
        "es": "{state} se adhirió a {treaty}",
        "ru": "{state} присоединилась к {treaty}",
        "zh": "{state}加入了{treaty}",
        "ar": "انضمت {state} إلى {treaty}",
    },
    "signed": {
        "en": "{state} signed the {treaty}",
        "fr": "{state} a signé {treaty}",
        "es": "{state} firmó {treaty}",
        "ru": "{state} подписала {treaty}",
        "zh": "{state}签署了{treaty}",
        "ar": "وقعت {state} على {treaty}",
    },
    "signatory-only": {
        "en": "{state} has signed but not ratified the {treaty}",
        "fr": "{state} a signé mais n'a pas ratifié {treaty}",
        "es": "{state} ha firmado pero no ha ratificado {treaty}",
        "ru": "{state} подписала, но не ратифицировала {treaty}",
        "zh": "{state}签署但未批准{treaty}",
        "ar": "وقعت {state} على {treaty} ولم تصدق عليه",
    },
    "not-ratified": {
        "en": "{state} has not ratified the {treaty}",
        "fr": "{state} n'a pas ratifié {treaty}",
        "es": "{state} no ha ratificado {treaty}",
        "ru": "{state} не ратифицировала {treaty}",
        "zh": "{state}尚未批准{treaty}",
        "ar": "لم تصدق {state} على {treaty}",
    },
    "party": {
        "en": "{state} is a party to the {treaty}",
        "fr": "{state} est partie à {treaty}",
        "es": "{state} es parte en {treaty}",
        "ru": "{state} является участником {treaty}",
        "zh": "{state}是{treaty}的缔约国",
        "ar": "{state} طرف في {treaty}",
    },
    "was-party": {
        "en": "{state} was bound by the {treaty}",
        "fr": "{state} était liée par {treaty}",
        "es": "{state} era parte en {treaty}",
        "ru": "{state} была участником {treaty}",
        "zh": "{state}曾是{treaty}的缔约国",
        "ar": "كانت {state} طرفا في {treaty}",
    },
    "in-force": {
        "en": "the {treaty} entered into force for {state}",
        "fr": "{treaty} est entrée en vigueur pour {state}",
        "es": "{treaty} entró en vigor para {state}",
        "ru": "{treaty} вступила в силу для {state}",
        "zh": "{treaty}对{state}生效",
        "ar": "دخلت {treaty} حيز النفاذ بالنسبة إلى {state}",
    },
    "reservation": {
        "en": "{state} has made a reservation to the {treaty}",
        "fr": "{state} a formulé une réserve à {treaty}",
        "es": "{state} formuló una reserva a {treaty}",
        "ru": "{state} сделала оговорку к {treaty}",
        "zh": "{state}对{treaty}提出保留",
        "ar": "أبدت {state} تحفظا على {treaty}",
    },
    "no-reservation": {
        "en": "{state} has made no reservation to the {treaty}",
        "fr": "{state} n'a formulé aucune réserve à {treaty}",
        "es": "{state} no formuló ninguna reserva a {treaty}",
        "ru": "{state} не сделала оговорок к {treaty}",
        "zh": "{state}没有对{treaty}提出保留",
        "ar": "لم تبد {state} تحفظا على {treaty}",
    },
}
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
    """A claim of the file: `when` is on, in, by or empty, `day` a day or year; `why` is in English."""

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
    said = SENTENCES[claim.claim][language].format(state=states[claim.state], treaty=treaties[claim.treaty])
    return said[0].upper() + said[1:] + time


def names(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of States and the short titles of treaties by key."""
    states = {row["key"]: row[f"name_{language}"] for row in _read("actors.csv")}
    if language == "en":
        return states, {file.parent.name: _toml(file.parent.name)["short_title"] for file in _treaty_files()}
    for row in _read("languages/actors.csv"):
        if row["language"] == language and not states.get(key := row["thing"].rpartition("/")[2]):
            states[key] = row["text"]
    titles = {
        row["thing"].removeprefix("instrument/"): row["text"]
        for row in _read("languages/titles.csv")
        if row["form"] == "short" and row["language"] == language
    }
    return states, titles


def _treaty_files() -> Iterator[Path]:
    return (data_dir() / "treaties").glob("*/treaty.toml")


def _read(name: str) -> list[dict[str, str]]:
    with (data_dir() / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _toml(treaty: str) -> dict[str, str]:
    return tomllib.loads((data_dir() / "treaties" / treaty / "treaty.toml").read_text(encoding="utf-8"))


def _list(treaty: str) -> list[Row]:
    """Return the rows of the complete list of parties that the depositary, or a gazette, printed."""
    listed = next(each for each in _toml(treaty)["lists"] if each["of"] == "parties")  # type: ignore[index]
    source = listed["sources"][0]  # type: ignore[index]
    rows = _read(f"treaties/{treaty}/participation.csv")
    return [Row(treaty, source, row) for row in rows if row["source"] == source and not row["territory"]]


def _some(rows: Iterable[Row], number: int, salt: str, fits: Callable[[dict[str, str]], object]) -> list[Row]:
    """Return so many rows that fit, in an order that is the same each time and follows nothing."""
    named = names("en")[0]
    chosen = [row for row in rows if row.cells["actor"] in named and row.cells["actor"] not in _TWO_STATES]
    chosen = [row for row in chosen if fits(row.cells)]
    chosen.sort(key=lambda row: hashlib.sha256(f"{salt}{row.treaty}{row.cells['actor']}".encode()).digest())
    assert len(chosen) >= number, (salt, len(chosen))
    return chosen[:number]


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


_VERB = {"ratification": "ratified", "accession": "acceded"}
_OTHER = {"ratification": "acceded", "accession": "ratified"}


def claims() -> list[Claim]:
    """Return the claims."""
    un = [row for treaty in UN for row in _list(treaty)]
    c182 = _list("c182")
    found: list[Claim] = []

    def add(row: Row, claim: str, when: str, day: str, verdict: str, why: str) -> None:
        found.append(Claim(claim, row.cells["actor"], row.treaty, when, day, verdict, why, row.source))

    def joined(cells: dict[str, str]) -> bool:
        return cells["consent"] in _VERB

    def only_signed(cells: dict[str, str]) -> bool:
        return bool(cells["signed_on"] and not cells["consent"])

    for row in _some(un, 40, "day", joined):
        kind, on = row.cells["consent"], row.cells["consent_on"]
        add(row, _VERB[kind], "on", on, "confirmed", f"the list has the {kind} on {on}")
    for row in _some(un, 30, "wrong day", joined):
        kind, on = row.cells["consent"], row.cells["consent_on"]
        add(row, _VERB[kind], "on", _later(on, 31), "contradicted", f"the list has the {kind} on {on}")
    for row in _some(un, 25, "wrong kind", joined):
        kind, on = row.cells["consent"], row.cells["consent_on"]
        add(row, _OTHER[kind], "on", on, "contradicted", f"the list has a {kind} on that day")
    for row in _some(un, 20, "no day", joined):
        add(row, _VERB[row.cells["consent"]], "", "", "confirmed", f"the list has the {row.cells['consent']}")
    for row in _some(un, 15, "year", joined):
        on = row.cells["consent_on"]
        add(row, _VERB[row.cells["consent"]], "in", on[:4], "confirmed", f"the list has it on {on}")
    for row in _some(un, 15, "signed", lambda cells: cells["signed_on"]):
        on = row.cells["signed_on"]
        add(row, "signed", "on", on, "confirmed", f"the list has the signature on {on}")
    for row in _some(un, 10, "signed wrong", lambda cells: cells["signed_on"]):
        on = row.cells["signed_on"]
        add(row, "signed", "on", _later(on, 100), "contradicted", f"the list has the signature on {on}")
    for claim, verdict in (("signatory-only", "confirmed"), ("not-ratified", "confirmed"), ("party", "contradicted")):
        for row in _some(un, 15, claim, only_signed):
            add(row, claim, "", "", verdict, "the list, which is complete, has a signature and no consent")
    for row in _some(un, 10, "signed and joined", joined):
        add(row, "signatory-only", "", "", "contradicted", f"the list has the {row.cells['consent']}")
    for number, shift, verdict in ((12, 0, "confirmed"), (8, 30, "contradicted")):
        for row in _some(c182, number, f"in force {verdict}", lambda cells: cells["in_force_on"]):
            on = row.cells["in_force_on"]
            add(row, "in-force", "on", _later(on, shift), verdict, f"the list has {on}")
    for number, shift, verdict in ((8, 400, "confirmed"), (7, -100, "contradicted")):
        for row in _some(c182, number, f"bound {verdict}", lambda cells: "2000-11-30" < cells["in_force_on"] < "2020"):
            on = row.cells["in_force_on"]
            add(row, "was-party", "on", _later(on, shift), verdict, f"in force from {on} by the list")
    for row in _some(un, 10, "future", joined):
        add(row, "was-party", "on", "2027-03-01", "undecided", "the day is after that to which the list is complete")
    for row in _some(un, 10, "not by", only_signed):
        add(row, "not-ratified", "by", "2026-12-31", "undecided", "the day is after that to which the list is complete")
    found += _reservations()
    return found


def _reservations() -> Iterator[Claim]:
    listed = "untc-status-20260203-4-11"
    stated = _read("treaties/crc/declarations.csv")
    made = [Row("crc", listed, row) for row in stated if row["source"] == listed and row["kind"] == "reservation"]
    for claim, verdict in (("reservation", "confirmed"), ("no-reservation", "contradicted")):
        for row in _some(made, 8, claim, lambda cells: not cells["territory"]):
            yield Claim(claim, row.cells["actor"], "crc", "", "", verdict, "the list has a reservation", listed)
    with_some = {row["actor"] for row in stated}
    for row in _some(_list("crc"), 9, "none", lambda cells: cells["actor"] not in with_some):
        why = "the list of reservations, which is complete, has none"
        yield Claim("no-reservation", row.cells["actor"], "crc", "", "", "confirmed", why, listed)
    with_some = {row["actor"] for row in _read("treaties/cets201/declarations.csv")}
    for row in _some(_list("cets201"), 10, "unread", lambda cells: cells["actor"] not in with_some):
        why = "no complete list of reservations to this treaty was read"
        yield Claim("no-reservation", row.cells["actor"], "cets201", "", "", "undecided", why, row.source)


def write() -> None:
    """Write the file."""
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("number", "text", *Claim._fields))
        for number, claim in enumerate(claims(), 1):
            writer.writerow((number, sentence(claim, "en"), *claim))


if __name__ == "__main__":
    assert set(SENTENCES["party"]) == set(LANGUAGES)
    write()
