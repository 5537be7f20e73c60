"""What States promised beside what assessors found: by State and by paragraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Day, Iri, Ref, Words, alphabetical
from csekg.answers.common.references import SourceRef, actor_ref, find_paragraph
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.common.rows import grouped
from csekg.answers.practice.assessments import (
    AssessedIndicator,
    Assessor,
    AssessorRef,
    IndicatorLink,
    LinkStrength,
    PracticeAssessment,
    asked_about,
    assessments,
    assessors,
)
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.status.intervals import StatusInterval, status_intervals
from csekg.answers.texts.affected_texts import affected_paragraphs
from csekg.answers.texts.correspondences import Strength, correspondences
from csekg.answers.texts.resolution import Paragraph, paragraphs
from csekg.sparql.store import QueryEngine

#: The strengths of a correspondence by which a treaty obliges to what a paragraph asks.
OBLIGING: tuple[Strength, ...] = ("equivalent", "implements")


class Binding(Answer):
    """A treaty that binds a State to what a paragraph asks, and what the State said about it."""

    treaty: Ref
    provisions: tuple[Ref, ...] = Field(description="the corresponding provisions")
    since: Day = Field(description="first day on which the treaty is in force for the State")
    as_of: Day = Field(description="day on which the data about the treaty stand")
    statements: tuple[Declaration, ...] = Field(
        description="reservations and declarations of the State that touch these provisions and were not taken back"
    )


class AssessorFinding(Answer):
    """What one assessor states about a State on one indicator, year by year."""

    assessor: AssessorRef
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

    @property
    def runs(self) -> list[tuple[PracticeAssessment, PracticeAssessment]]:
        """The values of the first and the last of years that follow each other with the same value."""
        found: list[tuple[PracticeAssessment, PracticeAssessment]] = []
        for value in self.values:
            before = found[-1][1] if found else None
            if before and value.assessed_year == before.assessed_year + 1 and value.says_as(before):
                found[-1] = found[-1][0], value
            else:
                found.append((value, value))
        return found


class Promise(Answer):
    """A paragraph: what binds the State to it, and what assessors found."""

    paragraph: Ref
    description: Words = Field(description="what it says, in our words")
    bindings: tuple[Binding, ...] = Field(
        description="treaties in force for the State with a provision that is equivalent to the "
        "paragraph or implements it"
    )
    found: tuple[AssessorFinding, ...] = Field(description="none: no indicator of an assessor bears on the paragraph")


class StatePromises(Answer):
    """A State: what it promised and what assessors found, by paragraph of the resolution."""

    actor: Ref
    promises: tuple[Promise, ...]
    context: tuple[AssessorFinding, ...] = Field(description="indicators that bear on no single paragraph")


def promises(store: QueryEngine, key: str, on: date | None = None) -> StatePromises:
    """Return what a State promised and what assessors found, by operative paragraph.

    Without a day, bindings are those on the as-of date of each treaty. Paragraphs to which no
    treaty obliges and on which no indicator bears are left out. Raises UnknownNameError.
    """
    actor = actor_ref(store, key)
    obliging, asked = _obliging(store), asked_about(store)
    values = _by_question(assessments(store, state=actor.key))
    spans = {span.treaty.id: span for span in status_intervals(store, on, actor=actor.id, status="party")}
    stated = _statements(store, actor.key)
    found = []
    for paragraph in paragraphs(store):
        if paragraph.type == "PreambularParagraph" or (paragraph.id not in obliging and paragraph.id not in asked):
            continue
        bindings = tuple(
            Binding(
                treaty=spans[treaty].treaty.ref,
                provisions=provisions,
                since=spans[treaty].held_since or spans[treaty].since,
                as_of=spans[treaty].treaty.as_of,
                statements=tuple(stated.get((treaty, paragraph.id), ())),
            )
            for treaty, provisions in obliging.get(paragraph.id, {}).items()
            if treaty in spans
        )
        found.append(_promise(paragraph, bindings, asked.get(paragraph.id, ()), values))
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


@remembered_in_order
def _obliging(store: QueryEngine) -> Mapping[str, Mapping[str, tuple[Ref, ...]]]:
    """Return the provisions that oblige to what a paragraph asks, by the IRIs of paragraph and treaty."""
    by_paragraph = grouped(correspondences(store, strength=OBLIGING), lambda link: link.paragraph.id)
    return {
        paragraph: {
            treaty: tuple(link.provision for link in its)
            for treaty, its in grouped(links, lambda link: link.instrument.id).items()
        }
        for paragraph, links in by_paragraph.items()
    }


_Values = Mapping[tuple[str, str], tuple[PracticeAssessment, ...]]


def _by_question(values: Iterable[PracticeAssessment]) -> _Values:
    found: dict[tuple[str, str], list[PracticeAssessment]] = defaultdict(list)
    for value in sorted(values, key=lambda value: value.assessed_year):
        found[value.assessor.id, value.indicator.id].append(value)
    return {key: tuple(assessed) for key, assessed in found.items()}


def _promise(
    paragraph: Paragraph,
    bindings: tuple[Binding, ...],
    asked: Iterable[tuple[Assessor, AssessedIndicator]],
    values: _Values,
) -> Promise:
    found = []
    for assessor, asking in asked:
        link = next(link for link in asking.links if link.paragraph.id == paragraph.id and link.provision is None)
        strength, reason = link.indicator_strength, link.rationale
        found.append(_found(assessor, asking, strength, reason, values))
    return Promise(
        paragraph=Ref(id=paragraph.id, key=paragraph.key, name=paragraph.name),
        description=paragraph.description,
        bindings=bindings,
        found=tuple(found),
    )


def _found(
    assessor: Assessor, asking: AssessedIndicator, strength: LinkStrength | None, reason: str | None, values: _Values
) -> AssessorFinding:
    return AssessorFinding(
        assessor=assessor.ref,
        indicator=asking.indicator,
        scope=asking.scope,
        states_conformity=asking.states_conformity,
        indicator_strength=strength,
        rationale=reason,
        values=values.get((assessor.id, asking.indicator.id), ()),
    )


def _statements(store: QueryEngine, actor: str) -> Mapping[tuple[str, str], list[Declaration]]:
    """Return the statements of an actor that may weaken what binds it, by treaty and paragraph."""
    touched = affected_paragraphs(store)
    found: dict[tuple[str, str], list[Declaration]] = defaultdict(list)
    for declaration in declarations(store, actor=actor):
        if declaration.may_limit:
            for affected in touched.get(declaration.id, ()):
                if affected.strength in OBLIGING:
                    found[declaration.treaty.id, affected.paragraph.id].append(declaration)
    return found


Promised = Literal["bound", "not-bound"]
#: The order of the fields: first what an advocate needs first.
_FIELDS: tuple[tuple[Promised, bool], ...] = (
    ("bound", False),
    ("bound", True),
    ("not-bound", False),
    ("not-bound", True),
)


class Placed(Answer):
    """A State in a field, with the treaties that bind it and the assessment."""

    actor: Ref
    treaties: tuple[Ref, ...]
    since: Day | None = Field(description="first day on which one of them bound it")
    assessment: Iri


class PromiseField(Answer):
    """One of the four fields: whether States are bound, and what the assessor found."""

    promise: Promised = Field(
        description="whether a treaty with a provision that the indicator is about was in force "
        "for the State on the last day of the year"
    )
    finding: bool = Field(
        description="whether the assessor found what was asked about; where it says whether law "
        "conforms, whether it conforms"
    )
    states: tuple[Placed, ...]


class Move(Answer):
    """A State about which the assessor answered otherwise in a later year."""

    before: PracticeAssessment
    after: PracticeAssessment


class Fields(Answer):
    """One indicator of one assessor in one year, beside what binds States."""

    assessor: AssessorRef
    indicator: Ref
    scope: Ref
    states_conformity: bool
    assessed_year: int
    years: tuple[int, ...] = Field(description="all years of the assessor with this indicator")
    source: SourceRef = Field(description="what prints the values of that year")
    indicator_strength: str = Field(description="how closely indicator and paragraph agree")
    rationale: Words
    by: tuple[IndicatorLink, ...] = Field(description="the provisions by which States are bound")
    fields: tuple[PromiseField, ...] = Field(description="always four")
    in_part: tuple[Ref, ...] = Field(description="States of which it answers that it is so in part")
    unknown: tuple[Ref, ...] = Field(description="States of which the assessor could not tell")
    without_value: tuple[Ref, ...] = Field(
        description="States of which it prints no value, or that the question does not arise"
    )
    bound_not_assessed: tuple[Ref, ...] = Field(
        description="States that are bound and were not assessed, which is not no"
    )
    others: tuple[PracticeAssessment, ...] = Field(description="territories and areas, apart")
    moves: tuple[Move, ...]


@remembered_in_order
def fields_of(store: QueryEngine, paragraph: str) -> tuple[Fields, ...]:
    """Return the four fields of each yes-or-no indicator that bears on a paragraph.

    Of each the newest year. `paragraph` is a key such as `op/4/b`. Raises UnknownNameError.
    """
    iri = find_paragraph(store, paragraph).id
    found = []
    for assessor, asked in asked_about(store).get(iri, ()):
        link = next(bearing for bearing in asked.links if bearing.paragraph.id == iri and bearing.provision is None)
        if link.indicator_strength == "context":
            continue
        values = assessments(store, indicator=asked.indicator.key, assessor=assessor.key)
        if values:
            found.append(_fields(store, assessor, asked, link, values))
    return tuple(found)


def _fields(
    store: QueryEngine,
    assessor: Assessor,
    asked: AssessedIndicator,
    link: IndicatorLink,
    values: Iterable[PracticeAssessment],
) -> Fields:
    by_year: dict[int, dict[str, PracticeAssessment]] = defaultdict(dict)
    others: dict[int, list[PracticeAssessment]] = defaultdict(list)
    for value in values:
        if value.place_kind == "state":
            by_year[value.assessed_year][value.assessed_place.id] = value
        else:
            others[value.assessed_year].append(value)
    year = max(by_year)
    newest, by = by_year[year], asked.treaties(link.paragraph.id)
    bound = _bound(store, by, date(year, 12, 31))
    placed: dict[tuple[Promised, bool], list[Placed]] = {field: [] for field in _FIELDS}
    for value in newest.values():
        if value.finding is not None:
            spans = bound.get(value.assessed_place.id, ())
            field = ("bound" if spans else "not-bound", value.finding)
            placed[field].append(_placed(value, spans))  # type: ignore[index]
    return Fields(
        assessor=assessor.ref,
        indicator=asked.indicator,
        scope=asked.scope,
        states_conformity=asked.states_conformity,
        assessed_year=year,
        years=tuple(sorted(by_year)),
        source=next(iter(newest.values())).source,
        indicator_strength=link.indicator_strength,
        rationale=link.rationale,
        by=by,
        fields=tuple(
            PromiseField(promise=field[0], finding=field[1], states=_sorted(states)) for field, states in placed.items()
        ),
        in_part=_names(newest.values(), "partly"),
        unknown=_names(newest.values(), "unknown"),
        without_value=_names(newest.values(), "not-applicable", "no-value", "not-mentioned"),
        bound_not_assessed=_by_name(spans[0].actor for actor, spans in bound.items() if actor not in newest),
        others=tuple(sorted(others[year], key=lambda value: alphabetical(value.assessed_place.name))),
        moves=_moves(by_year),
    )


def _bound(store: QueryEngine, by: Iterable[IndicatorLink], on: date) -> Mapping[str, list[StatusInterval]]:
    treaties = {link.instrument.id for link in by if link.instrument}
    found: dict[str, list[StatusInterval]] = defaultdict(list)
    if treaties:
        for span in status_intervals(store, on, treaties=treaties, status="party"):
            found[span.actor.id].append(span)
    return found


def _placed(value: PracticeAssessment, spans: Iterable[StatusInterval]) -> Placed:
    listed = list(spans)
    return Placed(
        actor=value.assessed_place,
        treaties=tuple(span.treaty.ref for span in listed),
        since=min((span.held_since or span.since for span in listed), default=None),
        assessment=value.id,
    )


def _moves(by_year: Mapping[int, Mapping[str, PracticeAssessment]]) -> tuple[Move, ...]:
    """Return the changes among yes, partly and no, and of conformity; years without one of these are passed over."""
    last: dict[str, PracticeAssessment] = {}
    found = []
    for year in sorted(by_year):
        for actor, value in by_year[year].items():
            if value.finding is None and value.assessed_answer != "partly":
                continue
            before = last.get(actor)
            if before is not None and before.finding != value.finding:
                found.append(Move(before=before, after=value))
            last[actor] = value
    return tuple(
        sorted(found, key=lambda move: (alphabetical(move.after.assessed_place.name), move.after.assessed_year))
    )


def _names(values: Iterable[PracticeAssessment], *answers: str) -> tuple[Ref, ...]:
    return _by_name(value.assessed_place for value in values if value.assessed_answer in answers)


def _by_name(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(sorted(refs, key=lambda ref: alphabetical(ref.name)))


def _sorted(states: Iterable[Placed]) -> tuple[Placed, ...]:
    return tuple(sorted(states, key=lambda placed: alphabetical(placed.actor.name)))
