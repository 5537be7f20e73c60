"""What a State promised beside what assessors found, paragraph by paragraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, Day, Ref, Words
from csekg.answers.common.known import actor_ref
from csekg.answers.practice.assessments import PracticeAssessment, assessments
from csekg.answers.practice.assessors import (
    AssessedIndicator,
    Assessor,
    LinkStrength,
    asked_about,
    assessors,
)
from csekg.answers.status.declarations import Statement, declarations
from csekg.answers.status.intervals import status_intervals
from csekg.answers.texts.correspondences import Correspondence, Strength, correspondences
from csekg.answers.texts.paragraphs import Paragraph, paragraphs
from csekg.answers.texts.touching import touches
from csekg.sparql.store import QueryEngine

#: The strengths of a correspondence by which a treaty obliges to what a paragraph asks.
OBLIGING: tuple[Strength, ...] = ("equivalent", "implements")
#: Kinds by which a State limits what binds it, or says how it reads it.
_WEAKENING = (
    "reservation", "interpretative-declaration", "declaration", "binding-age-declaration",
)  # fmt: skip


class Binding(Answer):
    """A treaty that binds a State to what a paragraph asks, and what the State said about it."""

    treaty: Ref
    provisions: tuple[Ref, ...] = Field(description="the corresponding provisions")
    since: Day = Field(description="first day on which the treaty is in force for the State")
    as_of: Day = Field(description="day on which the data about the treaty stand")
    statements: tuple[Statement, ...] = Field(
        description="reservations and declarations of the State that touch these provisions and "
        "were not taken back"
    )


class Found(Answer):
    """What one assessor states about a State on one indicator, year by year."""

    assessor: Ref
    indicator: Ref
    scope: Ref
    states_conformity: bool
    indicator_strength: LinkStrength | None = Field(
        description="how closely the indicator and the paragraph agree; null for an indicator that "
        "bears on no paragraph"
    )
    rationale: Words | None = Field(description="why it bears on the paragraph, or on none")
    values: tuple[PracticeAssessment, ...] = Field(
        description="by year; none: the assessor did not assess the State, which is not no"
    )


class Promise(Answer):
    """A paragraph: what binds the State to it, and what assessors found."""

    paragraph: Ref
    description: Words = Field(description="what it says, in our words")
    bindings: tuple[Binding, ...] = Field(
        description="treaties in force for the State with a provision that is equivalent to the "
        "paragraph or implements it"
    )
    found: tuple[Found, ...] = Field(
        description="none: no indicator of an assessor bears on the paragraph"
    )


class StatePromises(Answer):
    """A State: what it promised and what assessors found, by paragraph of the resolution."""

    actor: Ref
    promises: tuple[Promise, ...]
    context: tuple[Found, ...] = Field(description="indicators that bear on no single paragraph")


def promises(store: QueryEngine, key: str, on: date | None = None) -> StatePromises:
    """Return what a State promised and what assessors found, by operative paragraph.

    Without a day, bindings are those on the as-of date of each treaty. Paragraphs to which no
    treaty obliges and on which no indicator bears are left out. Raises UnknownNameError.
    """
    actor = actor_ref(store, key)
    links: dict[str, list[Correspondence]] = defaultdict(list)
    for link in correspondences(store, strength=OBLIGING):
        links[link.paragraph.id].append(link)
    asked = asked_about(store)
    values = _by_question(assessments(store, state=actor.key))
    spans = {
        span.treaty.id: span for span in status_intervals(store, on, actor=actor.id, status="party")
    }
    stated = _statements(store, actor.key)
    found = []
    for each in paragraphs(store):
        if each.type == "PreambularParagraph" or (each.id not in links and each.id not in asked):
            continue
        by_treaty: dict[str, list[Correspondence]] = defaultdict(list)
        for link in links.get(each.id, ()):
            by_treaty[link.instrument.id].append(link)
        bindings = tuple(
            Binding(
                treaty=spans[treaty].treaty.ref,
                provisions=tuple(link.provision for link in listed),
                since=spans[treaty].held_since or spans[treaty].since,
                as_of=spans[treaty].treaty.as_of,
                statements=tuple(stated.get((treaty, each.id), ())),
            )
            for treaty, listed in by_treaty.items()
            if treaty in spans
        )
        found.append(_promise(each, bindings, asked.get(each.id, ()), values))
    return StatePromises(
        actor=actor,
        promises=tuple(found),
        context=tuple(
            _found(assessor, asking, None, asking.note, values)
            for assessor in assessors(store)
            for asking in assessor.indicators
            if not asking.links
        ),
    )


_Values = Mapping[tuple[str, str], tuple[PracticeAssessment, ...]]


def _by_question(values: Iterable[PracticeAssessment]) -> _Values:
    found: dict[tuple[str, str], list[PracticeAssessment]] = defaultdict(list)
    for value in sorted(values, key=lambda value: value.assessed_year):
        found[value.assessor.id, value.indicator.id].append(value)
    return {key: tuple(each) for key, each in found.items()}


def _promise(
    paragraph: Paragraph,
    bindings: tuple[Binding, ...],
    asked: Iterable[tuple[Assessor, AssessedIndicator]],
    values: _Values,
) -> Promise:
    found = []
    for assessor, asking in asked:
        link = next(
            link
            for link in asking.links
            if link.paragraph.id == paragraph.id and link.provision is None
        )
        strength, reason = link.indicator_strength, link.rationale
        found.append(_found(assessor, asking, strength, reason, values))
    return Promise(
        paragraph=Ref(id=paragraph.id, key=paragraph.key, name=paragraph.name),
        description=paragraph.description,
        bindings=bindings,
        found=tuple(found),
    )


def _found(
    assessor: Assessor,
    asking: AssessedIndicator,
    strength: LinkStrength | None,
    reason: str | None,
    values: _Values,
) -> Found:
    return Found(
        assessor=assessor.ref,
        indicator=asking.indicator,
        scope=asking.scope,
        states_conformity=asking.states_conformity,
        indicator_strength=strength,
        rationale=reason,
        values=values.get((assessor.id, asking.indicator.id), ()),
    )


def _statements(store: QueryEngine, actor: str) -> Mapping[tuple[str, str], list[Statement]]:
    """Return the statements of an actor that may weaken what binds it, by treaty and paragraph."""
    touched = touches(store)
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for each in declarations(store, actor=actor):
        if each.kind in _WEAKENING and each.withdrawn_on is None and each.withdrawal != "yes":
            for touch in touched.get(each.id, ()):
                if touch.strength in OBLIGING:
                    found[each.treaty.id, touch.paragraph.id].append(each)
    return found
