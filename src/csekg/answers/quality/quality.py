"""The quality of the dataset: measures, and the findings of its validation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Literal, TypeAlias

import pyoxigraph as ox
from pydantic import Field

from csekg.answers.common.base import Answer, Code, Filter, Iri, Words, chosen
from csekg.answers.common.composed import composed_of
from csekg.answers.common.reasons import Sum, rules_by_treaty
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as
from csekg.answers.common.stated import StatedTexts, Translations
from csekg.answers.common.translations import translations, values
from csekg.errors import UnknownNameError
from csekg.languages.current import ENGLISH, current
from csekg.languages.days import spelled
from csekg.languages.messages import _
from csekg.languages.texts import text, untranslated
from csekg.namespaces import instrument
from csekg.sparql.loader import Loaded, add_triples
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg.validation import validate
from csekg.validation.findings import UNBOUND, Finding, Report, Value, filled
from csekg.validation.shapes import Constraint, Shape
from csekg.validation.submissions.submission import Submission
from csekg.wording.labels import ActLabel, Label


class Measure(Answer):
    """A measurement of the dataset (Data Quality Vocabulary)."""

    id: Iri
    type: Literal["QualityMeasurement"] = "QualityMeasurement"
    key: Code = Field(description="code of the measure: `/vocabularies/quality-metric`")
    name: Words
    definition: Words
    value: int


class Quality(Answer):
    """The measures, and how many findings the validation has of each severity."""

    measures: tuple[Measure, ...]
    findings: dict[str, int] = Field(description="findings of the validation by severity")
    shapes: int = Field(description="shapes that were asked")


class FindingRow(Answer):
    """Something that a shape finds in the dataset, or in a file of a user."""

    severity: Literal["violation", "warning", "info"]
    shape: str = Field(description="short name of the shape")
    shape_name: Words = Field(description="what the shape asks for")
    line: int | None = Field(description="line of a user's CSV; null in other files")
    about: Words = Field(description="name of what the finding is about, where it has one")
    finding: Words = Field(description="what is wrong, in one sentence")
    focus: str = Field(description="IRI of the thing that the finding is about")
    path: str | None = Field(description="IRI of the property, where it is about one")
    found: Words | None = Field(description="the value, where there is one")
    rule: Words = Field(description="where the rule comes from")


class Validation(Answer):
    """What is wrong with a user's own actions."""

    conforms: bool = Field(description="whether nothing at all was found (SHACL, section 3.6.1.1)")
    counts: dict[str, int] = Field(description="findings by severity")
    shapes: int = Field(description="shapes that were asked")
    findings: tuple[FindingRow, ...] = Field(description="worst first")


_MEASURES = """
SELECT ?id ?key ?name ?definition ?value WHERE {
  ?id a dqv:QualityMeasurement ; dqv:isMeasurementOf ?key ; dqv:value ?value .
  ?key rdfs:label ?name ; skos:definition ?definition .
  FILTER(LANG(?definition) = "en")
} ORDER BY ?key
"""


@remembered
def measures(store: QueryEngine) -> tuple[Measure, ...]:
    """Return the quality measurements that the dataset contains, sorted by code."""
    return tuple(rows_as(store, _MEASURES, Measure))


def quality(store: QueryEngine, report: Report) -> Quality:
    """Return the measures of the dataset and the number of findings of a validation."""
    return Quality(measures=measures(store), findings=_counts(report), shapes=len(report.shapes))


def findings(report: Report, *, severity: Filter[str] = None, shape: Filter[str] = None) -> list[FindingRow]:
    """Return the findings of a validation, the worst first, in the language that they are in.

    The filters narrow them to severities and short names of shapes, in any case. Raises
    UnknownNameError for a shape that was not validated.
    """
    # Imported here: a service starts without it.
    from csekg.validation.reports import records

    rows = [_row(*pair) for pair in zip(report.findings, records(report), strict=True)]
    severities = chosen(severity)
    names = (shape_.iri.value.rpartition("#")[2] for shape_ in report.shapes)
    known = {name.casefold(): name for name in names}
    shapes = set()
    for name in chosen(shape):
        if name.casefold() not in known:
            raise UnknownNameError("shape", name, known.values())
        shapes.add(known[name.casefold()])
    return [
        row for row in rows if (not severities or row.severity in severities) and (not shapes or row.shape in shapes)
    ]


