"""Says the findings of a validation in the current language, with the messages of the shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeAlias

from csekg.answers.common.translations import said
from csekg.days import spelled
from csekg.languages.current import ENGLISH, current
from csekg.languages.messages import _
from csekg.languages.texts import text, untranslated
from csekg.sparql.store import QueryEngine
from csekg.validation.findings import Finding, Report
from csekg.validation.messages import UNBOUND, Value, filled
from csekg.validation.shapes import Constraint, Shape

#: The messages of shapes in other languages, by the English one and the language.
Templates: TypeAlias = Mapping[str, Mapping[str, str]]


def in_language(report: Report, store: QueryEngine) -> Report:
    """Return a report whose findings are in the current language, as far as there are words.

    `store` has the dataset of the report: it gives names and the sentences within a message. What
    it and the shapes have in English alone comes so. Findings without a
    template keep their message: whoever made them spoke the language.
    """
    with_messages = (each for shape in report.shapes for each in _with_messages(shape))
    templates = {each.message: dict(each.translations) for each in with_messages}
    return replace(
        report, findings=tuple(_said(each, templates, store) for each in report.findings)
    )


def _with_messages(shape: Shape) -> tuple[Shape | Constraint, ...]:
    return (shape, *shape.constraints)


def _said(finding: Finding, templates: Templates, store: QueryEngine) -> Finding:
    return replace(
        finding, label=text(partial(said, store, finding.label)),
        message=text(partial(_message, finding, templates, store)),
    )  # fmt: skip


def _message(finding: Finding, templates: Templates, store: QueryEngine) -> str:
    if current() == ENGLISH or not finding.template:
        return finding.message
    template = templates.get(finding.template, {}).get(current())
    if template is None:
        return untranslated(finding.message)
    return filled(template, finding.values, partial(_value, store))


def _value(store: QueryEngine, value: Value) -> str:
    if isinstance(value, date):
        return spelled(value)
    return _(UNBOUND) if value == UNBOUND else said(store, value)
