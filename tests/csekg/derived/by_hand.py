"""Facts of two invented treaties and of few States, made by hand: one line a fact, and no file read."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from csekg.facts.actors import Actor, Membership
from csekg.facts.declarations import Declaration, Event
from csekg.facts.discrepancies import Discrepancy
from csekg.facts.sources import Source
from csekg.facts.statements import Statement
from csekg.facts.tables import Row
from csekg.facts.treaties import ListCoverage, Treaty
from csekg.facts.treaty_file import Joining, Notice
from csekg.law.conditions import Spell
from csekg.law.eligibility import Eligibility
from csekg.law.entry_into_force import EntryIntoForceRule

LINES = count(2)
#: As in the Convention on the Rights of the Child, article 49: thirty days.
RULE = EntryIntoForceRule(
    first_threshold=2,
    first_wait="P30D",
    later_wait="P30D",
    applies_when="deposit-after-trigger",
    counts_from="deposit",
    trigger_on=date(2001, 1, 1),
    in_force_on=date(2001, 1, 31),
)
JOINING = Joining(
    consent_kinds=("ratification", "accession"),
    competence_declaration="",
    reservations_only_to=(),
    declarations_with_consent=(),
    declarations_listed=False,
    denunciation=Notice(12, False),
    denunciation_first_window_years=None,
    denunciation_window_years=None,
    territorial=None,
)


def row(file: str, **values: str) -> Row:
    """A row of its own in a file of the treaty `one`."""
    return Row(Path("data/treaties/one") / file, next(LINES), values)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def treaty(key: str = "one", *, listed_to: str = "9999-12-31", **more: Any) -> Treaty:
    """A treaty opened in 2000, whose lists of both kinds are complete to a day, or to the end of time."""
    kinds = ("parties", "signatures") if listed_to else ()
    lists = (
        ListCoverage(
            kind=kind, complete_on=day(listed_to), sources=("list",), checked_until=None, checked_in=(), note=""
        )
        for kind in kinds
    )
    return Treaty(
        **{
            "key": key,
            "facts": {"opened_on": date(2000, 1, 1), "in_force_on": date(2001, 1, 31)},
            "rule": RULE,
            "eligibility": Eligibility.parse(["any-state"], ["any-state"], False),
            "joining": JOINING,
            "status_on": date(2020, 1, 1),
            "read_every_days": 30,
            "status_sources": (),
            "lists": tuple(lists),
            "status_note": "",
            "clauses": (),
            **more,
        }
    )


def source(key: str, as_of: str = "2020-01-01") -> Source:
    empty = dict.fromkeys(("title", "publisher", "as_of_note", "location", "licence", "completeness", "use"), "")
    return Source(key=key, as_of=date.fromisoformat(as_of), **empty)


def statement(
    source: str = "list", actor: str = "FRA", signed: str = "", consent: str = "", on: str = "", **more: Any
) -> Statement:
    """What a source states: `on` is the day of the consent, `in_force` that of its effect or `yes`."""
    in_force, preferred = more.pop("in_force", ""), more.pop("preferred", "")
    return Statement(
        **{
            "row": row("participation.csv", in_force_on=in_force),
            "treaty": "one",
            "actor": actor,
            "territory": "",
            "name_in_source": "",
            "signed": bool(signed),
            "signed_on": day(signed.removesuffix("yes")),
            "consent": consent,
            "consent_on": day(on),
            "consent_year": None,
            "in_force_on": day(in_force.removesuffix("yes")),
            "marks": "",
            "minimum_age": None,
            "basis": "stated",
            "source": source,
            "preferred": frozenset(preferred.split()),
            "note": "",
            **more,
        }
    )


def event(kind: str, actor: str = "FRA", *, on: str = "", **more: Any) -> Event:
    return Event(
        **{
            "row": row("events.csv", date=on),
            "treaty": "one",
            "actor": actor,
            "territory": "",
            "kind": kind,
            "made_upon": "",
            "on": day(on),
            "year": None,
            "effective_on": None,
            "until": None,
            "withdraws": (),
            "withdraws_part": (),
            "modifies": (),
            "detail": "",
            "source": "list",
            **more,
        }
    )


def declaration(number: int, actor: str = "FRA", **more: Any) -> Declaration:
    return Declaration(
        **{
            "row": row("declarations.csv"),
            "treaty": "one",
            "actor": actor,
            "territories": (),
            "number": number,
            "kind": "reservation",
            "printed_as": (),
            "printed_in": "",
            "provisions": (),
            "made_upon": "",
            "made_on": None,
            "made_on_source": "",
            "effect": "",
            "gist": "",
            "minimum_age": None,
            "withdrawn": "",
            "objects_to": "",
            "objects_to_declarations": (),
            "source": "list",
            "note": "",
            **more,
        }
    )


def discrepancy(action: str, chosen: tuple[str, str], other: tuple[str, str], **more: Any) -> Discrepancy:
    """Two values, each with its source."""
    return Discrepancy(
        **{
            "row": row("corrections.csv"),
            "key": f"one-fra-{action}-1",
            "treaty": "one",
            "actor": "FRA",
            "territory": "",
            "action": action,
            "property_name": "date",
            "chosen_value": chosen[0],
            "chosen_source": chosen[1],
            "other_value": other[0],
            "other_source": other[1],
            "status": "settled",
            "reason": "",
            **more,
        }
    )


def actor(key: str, kind: str = "state", **memberships: Spell) -> Actor:
    """An actor with its memberships, a spell for each group."""
    memberships_of = (
        Membership(
            row=row("memberships.csv"),
            group=group.replace("_", "-"),
            since=str(spell.since or ""),
            until="",
            spell=spell,
            source="list",
            note="",
        )
        for group, spell in memberships.items()
    )
    return Actor(
        key=key,
        kind=kind,
        row=row("actors.csv"),
        names={"en": key},
        other_names=(),
        memberships=tuple(memberships_of),
        country_codes=(),
    )
