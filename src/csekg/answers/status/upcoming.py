"""What lies ahead of a day: changes of status, ends of invitations, reports due, anniversaries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal as TypeLiteral

from pyoxigraph import Literal

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Day, Ref, Words, alphabetical, code, day, refusing
from csekg.answers.common.names import status_labels
from csekg.answers.common.reasons import rules_by_treaty, sum_of
from csekg.answers.common.references import SourceRef, actor_refs, list_sources, some_sources, source_refs, treaties
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.answers.status.intervals import signatures_without_ratification, status_intervals
from csekg.answers.status.reports import reports_due
from csekg.answers.status.subjects import Subject
from csekg.languages.days import full_years, spelled
from csekg.languages.messages import _, as_sentence, ngettext, sentences
from csekg.law.entry_into_force import EntryIntoForceRule
from csekg.namespaces import XSD
from csekg.sparql.store import QueryEngine, whole_number
from csekg.wording.labels import change_in_words

What = TypeLiteral["status-change", "invitation-ends", "report-due"]


class Upcoming(Answer):
    """What comes after a day by an act done until that day and by the treaty's rule.

    It is a change of status, the end of an invitation, or the day by which a report is due.
    """

    id: str
    what: What
    date: Day
    actor: Ref
    treaty: Ref
    kind: str
    label: Words
    arithmetic: Words | None
    as_of: Day
    sources: tuple[SourceRef, ...]


class Awaited(Answer):
    """A treaty that is not in force on a day, with the consents given and those that it takes."""

    treaty: Ref
    consented: int
    threshold: int
    as_of: Day


# Each branch begins with few spans: of contracting States, of denunciations. It looks up the rest
# for those alone: after the union, Oxigraph would look it up for all acts.
_FURTHER = """
    ?interval cse:status ?status . ?before cse:status ?was .
    ?participation cse:actor ?actor ; cse:treaty ?treaty .
    OPTIONAL {
      ?interval cse:basisAction ?act .
      OPTIONAL {
        ?act cse:followedDate ?on ; cse:computedEntryIntoForce ?computed ; cse:computedCase ?case
      }
      OPTIONAL { ?act cse:alternativeEntryIntoForce ?other }
      OPTIONAL { ?act prov:hadPrimarySource ?source }
    }
"""
_UPCOMING = f"""
SELECT ?interval ?actor ?treaty ?day ?status ?was ?on ?computed ?other ?case ?source WHERE {{
  {{
    ?before cse:status status:contracting-state ; cse:from ?began ; cse:until ?day .
    FILTER(?began <= %(last)s && ?day > %(last)s)
    ?participation cse:interval ?before , ?interval . ?interval cse:from ?day .
    {_FURTHER}
  }} UNION {{
    ?act a cse:Denunciation ; cse:date ?done . FILTER(?done <= %(last)s)
    ?interval cse:basisAction ?act ; cse:status status:former-party ; cse:from ?day . FILTER(?day > %(last)s)
    ?participation cse:interval ?interval , ?before . ?before cse:until ?day .
    {_FURTHER}
  }}
}}
"""
_INVITATIONS = """
SELECT ?treaty ?actor ?source WHERE {
  ?act a cse:Invitation ; cse:treaty ?treaty ; cse:actor ?actor ; prov:hadPrimarySource ?source
}
"""
#: Days ahead within which reports of all States are told.
_AHEAD = 366
_THRESHOLDS = """
SELECT ?treaty ?threshold ?adopted ?since WHERE {
  ?rule cse:ruleOf ?treaty ; cse:threshold ?threshold .
  OPTIONAL { ?treaty cse:adoptedOn|cse:openedOn ?adopted }
  OPTIONAL { ?treaty eli:first_date_entry_in_force ?since }
} ORDER BY ?treaty
"""


def upcoming(store: QueryEngine, last: date, asked: Subject) -> list[Upcoming]:
    """Return what comes after a day by what was done until then, by date.

    Where no State is asked about, reports are those of the twelve months that follow.
    """
    rows: dict[str, tuple[str, ...]] = {}
    sources: dict[str, set[str]] = defaultdict(set)
    query = _UPCOMING % {"last": Literal(last.isoformat(), datatype=XSD.date)}
    for *row, source in values(store, query):
        # An act has one sum of the rule; another act of the same change may have none.
        rows[row[0]] = max(rows.get(row[0], ()), tuple(row))
        sources[row[0]] |= {source} - {""}
    actors, infos, known = actor_refs(store), treaties(store), source_refs(store)
    labels, rules = status_labels(store), rules_by_treaty(store)
    with refusing(Upcoming):
        found = [
            Upcoming(
                id=interval,
                what="status-change",
                date=date.fromisoformat(on),
                actor=actors[actor],
                treaty=infos[code(treaty)].ref,
                kind=code(new),
                label=change_in_words(code(was), code(new), labels, ahead=True),
                arithmetic=_arithmetic(rules.get(treaty), *computed),
                as_of=infos[code(treaty)].as_of,
                sources=some_sources(known, sources[interval]),
            )
            for interval, actor, treaty, on, new, was, *computed in rows.values()
        ]
    found += [*_invitations(store, last), *_reports(store, last, asked)]
    return sorted(
        (change for change in found if asked.is_about(change.treaty.key, change.actor.key)),
        key=lambda change: (change.date, change.treaty.key, alphabetical(change.actor.name)),
    )


@remembered
def invitation_sources(store: QueryEngine) -> Mapping[tuple[str, str], tuple[SourceRef, ...]]:
    """Return the sources of invitations to accede, by the IRIs of treaty and actor."""
    known, found = source_refs(store), defaultdict(set)
    for treaty, actor, source in values(store, _INVITATIONS):
        found[treaty, actor].add(source)
    return {pair: some_sources(known, iris) for pair, iris in found.items()}


def _invitations(store: QueryEngine, last: date) -> Iterator[Upcoming]:
    for span in status_intervals(store, last):
        on, ends = span.invited
        if on and ends:
            yield Upcoming(
                id=span.id,
                what="invitation-ends",
                date=ends,
                actor=span.actor,
                treaty=span.treaty.ref,
                kind="invitation-ends",
                label=_("the invitation of {day} ends", day=spelled(on)),
                arithmetic=None,
                as_of=span.treaty.as_of,
                sources=invitation_sources(store)[span.treaty.id, span.actor.id],
            )


def _after(day: date, days: int) -> date:
    """Return the day so many days later, at most the last one that there is."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _reports(store: QueryEngine, last: date, asked: Subject) -> Iterator[Upcoming]:
    lists = list_sources(store)
    until = date.max if asked.actors is not None else _after(last, _AHEAD)
    for due in reports_due(store, _after(last, 1), asked.actors, until):
        if due.next_on is None:
            continue
        yield Upcoming(
            id=ns.participation(due.treaty.key, due.actor.key).value,
            what="report-due",
            date=due.next_on,
            actor=due.actor,
            treaty=due.treaty,
            kind="report-due",
            label=_("report due ({article})", article=due.article),
            arithmetic=sentences(due.arithmetic, _("Whether one was sent is not known here.")),
            as_of=due.as_of,
            sources=lists[ns.instrument(due.treaty.key).value],
        )


