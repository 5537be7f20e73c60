"""What a calendar shows: entries into force to come, anniversaries of signatures unratified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csekg.answers.common.base import Ref
from csekg.answers.common.ordering import alphabetical
from csekg.answers.status.ahead import coming
from csekg.answers.status.signatures import full_years, signatures_without_ratification
from csekg.answers.status.subjects import Subject
from csekg.days import spelled
from csekg.languages.joining import as_sentence, sentences
from csekg.languages.messages import _, ngettext
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day that lies ahead; `key` names it the same whenever a calendar is made."""

    key: str
    on: date
    title: str
    text: str
    actor: Ref
    treaty: Ref
    as_of: date


def appointments(store: QueryEngine, asked: Subject, today: date) -> list[Appointment]:
    """Return what lies ahead of a day, by day: of a signature its next anniversary.

    An anniversary counts only where a source gives the day of the signature.
    """
    found = [*_beginnings(store, asked, today), *_anniversaries(store, asked, today)]
    return sorted(found, key=lambda each: (each.on, each.treaty.key, alphabetical(each.actor.name)))


def _beginnings(store: QueryEngine, asked: Subject, today: date) -> Iterator[Appointment]:
    """Yield the changes of status that what is known to have been done will bring."""
    for each in coming(store, today, asked):
        why = [as_sentence(each.arithmetic)] if each.arithmetic else []
        yield Appointment(
            f"status-{each.treaty.key}-{each.actor.key}-{each.date}", each.date,
            _("{state}, {treaty}: {change}",
              state=each.actor.name, treaty=each.treaty.name, change=each.label),
            sentences(*why, _data_as_of(each.as_of)), each.actor, each.treaty, each.as_of,
        )  # fmt: skip


def _anniversaries(store: QueryEngine, asked: Subject, today: date) -> Iterator[Appointment]:
    for each in signatures_without_ratification(store, treaty=asked.treaties):
        if not each.day_known or not asked.is_about(each.treaty.key, each.actor.key):
            continue
        signed = each.held_since or each.since
        on = next_anniversary(signed, today)
        years = full_years(signed, on)
        yield Appointment(
            f"signature-{each.treaty.key}-{each.actor.key}-{on.year}", on,
            ngettext(
                "{state}: {number} year since the signature of the {treaty}, not ratified by {day}",
                "{state}: {number} years since the signature of the {treaty}, not ratified by "
                "{day}",
                years, state=each.actor.name, treaty=each.treaty.name, day=spelled(each.as_of),
            ),
            sentences(
                _("The signature is of {day}; no consent to be bound is known.",
                  day=spelled(signed)),
                _data_as_of(each.as_of),
            ),
            each.actor, each.treaty, each.as_of,
        )  # fmt: skip


def _data_as_of(day: date) -> str:
    return _("Data as of {day}.", day=spelled(day))


def next_anniversary(day: date, today: date) -> date:
    """Return the first anniversary of a day that is not before today, the first year excepted.

    That of 29 February is 1 March in a common year.
    """
    year = max(today.year, day.year + 1)
    on = _in_year(day, year)
    return on if on >= today else _in_year(day, year + 1)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
