"""The findings of a validation: one for each focus node, shape, severity and value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import NamedNode

from csekg.validation.messages import Values
from csekg.validation.shapes import Component, Node, Severity, Shape, Term

Identity: TypeAlias = tuple[Node, NamedNode, Severity, Term | None]


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
