"""Puts what a list says into the fact files: rows of its source, differences, days of reading.

Where sources differ, what editors have decided stays. Where nobody has, the depositary's own list is
followed and any other is not; each difference becomes an open row of corrections.csv, for a person
to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit

from csekg.derived.all_facts import AllFacts
from csekg.derived.discrepancies import agree, stated_value
from csekg.errors import CsekgError
from csekg.facts.discrepancies import PROPERTIES
from csekg.facts.refresh_schedule import FormatFacts
from csekg.facts.statements import Statement
from csekg.facts.tables import Row
from csekg.facts.treaties import PARTIES
from csekg.refresh.files import Cells, FactFiles
from csekg.refresh.source_list import ListEntry, TreatyList

#: The words of the column `preferred` that decide a property, the one that is written first.
_WORDS = {
    ("signature", "date"): ("signature",),
    ("consent", "date"): ("date", "consent"),
    ("consent", "consentKind"): ("kind", "consent"),
    ("consent", "entersIntoForceOn"): ("in_force", "consent"),
    ("consent", "minimumAge"): ("kind", "consent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """The corrections of a treaty, and what is to be decided about a list of it."""

    treaty: str
    source: str
    is_depositary: bool
    as_of: date
    corrections: list[Cells]
    columns: Cells

    def forget(self, actor: str) -> None:
        """Remove the open rows about an actor that rest on what the list said before.

        Raises CsekgError for a settled one: a person decided on what no longer stands there.
        """
        for row in list(self.corrections):
            if (row["treaty"], row["actor"]) != (self.treaty, actor) or row["territory"]:
                continue
            if self.source in (row["chosen_source"], row["other_source"]):
                if row["status"] == "settled":
                    raise CsekgError(
                        f"corrections.csv: {row['id']} is settled on what {self.source} said "
                        "before, and the list says something else now. Decide it anew."
                    )
                self.corrections.remove(row)

    def decide(self, new: Cells, action: str, now: Statement, others: Sequence[Statement]) -> None:
        """Mark in `new` what is followed from it, and add the differences to the corrections.

        `now` is the statement of the row `new`, `others` those of the other sources about the act.
        """
        for name in PROPERTIES if action == "consent" else ("date",):
            value = stated_value(action == "consent", now, name)
            values = {s.source: stated_value(action == "consent", s, name) for s in others}
            dissenting = {
                source: other for source, other in values.items() if value and other and not agree(name, other, value)
            }
            if not dissenting:
                continue
            words = _WORDS[action, name]
            preferred = [s for s in others if any(word in s.preferred for word in words)]
            rows = [row for row in self._about(now.actor, action) if row["property"] == name]
            if preferred or rows:
                # What no source states is followed where the preferred row leaves the cell empty.
                followed = rows[0]["chosen_value"] if rows else values[preferred[0].source]
                by = rows[0]["chosen_source"] if rows else preferred[0].source
                if not (followed and agree(name, followed, value)):
                    self._add(now.actor, action, name, (followed, by), (value, self.source))
            elif self.is_depositary:
                new["preferred"] = " ".join({**dict.fromkeys(new["preferred"].split()), words[0]: 0})
                for source, other in dissenting.items():
                    self._add(now.actor, action, name, (value, self.source), (other, source))
            else:
                source, followed = next(iter(dissenting.items()))
                self._add(now.actor, action, name, (followed, source), (value, self.source))

    def _about(self, actor: str, action: str) -> Iterable[Cells]:
        wanted = (self.treaty, actor, "", action)
        for row in self.corrections:
            if (row["treaty"], row["actor"], row["territory"], row["action"]) == wanted:
                yield row

    def _add(self, actor: str, action: str, name: str, chosen: tuple[str, str], other: tuple[str, str]) -> None:
        word = {"consentKind": "kind", "entersIntoForceOn": "in-force", "minimumAge": "age"}
        stem = f"{self.treaty}-{actor.lower()}-{action}-{word.get(name, name)}"
        taken = {row["id"] for row in self.corrections}
        key = next(k for n in range(1, 1000) if (k := f"{stem}-{n}") not in taken)
        who = "the depositary" if self.is_depositary else "its publisher"
        cells = dict(self.columns)
        cells.update(
            id=key,
            treaty=self.treaty,
            actor=actor,
            action=action,
            property=name,
            chosen_value=chosen[0],
            chosen_source=chosen[1],
            other_value=other[0],
            other_source=other[1],
            status="open",
            reason=f"Found when the list of {who} was read as of {self.as_of}; no person has compared the two yet.",
        )
        self.corrections.append(cells)


_STATED = ("signed_on", "consent", "consent_on", "in_force_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """A list that was read: of which treaty, in which format, from where and as of which day.

    `source` is the id under which the list stands in sources.csv; each reading replaces the rows of
    the former one.
    """

    treaty: str
    source: str
    address: str
    format: FormatFacts
    as_of: date
    content: TreatyList


def without_doubts(facts: AllFacts, read: ReadList) -> tuple[ReadList, tuple[str, ...]]:
    """Return a list without the extensions to territories of which other sources give other days, and these in words.

    A second notification about a territory looks like its extension: a person has to decide.
    """
    days: dict[tuple[str, str], dict[date, str]] = {}
    for statement in facts.statements:
        if statement.treaty == read.treaty and statement.source != read.source and statement.consent_on:
            days.setdefault((statement.actor, statement.territory), {})[statement.consent_on] = statement.source
    for event in facts.events:
        if event.treaty == read.treaty and event.kind == "territorial-application" and event.on:
            days.setdefault((event.actor, event.territory), {})[event.on] = event.source
    kept, doubts = {}, []
    for (actor, territory), entry in read.content.by_actor.items():
        others = days.get((actor, territory), {}) if territory else {}
        if entry.consent_on and others and entry.consent_on not in others:
            told = ", ".join(f"{day} by {source}" for day, source in sorted(others.items()))
            doubts.append(
                f"{facts.short_titles[read.treaty]}: {facts.actors[actor].name}, {facts.territories[territory].name}: "
                f"{entry.consent_on} in the list, {told}; not carried over, a person has to decide"
            )
        else:
            kept[actor, territory] = entry
    return replace(read, content=replace(read.content, by_actor=kept)), tuple(doubts)


def merge(files: FactFiles, facts: AllFacts, read: ReadList) -> tuple[str, ...]:
    """Write a list into the fact files; return sentences on rows of the source that are gone.

    Raises CsekgError where the list is older than the one read before, or changes what a person
    has decided on.
    """
    before = facts.sources.get(read.source)
    if before and read.as_of < before.as_of:
        raise CsekgError(
            f"{read.source}: the list stands as of {read.as_of}, and one as of {before.as_of} has "
            "been read already. Fetch a newer one."
        )
    is_same_list = before is not None and read.as_of == before.as_of
    removed = _write_rows(files, facts, read, is_same_list)
    _write_denunciations(files, read)
    if not is_same_list:
        _write_source(files, facts, read)
        _write_days(files, facts, read)
    return removed


def _write_source(files: FactFiles, facts: AllFacts, read: ReadList) -> None:
    rows = files.table("sources.csv")
    row = next((row for row in rows if row["id"] == read.source), None)
    if row is None:
        row = files.blank("sources.csv")
        after = (number for number, other in enumerate(rows) if other["id"] > read.source)
        rows.insert(next(after, len(rows)), row)
    title = read.format.title.format(treaty=facts.short_titles[read.treaty])
    row.update(
        id=read.source,
        title=title,
        publisher=read.format.publisher,
        as_of=read.as_of.isoformat(),
        as_of_note="the day that the list tells, or of its reading",
        location=read.address,
        licence=read.format.licence,
        completeness=" and ".join(sorted(read.format.lists)),
        use="participation",
    )


def _write_rows(files: FactFiles, facts: AllFacts, read: ReadList, is_same_list: bool) -> tuple[str, ...]:
    """Write the rows of a list; of the list of a day that is there already only what it says beside them."""
    name = f"treaties/{read.treaty}/participation.csv"
    rows = files.table(name)
    former = {(row["actor"], row["territory"]): row for row in rows if row["source"] == read.source}
    others = _statements(facts, read)
    corrections = files.table("corrections.csv")
    decider = Decider(
        treaty=read.treaty,
        source=read.source,
        is_depositary=read.format.is_depositary,
        as_of=read.as_of,
        corrections=corrections,
        columns=files.blank("corrections.csv"),
    )
    # What a person read in the same list of the same day stays: former States, territories in its notes.
    kept: dict[tuple[str, str], Cells] = dict(former) if is_same_list else {}
    for (actor, territory), entry in read.content.by_actor.items():
        if not (entry.signed_on or entry.consents):
            continue
        new = files.blank(name)
        new.update(_cells(entry), actor=actor, territory=territory, basis="stated", source=read.source)
        old = former.get((actor, territory))
        if old and is_same_list and all(new[column] in ("", old[column]) for column in _STATED):
            continue
        kept[actor, territory] = new
        if old and all(old[column] == new[column] for column in _STATED):
            new.update(preferred=old["preferred"], minimum_age=old["minimum_age"], note=old["note"])
            continue
        if not territory:
            decider.forget(actor)
            now = _statement(new, entry, read)
            for action, does in (("signature", now.signed), ("consent", now.consents)):
                about = [s for s in others.get(actor, ()) if _states(s, action)]
                if does:
                    decider.decide(new, action, now, about)
    removed = [_gone(facts, read, key) for key in former if key not in kept]
    rows[:] = [row for row in rows if row["source"] != read.source] + list(kept.values())
    rows.sort(key=lambda row: (row["actor"], row["territory"], row["source"]))
    return tuple(removed)


def _cells(entry: ListEntry) -> Cells:
    def text(day: date | None) -> str:
        return day.isoformat() if day else ""

    return {
        "name_in_source": entry.name,
        "signed_on": text(entry.signed_on),
        "consent": entry.consent,
        "consent_on": text(entry.consent_on),
        "in_force_on": text(entry.in_force_on),
        "marks": " ".join(entry.marks),
    }


def _statement(new: Cells, entry: ListEntry, read: ReadList) -> Statement:
    return Statement(
        row=Row(Path("participation.csv"), 0, new),
        treaty=read.treaty,
        actor=new["actor"],
        name_in_source=entry.name,
        signed=entry.signed_on is not None,
        signed_on=entry.signed_on,
        consent=entry.consent,
        consent_on=entry.consent_on,
        in_force_on=entry.in_force_on,
        marks=new["marks"],
        source=read.source,
    )


def _statements(facts: AllFacts, read: ReadList) -> Mapping[str, list[Statement]]:
    statements: dict[str, list[Statement]] = {}
    for statement in facts.statements:
        if statement.treaty == read.treaty and not statement.territory and statement.source != read.source:
            statements.setdefault(statement.actor, []).append(statement)
    return statements


def _states(statement: Statement, action: str) -> bool:
    """Whether a statement is about the act, or denies it by being preferred."""
    stated = statement.signed if action == "signature" else statement.consents
    return stated or action in statement.preferred


def _gone(facts: AllFacts, read: ReadList, key: tuple[str, str]) -> str:
    actor, territory = key
    name = facts.territories[territory].name if territory else facts.actors[actor].name
    return f"{facts.short_titles[read.treaty]}: {name} was in {read.source} and is no longer"


def _write_denunciations(files: FactFiles, read: ReadList) -> None:
    left = {key: entry for key, entry in read.content.by_actor.items() if entry.left_on}
    if not left:
        return
    name = f"treaties/{read.treaty}/events.csv"
    rows = files.table(name)
    recorded = {row["actor"] for row in rows if row["kind"] == "denunciation"}
    for (actor, _), entry in left.items():
        if actor not in recorded and entry.left_on:
            row = files.blank(name)
            row.update(
                actor=actor,
                kind="denunciation",
                date=entry.left_on.isoformat(),
                effective_on=entry.left_from.isoformat() if entry.left_from else "",
                source=read.source,
            )
            rows.append(row)
    rows.sort(key=lambda row: (row["actor"], row["territory"]))


def _write_days(files: FactFiles, facts: AllFacts, read: ReadList) -> None:
    document = files.treaty(read.treaty)
    status: Any = document["status"]
    if read.as_of >= facts.treaties[read.treaty].as_of:
        status["as_of"] = read.as_of
    if read.source not in status["sources"]:
        status["sources"].append(read.source)
    tables: Any = document.get("lists")
    if tables is None:
        tables = document["lists"] = tomlkit.aot()
    for kind in sorted(read.format.lists):
        table = next((coverage for coverage in tables if coverage["of"] == kind), None)
        if table is None:
            table = tomlkit.table()
            table["of"] = kind
            tables.append(table)
        if read.format.is_depositary:
            _complete(table, read)
        elif kind == PARTIES or "complete_on" in table:
            _checked(table, read)


def _complete(table: Any, read: ReadList) -> None:
    if "complete_on" not in table or table["complete_on"] <= read.as_of:
        table["complete_on"] = read.as_of
        table["sources"] = [read.source]
    # What was read before that day adds nothing to a list of the day.
    if "checked_until" in table and table["checked_until"] <= read.as_of:
        del table["checked_until"], table["checked_in"]
        table.pop("note", None)


def _checked(table: Any, read: ReadList) -> None:
    if table.get("complete_on", date.min) >= read.as_of:
        return
    if table.get("checked_until", date.min) <= read.as_of:
        table["checked_until"] = read.as_of
    sources: Iterable[str] = table.get("checked_in", [])
    if read.source not in sources:
        table["checked_in"] = [*sources, read.source]