def validation(report: Report) -> Validation:
    """Return the report of a validation of a user's own actions."""
    return Validation(
        conforms=not report.findings,
        counts=_counts(report),
        shapes=len(report.shapes),
        findings=tuple(findings(report)),
    )


def _counts(report: Report) -> dict[str, int]:
    return {severity.value: count for severity, count in report.counts().items()}


def _row(finding: Finding, record: Mapping[str, str]) -> FindingRow:
    return FindingRow(
        line=finding.line or None,
        severity=record["severity"],  # type: ignore[arg-type]  # SHACL has these three
        shape=record["shape"].rpartition("#")[2],
        shape_name=record["name"],
        about=record["about"],
        finding=record["finding"],
        focus=record["focus"],
        path=record["path"] or None,
        found=record["value"] or None,
        rule=record["source"],
    )


# Findings about a known difference between sources concern the difference, and are left out.
_ACTORS = """
SELECT ?focus ?actor WHERE {
  VALUES ?focus { %s }
  { ?focus cse:actor ?actor } UNION { ?focus a cse:TreatyActor BIND(?focus AS ?actor) }
}
"""


def findings_by_actor(store: QueryEngine, report: Report) -> dict[str, list[FindingRow]]:
    """Return the findings of a validation by the IRI of the actor they are about, worst first.

    Findings about a difference between sources are not among them: see `discrepancies`.
    """
    rows = findings(report)
    # Blank nodes belong to no actor; only a foreign dataset has findings about them.
    focused = sorted({row.focus for row in rows if not row.focus.startswith("_:")})
    if not focused:
        return {}
    listed = " ".join(f"<{iri}>" for iri in focused)
    actors = dict[str, str](values(store, _ACTORS % listed))  # type: ignore[arg-type]
    found: dict[str, list[FindingRow]] = defaultdict(list)
    for row in rows:
        if row.focus in actors:
            found[actors[row.focus]].append(row)
    return dict(found)


#: The messages of shapes in other languages, by the English one and the language.
Templates: TypeAlias = Mapping[str, Mapping[str, str]]


@remembered
def dataset_validation(store: QueryEngine) -> Report:
    """Return the validation of a store with our own shapes, in English; making it takes some seconds."""
    return validate(store)


def in_language(report: Report, store: QueryEngine, submission: Submission | None = None) -> Report:
    """Return a report whose findings are in the current language, as far as there are words.

    `store` has the dataset of the report: it gives names and the sentences within a message; what a `submission` has
    put into it need not be there. What they and the shapes have in English alone comes so. Findings without a
    template keep their message: whoever made them spoke the language.
    """
    with_messages = (part for shape in report.shapes for part in _with_messages(shape))
    templates = {part.message: dict(part.translations) for part in with_messages}
    words = _words(store, submission) if submission else translations(store)
    return replace(report, findings=tuple(_said(finding, templates, words) for finding in report.findings))


def _words(store: QueryEngine, submission: Submission) -> Translations:
    """Return what the texts of a dataset and of a submission are in other languages."""
    engine = ox.Store()
    add_triples(engine, (str(triple).encode() for triple in submission.triples))
    stated, composed = StatedTexts(Store(Loaded(engine))), composed_of(store, _labels(store, submission))
    return Translations([stated.find, composed, translations(store).found])


def _labels(store: QueryEngine, submission: Submission) -> Iterator[Label]:
    """Yield what the texts are made of that the acts of a submission have."""
    rules = rules_by_treaty(store)
    for act in submission.acts:
        yield ActLabel(act.actor, act.treaty, act.kind, act.on, year=act.year)
        rule = rules.get(instrument(act.treaty).value)
        if rule and act.on and act.computed:
            yield Sum(rule, act.on, act.computed)


def _with_messages(shape: Shape) -> tuple[Shape | Constraint, ...]:
    return (shape, *shape.constraints)


def _said(finding: Finding, templates: Templates, words: Translations) -> Finding:
    return replace(
        finding, label=text(partial(words, finding.label)), message=text(partial(_message, finding, templates, words))
    )


def _message(finding: Finding, templates: Templates, words: Translations) -> str:
    if current() == ENGLISH or not finding.template:
        return finding.message
    template = templates.get(finding.template, {}).get(current())
    if template is None:
        return untranslated(finding.message)
    return filled(template, finding.values, partial(_value, words))


def _value(words: Translations, value: Value) -> str:
    if isinstance(value, date):
        return spelled(value)
    return _(UNBOUND) if value == UNBOUND else words(value)
