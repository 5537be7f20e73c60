"""Puts what a list says into the fact files, which are changed in memory and written at the end.

These are rows of its source, differences and days of reading. Where sources differ, what editors have decided stays.
Where nobody has, the depositary's own list is followed and any other is not; each difference becomes an open row of
corrections.csv, for a person to read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import tomlkit
from tomlkit import TOMLDocument

from csekg.derived.all_facts import AllFacts
from csekg.derived.discrepancies import agree, stated_value
from csekg.errors import CsekgError
from csekg.facts.statements import Statement
from csekg.facts.treaties import PARTIES
from csekg.importers.refresh.lists import Entries, ListEntry, TreatyList
from csekg.importers.refresh.schedule import FormatFacts

_STATED = ("signed_on", "consent", "consent_on", "in_force_on")
#: In what lists differ: the act, its property, the column, and the words of the column `preferred`
#: that decide it, the one that is written first.
_COMPARED = (
    ("signature", "date", "signed_on", ("signature",)),
    ("consent", "date", "consent_on", ("date", "consent")),
    ("consent", "consentKind", "consent", ("kind", "consent")),
    ("consent", "entersIntoForceOn", "in_force_on", ("in_force", "consent")),
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A list on its way into the fact files; `form` says who publishes it, and what it lists whole."""

    files: FactFiles
    facts: AllFacts
    listed: TreatyList
    form: FormatFacts
    entries: Entries

    def run(self) -> list[str]:
        """Change the files; return a sentence for each row of the source that is gone.

        Each reading replaces the rows of the former one. Raises CsekgError where the list is older
        than that, or changes what a person has decided on.
        """
        listed = self.listed
        before = self.facts.sources.get(listed.source)
        if before and listed.as_of < before.as_of:
            raise CsekgError(
                f"{listed.source}: the list stands as of {listed.as_of}, and one as of {before.as_of} has "
                "been read already. Fetch a newer one."
            )
        removed = self._write_rows()
        self._write_denunciations()
        self._write_source()
        self._write_days()
        return removed

    def _write_rows(self) -> list[str]:
        name, source = f"treaties/{self.listed.treaty}/participation.csv", self.listed.source
        rows = self.files.table(name)
        former = {(row["actor"], row["territory"]): row for row in rows if row["source"] == source}
        rows[:] = [row for row in rows if row["source"] != source]
        for (actor, territory), entry in self.entries.items():
            if not (entry.signed_on or entry.consents):
                continue
            new = {**self.files.blank(name), **_cells(entry)}
            new.update(actor=actor, territory=territory, basis="stated", source=source)
            rows.append(new)
            old = former.pop((actor, territory), None)
            if old and all(old[column] == new[column] for column in _STATED):
                new.update(preferred=old["preferred"], minimum_age=old["minimum_age"], note=old["note"])
            elif not territory:
                self._forget(actor)
                self._decide(actor, new)
        rows.sort(key=lambda row: (row["actor"], row["territory"], row["source"]))
        facts, title = self.facts, self.facts.short_titles[self.listed.treaty]
        names = [
            facts.territories[territory].name if territory else facts.actors[actor].name for actor, territory in former
        ]
        return [f"{title}: {name} was in {source} and is no longer" for name in names]

    def _forget(self, actor: str) -> None:
        """Remove the open rows about an actor that rest on what the list said before."""
        source, corrections = self.listed.source, self.files.table("corrections.csv")
        for row in list(corrections):
            about = (row["treaty"], row["actor"], row["territory"])
            if about == (self.listed.treaty, actor, "") and source in (row["chosen_source"], row["other_source"]):
                if row["status"] == "settled":
                    raise CsekgError(
                        f"corrections.csv: {row['id']} is settled on what {source} said "
                        "before, and the list says something else now. Decide it anew."
                    )
                corrections.remove(row)

    def _decide(self, actor: str, new: Cells) -> None:
        """Mark in a new row what is followed from it, and write down where other sources differ."""
        treaty, source = self.listed.treaty, self.listed.source
        stated = [
            s
            for s in self.facts.statements
            if (s.treaty, s.actor, s.territory) == (treaty, actor, "") and s.source != source
        ]
        for action, name, column, words in _COMPARED:
            value = new[column]
            others = [s for s in stated if _states(s, action)]
            values = {s.source: stated_value(action == "consent", s, name) for s in others}
            dissenting = {
                by: other for by, other in values.items() if value and other and not agree(name, other, value)
            }
            if not dissenting:
                continue
            # What no source states is followed where the preferred row leaves the cell empty.
            decided = [
                (row["chosen_value"], row["chosen_source"])
                for row in self.files.table("corrections.csv")
                if (row["treaty"], row["actor"], row["territory"], row["action"], row["property"])
                == (treaty, actor, "", action, name)
            ] + [(values[s.source], s.source) for s in others if s.preferred & {*words}]
            if not decided and self.form.is_depositary:
                new["preferred"] = " ".join(dict.fromkeys((*new["preferred"].split(), words[0])))
                for by, other in dissenting.items():
                    self._differ(actor, action, name, (value, source), (other, by))
                continue
            followed, by = decided[0] if decided else next((other, by) for by, other in dissenting.items())
            if not (followed and agree(name, followed, value)):
                self._differ(actor, action, name, (followed, by), (value, source))

    def _differ(self, actor: str, action: str, name: str, chosen: tuple[str, str], other: tuple[str, str]) -> None:
        word = {"consentKind": "kind", "entersIntoForceOn": "in-force"}.get(name, name)
        corrections = self.files.table("corrections.csv")
        taken = {row["id"] for row in corrections}
        stem = f"{self.listed.treaty}-{actor.lower()}-{action}-{word}"
        who = "the depositary" if self.form.is_depositary else "its publisher"
        cells = self.files.blank("corrections.csv")
        cells.update(
            id=next(key for number in range(1, 1000) if (key := f"{stem}-{number}") not in taken),
            treaty=self.listed.treaty,
            actor=actor,
            action=action,
            property=name,
            chosen_value=chosen[0],
            chosen_source=chosen[1],
            other_value=other[0],
            other_source=other[1],
            status="open",
            reason=f"Found when the list of {who} was read as of {self.listed.as_of}; "
            "no person has compared the two yet.",
        )
        corrections.append(cells)

    def _write_denunciations(self) -> None:
        name = f"treaties/{self.listed.treaty}/events.csv"
        for (actor, territory), entry in self.entries.items():
            if not entry.left_on or territory:
                continue
            rows = self.files.table(name)
            if not any((row["actor"], row["kind"]) == (actor, "denunciation") for row in rows):
                day, effective_on = entry.left_on.isoformat(), _text(entry.left_from)
                row = self.files.blank(name)
                row.update(
                    actor=actor, kind="denunciation", date=day, effective_on=effective_on, source=self.listed.source
                )
                rows.append(row)
                rows.sort(key=lambda row: (row["actor"], row["territory"]))

    def _write_source(self) -> None:
        listed, rows = self.listed, self.files.table("sources.csv")
        row = next((row for row in rows if row["id"] == listed.source), None)
        if row is None:
            row = self.files.blank("sources.csv")
            after = (number for number, other in enumerate(rows) if other["id"] > listed.source)
            rows.insert(next(after, len(rows)), row)
        row.update(
            id=listed.source,
            title=self.form.title.format(treaty=self.facts.short_titles[listed.treaty]),
            publisher=self.form.publisher,
            as_of=listed.as_of.isoformat(),
            as_of_note="the day that the list tells, or of its reading",
            location=listed.address,
            licence=self.form.licence,
            completeness=" and ".join(sorted(self.form.lists)),
            use="participation",
        )

    def _write_days(self) -> None:
        """Write until when the lists of the treaty were read: a depositary's whole list makes them complete."""
        document = self.files.treaty(self.listed.treaty)
        status: Any = document["status"]
        status["as_of"] = max(status["as_of"], self.listed.as_of)
        if self.listed.source not in status["sources"]:
            status["sources"].append(self.listed.source)
        tables: Any = document.setdefault("lists", tomlkit.aot())
        for kind in sorted(self.form.lists):
            table = next((coverage for coverage in tables if coverage["of"] == kind), None)
            if table is None:
                table = tomlkit.table()
                table["of"] = kind
                tables.append(table)
            if self.form.is_depositary:
                _complete(table, self.listed)
            elif kind == PARTIES or "complete_on" in table:
                _checked(table, self.listed)


