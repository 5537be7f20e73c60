"""The findings of a validation: one for each focus node, shape, severity and value.

They stand as a file beside the dataset, so that a service need not validate it again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import pyoxigraph as ox
from pyoxigraph import NamedNode

from csekg.validation.messages import Value, Values
from csekg.validation.shapes import Component, Node, Severity, Shape, Term, own_shapes

Identity: TypeAlias = tuple[Node, NamedNode, Severity, Term | None]
_TRIPLE = "<urn:s> <urn:p> {} .\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A validation result (SHACL section 3.6.2) with its message in English.

    `label` is the name of the focus node, `line` that of a user's file it comes from, or 0. `value`
    is None where the component gives none, as for counts. `template` is the message of the shape,
    `values` what stands in it for its variables, so that it can be translated; a
    finding that no shape has made has neither.
    """

    focus: Node
    shape: NamedNode
    severity: Severity
    value: Term | None
    path: NamedNode | None
    component: Component
    message: str
    label: str = ""
    line: int = 0
    template: str = ""
    values: Values = ()

    @property
    def identity(self) -> Identity:
        """The part of a result in which two validators must agree."""
        return self.focus, self.shape, self.severity, self.value


@dataclass(frozen=True, slots=True)
class Report:
    """The findings, worst first, and the shapes that were checked."""

    findings: tuple[Finding, ...]
    shapes: tuple[Shape, ...]

    def counts(self) -> dict[Severity, int]:
        """Return the number of findings of every severity, worst first, zero included."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}

    @property
    def violations(self) -> list[Finding]:
        """The findings that prevent the publication of a dataset."""
        return [f for f in self.findings if f.severity is Severity.violation]


def unique(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings worst first, one for each identity.

    Of several messages of one finding, the first in alphabetical order is kept.
    """
    ordered = sorted(findings, key=_key)
    return tuple({finding.identity: finding for finding in reversed(ordered)}.values())[::-1]


def _key(finding: Finding) -> tuple[int, str, str, str, str]:
    return (finding.severity.rank, finding.shape.value, finding.focus.value, str(finding.value), finding.message)


def to_json(report: Report) -> bytes:
    """Return the findings of a validation with our own shapes, terms written as in N-Triples."""
    rows = [
        {
            "focus": str(finding.focus),
            "shape": str(finding.shape),
            "severity": finding.severity.value,
            "value": finding.value and str(finding.value),
            "path": finding.path and str(finding.path),
            "component": finding.component.value,
            "message": finding.message,
            "label": finding.label,
            "line": finding.line,
            "template": finding.template,
            "values": [_stated(value) for value in finding.values],
        }
        for finding in report.findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def from_json(text: str) -> Report:
    """Return the report that `to_json` has written under this version of the shapes."""
    return Report(tuple(map(_finding, json.loads(text))), tuple(own_shapes()))


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        focus=_term(row["focus"]),  # type: ignore[arg-type]  # what `to_json` was given
        shape=_term(row["shape"]),  # type: ignore[arg-type]
        severity=Severity(row["severity"]),
        value=row["value"] and _term(row["value"]),
        path=row["path"] and _term(row["path"]),  # type: ignore[arg-type]
        component=Component(row["component"]),
        message=row["message"],
        label=row["label"],
        line=row["line"],
        template=row["template"],
        values=tuple(map(_value, row["values"])),
    )


def _stated(value: tuple[str, Value]) -> tuple[str, str, bool]:
    name, term = value
    return name, str(term), isinstance(term, date)


def _value(stated: tuple[str, str, bool]) -> tuple[str, Value]:
    name, text, is_day = stated
    return name, date.fromisoformat(text) if is_day else text


def _term(text: str) -> Term:
    [quad] = ox.parse(_TRIPLE.format(text).encode(), format=ox.RdfFormat.N_TRIPLES)
    return quad.object  # type: ignore[no-any-return]
