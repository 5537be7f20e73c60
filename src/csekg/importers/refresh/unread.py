"""What a list prints in words and the register does not have yet: named for a person to read, with its place.

What a statement says is for the editor to write, in the words of a gist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from csekg.derived.all_facts import AllFacts
from csekg.facts.declarations import Declaration
from csekg.importers import Reading, SourceRecord, actors_of

_STATEMENTS = ("reservation", "declaration", "interpretative-declaration")
#: What is directed at another State's statement.
_ANSWERS = ("objection", "communication")
#: What becomes of statements.
_FATES = ("reservation-withdrawal", "declaration-modification")


def unread_statements(facts: AllFacts, treaty: str, reading: Reading) -> dict[tuple[object, ...], str]:
    """Return a sentence for each statement of a list of a treaty that the register does not have.

    The keys tell a statement from another in several lists of a treaty. A statement without a day
    is in the register where it has as many of the actor and occasion as the list prints.
    """
    names = [name for record in reading.records for name in (record.participant, *record.targets)]
    keys, _ = actors_of(names)
    sentences: dict[tuple[object, ...], str] = {}
    for actor in dict.fromkeys(keys[record.participant] for record in reading.records):
        records = [record for record in reading.records if keys[record.participant] == actor]
        declared = [each for each in facts.declarations if (each.treaty, each.actor) == (treaty, actor)]
        days = _days(facts, treaty, actor)
        missing = [(record, "") for record in _unread(records, declared, days) if actor]
        missing += [
            (record, target)
            for record in records
            # A note that nobody speaks in tells of its carrier, and is no statement.
            if record.kind == "objection" or (record.kind == "communication" and record.targets)
            for target in (keys[name] for name in record.targets or ("",))
            if not any(_answers(each, record, target) for each in declared)
        ]
        for record, target in missing:
            about = f" about {facts.actors[target].name}" if target else ""
            when = f" of {record.day}" if record.day else ""
            name = facts.actors[actor].name if actor else record.participant
            sentences[treaty, name, record.kind, record.day, target, record.words[:60]] = (
                f"{facts.short_titles[treaty]}: not yet read, {record.kind} of {name}{about}{when} ({record.place})"
            )
    return sentences


def _days(facts: AllFacts, treaty: str, actor: str) -> set[date | None]:
    """Return the days of an actor's statements, events and extensions: a list may tell one as another.

    None is among them where the actor has withdrawn or modified a statement, of which a list may print no day.
    """
    own = (treaty, actor)
    days = {each.made_on for each in facts.declarations if (each.treaty, each.actor) == own}
    days |= {each.on for each in facts.events if (each.treaty, each.actor) == own}
    days |= {each.consent_on for each in facts.statements if each.territory and (each.treaty, each.actor) == own}
    has_fate = any((each.treaty, each.actor) == own and each.kind in _FATES for each in facts.events)
    return days | {None} if has_fate else days - {None}


def _unread(records: list[SourceRecord], declared: list[Declaration], days: set[date | None]) -> Iterator[SourceRecord]:
    """Yield what an actor declares, notifies, withdraws or modifies, and the register has not on such a day."""
    printed: dict[date | str, list[SourceRecord]] = {}
    for record in records:
        if record.kind in _STATEMENTS:
            when = record.day or (record.occasion if record.occasion == "signature" else "")
            printed.setdefault(when, []).append(record)
        elif record.kind in (*_FATES, "notification"):
            is_known = record.day in days and (record.day or record.kind in _FATES)
            if not is_known:
                yield record
    for when, together in printed.items():
        kinds = Counter(
            each.kind for each in declared if each.kind not in _ANSWERS and _fits(when, each.made_on, each.made_upon)
        )
        spare = kinds.total() or int(when in days)
        # Kinds differ now and then: what a list calls a declaration is a reservation to others.
        yield from sorted(together, key=lambda record: kinds[record.kind] == 0)[spare:]


def _fits(when: date | str, made_on: date | None, made_upon: str) -> bool:
    """Return whether a statement of the register may be the one that a list prints for a day or occasion."""
    if isinstance(when, date):
        return made_on == when or (made_on is None and made_upon in ("later", "unknown", ""))
    if when == "signature":
        return made_upon in ("signature", "unknown", "")
    return made_upon != "signature"


def _answers(each: Declaration, record: SourceRecord, target: str) -> bool:
    """Return whether a statement of the register may be the answer that a list prints about a target."""
    return (
        each.kind in _ANSWERS
        and (not target or not each.objects_to or each.objects_to == target)
        and (record.day is None or each.made_on in (None, record.day))
    )
