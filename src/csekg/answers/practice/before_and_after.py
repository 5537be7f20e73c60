"""What assessors found before and after States were bound by a treaty, in counts, without a claim of causes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Ref, Words, alphabetical
from csekg.answers.common.references import find_treaty
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.practice.assessments import AssessorRef, PracticeAssessment, assessments, assessors
from csekg.answers.status.intervals import intervals_of, intervals_of_actor
from csekg.sparql.store import QueryEngine

#: The answers that can be compared from year to year; a number and an empty value cannot.
_COMPARED = frozenset({"yes", "partly", "no", "grade"})


class Passage(Answer):
    """States whose value was one thing at first and another, or the same, at last."""

    first: Words = Field(description="the value at first, as printed")
    first_answer: Code
    last: Words = Field(description="the value at last, as printed")
    last_answer: Code
    states: tuple[Ref, ...]

    @property
    def count(self) -> int:
        """How many States."""
        return len(self.states)


class BeforeAndAfter(Answer):
    """One indicator of one assessor, before and after States were bound by a treaty.

    It says nothing about causes: those who join also differ from those who do not.
    """

    assessor: AssessorRef
    indicator: Ref
    scope: Ref
    years: tuple[int, int] = Field(description="first and last year of the values")
    joined: tuple[Passage, ...] = Field(
        description="States bound within these years: from the last value before the year in which they were bound "
        "to the newest value after it"
    )
    not_joined: tuple[Passage, ...] = Field(
        description="beside them, States not bound up to the last year: from their first value to their newest"
    )


@remembered_in_order
def before_and_after(store: QueryEngine, treaty: str) -> tuple[BeforeAndAfter, ...]:
    """Return the comparison for each indicator that is linked to a provision of a treaty, given by key.

    Raises UnknownNameError for an unknown treaty.
    """
    info = find_treaty(store, treaty)
    bound: dict[str, int] = {}
    for span in intervals_of(store, info.key):
        if span.status == "party":
            year = (span.held_since or span.since).year
            bound[span.actor.id] = min(year, bound.get(span.actor.id, year))
    found = []
    for assessor in assessors(store):
        for asked in assessor.indicators:
            if not any(link.instrument and link.instrument.id == info.id for link in asked.links):
                continue
            values = _by_state(assessments(store, indicator=asked.indicator.key, assessor=assessor.key))
            years = {value.assessed_year for listed in values.values() for value in listed}
            if not years:
                continue
            joined, others = [], []
            for state, listed in values.items():
                bound_in = bound.get(state)
                if bound_in is None or bound_in > max(years):
                    others.append((listed[0], listed[-1]))
                    continue
                before = [value for value in listed if value.assessed_year < bound_in]
                if before and listed[-1].assessed_year > bound_in:
                    joined.append((before[-1], listed[-1]))
            found.append(
                BeforeAndAfter(
                    assessor=assessor.ref,
                    indicator=asked.indicator,
                    scope=asked.scope,
                    years=(min(years), max(years)),
                    joined=_passages(joined),
                    not_joined=_passages(pair for pair in others if pair[0].assessed_year < pair[1].assessed_year),
                )
            )
    return tuple(each for each in found if each.joined)


def days_bound(store: QueryEngine, actor: str) -> Mapping[tuple[str, str], list[tuple[Ref, date]]]:
    """Return the treaties to which an indicator is linked, each with a day since which it binds an actor, by IRI.

    They stand by the keys of assessor and indicator. One that bound, was left and binds again has two days.
    """
    spans = [span for span in intervals_of_actor(store, actor) if span.status == "party"]
    found = {}
    for assessor in assessors(store):
        for asked in assessor.indicators:
            linked = {link.instrument.id for link in asked.links if link.instrument}
            found[assessor.key, asked.indicator.key] = [
                (span.treaty.ref, span.held_since or span.since) for span in spans if span.treaty.id in linked
            ]
    return found


def is_assessed(store: QueryEngine, treaty: str) -> bool:
    """Return whether an indicator is linked to a provision of a treaty, given by IRI."""
    return any(
        link.instrument and link.instrument.id == treaty
        for assessor in assessors(store)
        for asked in assessor.indicators
        for link in asked.links
    )


def _by_state(values: Iterable[PracticeAssessment]) -> Mapping[str, list[PracticeAssessment]]:
    """Return the values of States that can be compared, by IRI and in the order of years."""
    found: dict[str, list[PracticeAssessment]] = defaultdict(list)
    for value in sorted(values, key=lambda value: value.assessed_year):
        if value.place_kind == "state" and value.assessed_answer in _COMPARED:
            found[value.assessed_place.id].append(value)
    return found


def _passages(pairs: Iterable[tuple[PracticeAssessment, PracticeAssessment]]) -> tuple[Passage, ...]:
    states: dict[tuple[str, str, str, str], list[Ref]] = defaultdict(list)
    for first, last in pairs:
        of = (first.printed_value or "", first.assessed_answer, last.printed_value or "", last.assessed_answer)
        states[of].append(first.assessed_place)
    return tuple(
        Passage(
            first=first,
            first_answer=first_answer,
            last=last,
            last_answer=last_answer,
            states=tuple(sorted(refs, key=lambda ref: alphabetical(ref.name))),
        )
        for (first, first_answer, last, last_answer), refs in sorted(
            states.items(), key=lambda item: (-len(item[1]), item[0])
        )
    )
