"""Decides which value is followed where a list that was just read differs from other sources.

What editors have decided stays. Where nobody has decided, the depositary's own list is followed and
any other list is not. Each difference becomes an open row of corrections.csv, for a person to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from csekg.derived.discrepancies import agree, stated_value
from csekg.errors import CsekgError
from csekg.facts.discrepancies import PROPERTIES
from csekg.facts.statements import Statement
from csekg.refresh.files import Cells

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
