"""Says the findings of a validation in the current language, with the messages of the shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from csekg.answers.common.translations import said
from csekg.days import spelled
from csekg.languages.current import ENGLISH, current
from csekg.languages.marks import marked
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine
from csekg.validation.findings import Finding, Report
from csekg.validation.messages import UNBOUND, Value, filled
from csekg.validation.shapes import Constraint, Shape


def in_language(report: Report, store: QueryEngine) -> Report:
    """Return a report whose findings are in the current language, as far as there are words.

    `store` has the dataset of the report: it gives names and the sentences within a message. What
    it and the shapes have in English alone is marked (`csekg.languages.marks`). Findings without a
    template keep their message: whoever made them spoke the language.
    """
    if current() == ENGLISH:
        return report
    with_messages = (each for shape in report.shapes for each in _with_messages(shape))
    templates = {
        each.message: text
        for each in with_messages
        for language, text in each.translations
        if language == current()
    }
    return replace(
        report, findings=tuple(_said(each, templates, store) for each in report.findings)
    )


def _with_messages(shape: Shape) -> tuple[Shape | Constraint, ...]:
    return (shape, *shape.constraints)


def _said(finding: Finding, templates: Mapping[str, str], store: QueryEngine) -> Finding:
    label = finding.label and said(store, finding.label)
    if not finding.template:
        return replace(finding, label=label)
    template = templates.get(finding.template)
    if template is None:
        return replace(finding, label=label, message=marked(finding.message))
    message = filled(template, finding.values, partial(_value, store))
    return replace(finding, label=label, message=message)


def _value(store: QueryEngine, value: Value) -> str:
    if isinstance(value, date):
        return spelled(value)
    return _(UNBOUND) if value == UNBOUND else said(store, value)