def _arithmetic(rule: EntryIntoForceRule | None, on: str, computed: str, other: str, case: str) -> str | None:
    total = sum_of(rule, day(on), day(computed), day(other), case)
    return total.words if total else None


def awaited(store: QueryEngine, last: date, asked: Subject) -> list[Awaited]:
    """Return the treaties that exist and are not in force on a day, sorted by key."""
    infos, on = treaties(store), last.isoformat()
    thresholds = {
        treaty: whole_number(threshold)
        for treaty, threshold, adopted, since in _thresholds(store)
        # A treaty waits for the consents of all States.
        if adopted <= on and (not since or since > on) and asked.is_about(code(treaty), None)
    }
    if not thresholds:
        return []
    consented = Counter(
        span.treaty.id for span in status_intervals(store, last, treaties=thresholds, status="contracting-state")
    )
    return [
        Awaited(
            treaty=infos[code(treaty)].ref,
            consented=consented[treaty],
            threshold=threshold,
            as_of=infos[code(treaty)].as_of,
        )
        for treaty, threshold in thresholds.items()
    ]


@remembered
def _thresholds(store: QueryEngine) -> tuple[tuple[str, ...], ...]:
    return tuple(values(store, _THRESHOLDS))


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
    return sorted(
        found, key=lambda appointment: (appointment.on, appointment.treaty.key, alphabetical(appointment.actor.name))
    )


def _beginnings(store: QueryEngine, asked: Subject, today: date) -> Iterator[Appointment]:
    """Yield what is known to come by what was done."""
    for change in upcoming(store, today, asked):
        why = [as_sentence(change.arithmetic)] if change.arithmetic else []
        yield Appointment(
            key=f"{change.what.partition('-')[0]}-{change.treaty.key}-{change.actor.key}-{change.date}",
            on=change.date,
            title=_(
                "{state}, {treaty}: {change}", state=change.actor.name, treaty=change.treaty.name, change=change.label
            ),
            text=sentences(*why, _data_as_of(change.as_of)),
            actor=change.actor,
            treaty=change.treaty,
            as_of=change.as_of,
        )


def _anniversaries(store: QueryEngine, asked: Subject, today: date) -> Iterator[Appointment]:
    for signature in signatures_without_ratification(store, treaty=asked.treaties):
        if not signature.day_known or not asked.is_about(signature.treaty.key, signature.actor.key):
            continue
        signed = signature.held_since or signature.since
        on = next_anniversary(signed, today)
        years = full_years(signed, on)
        yield Appointment(
            key=f"signature-{signature.treaty.key}-{signature.actor.key}-{on.year}",
            on=on,
            title=ngettext(
                "{state}: {number} year since the signature of the {treaty}, not ratified by {day}",
                "{state}: {number} years since the signature of the {treaty}, not ratified by {day}",
                years,
                state=signature.actor.name,
                treaty=signature.treaty.name,
                day=spelled(signature.as_of),
            ),
            text=sentences(
                _("The signature is of {day}; no consent to be bound is known.", day=spelled(signed)),
                _data_as_of(signature.as_of),
            ),
            actor=signature.actor,
            treaty=signature.treaty,
            as_of=signature.as_of,
        )


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
