"""What a validation finds: one finding per focus node, shape, severity and value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import NamedNode

from csekg.validation.shapes import Component, Node, Severity, Shape, Term

Identity: TypeAlias = tuple[Node, NamedNode, Severity, Term | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result (SHACL section 3.6.2), with its sentence for people.

    `label` names the focus node, `place` the line of a user's file it comes from; `value` is None
    where a result carries none, as for a count.
    """

    focus: Node
    shape: NamedNode
    severity: Severity
    value: Term | None
    path: NamedNode | None
    component: Component
    message: str
    label: str = ""
    place: str = ""

    @property
    def identity(self) -> Identity:
        """What two engines must agree on."""
        return self.focus, self.shape, self.severity, self.value


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, worst first, and the shapes that were asked."""

    findings: tuple[Finding, ...]
    shapes: tuple[Shape, ...]

    def counts(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity, worst first, none left out."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}

    def of(self, shape: Shape) -> list[Finding]:
        """Return the findings of one shape."""
        return [finding for finding in self.findings if finding.shape == shape.iri]

    @property
    def violations(self) -> list[Finding]:
        """The findings that keep a dataset from being published."""
        return [f for f in self.findings if f.severity is Severity.violation]


def unique(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings worst first, one for each identity.

    Where several sentences tell the same finding, the first in alphabetical order stays.
    """
    ordered = sorted(findings, key=_key)
    return tuple({finding.identity: finding for finding in reversed(ordered)}.values())[::-1]


def _key(finding: Finding) -> tuple[int, str, str, str, str]:
    return (
        finding.severity.rank,
        finding.shape.value,
        finding.focus.value,
        str(finding.value),
        finding.message,
    )