def _complete(table: Any, listed: TreatyList) -> None:
    if table.get("complete_on", date.min) <= listed.as_of:
        table["complete_on"] = listed.as_of
        table["sources"] = [listed.source]
    # What was read before that day adds nothing to a list of the day.
    if table.get("checked_until", date.max) <= listed.as_of:
        del table["checked_until"], table["checked_in"]
        table.pop("note", None)


def _checked(table: Any, listed: TreatyList) -> None:
    if table.get("complete_on", date.min) >= listed.as_of:
        return
    table["checked_until"] = max(table.get("checked_until", date.min), listed.as_of)
    sources: Iterable[str] = table.get("checked_in", [])
    if listed.source not in sources:
        table["checked_in"] = [*sources, listed.source]


def _cells(entry: ListEntry) -> Cells:
    return {
        "name_in_source": entry.name,
        "signed_on": _text(entry.signed_on),
        "consent": entry.consent,
        "consent_on": _text(entry.consent_on),
        "in_force_on": _text(entry.in_force_on),
        "marks": " ".join(entry.marks),
    }


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _states(statement: Statement, action: str) -> bool:
    """Whether a statement is about the act, or denies it by being preferred."""
    stated = statement.signed if action == "signature" else statement.consents
    return stated or action in statement.preferred


#: A row of a table: its cells by column, in the order of the columns.
Cells: TypeAlias = dict[str, str]


class FactFiles:
    """Tables and treaty.toml files of a folder, changed in memory until `write` is called."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet; files are read when they are asked for."""
        self._folder = folder
        self._columns: dict[str, list[str]] = {}
        self._tables: dict[str, list[Cells]] = {}
        self._documents: dict[str, TOMLDocument] = {}

    def table(self, name: str) -> list[Cells]:
        """Return the rows of a CSV file, given below the folder, to be changed in place."""
        if name not in self._tables:
            with (self._folder / name).open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream)
                self._tables[name] = [dict(row) for row in reader]
                self._columns[name] = list(reader.fieldnames or ())
        return self._tables[name]

    def blank(self, name: str) -> Cells:
        """Return an empty row with the columns of a table."""
        self.table(name)
        return dict.fromkeys(self._columns[name], "")

    def treaty(self, key: str) -> TOMLDocument:
        """Return the treaty.toml of a treaty, to be changed in place; comments and order stay."""
        name = f"treaties/{key}/treaty.toml"
        if name not in self._documents:
            self._documents[name] = tomlkit.parse((self._folder / name).read_text(encoding="utf-8"))
        return self._documents[name]

    def write(self) -> None:
        """Write all files that were asked for."""
        for name, document in self._documents.items():
            (self._folder / name).write_text(tomlkit.dumps(document), encoding="utf-8", newline="")
        for name, rows in self._tables.items():
            stream = io.StringIO()
            writer = csv.DictWriter(stream, self._columns[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            (self._folder / name).write_text(stream.getvalue(), encoding="utf-8", newline="")
