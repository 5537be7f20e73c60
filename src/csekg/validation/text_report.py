"""Writes a validation report for people: worst first, by shape, a sentence for each finding."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from csekg.validation.findings import Finding, Report
from csekg.validation.messages import shortened
from csekg.validation.shapes import Component, Severity, Shape

_PLURALS = {
    Severity.violation: ("violation", "violations"),
    Severity.warning: ("warning", "warnings"),
    Severity.info: ("note", "notes"),
}


def as_text(report: Report) -> str:
    """Return the report as text; the last line has the counts."""
    return "\n".join(_lines(report)) + "\n"


def summary(report: Report) -> str:
    """Return the counts in words: "2 violations, no warnings, 14 notes; 63 shapes checked."."""
    counts = [
        f"{count or 'no'} {_PLURALS[severity][count != 1]}"
        for severity, count in report.counts().items()
    ]
    return f"{', '.join(counts)}; {len(report.shapes)} shapes checked."


def sentence(finding: Finding) -> str:
    """Return a finding as a sentence, with place, name and value where the message has none."""
    before = f"{finding.place}: " if finding.place else ""
    if finding.component is Component.sparql or not finding.path:
        return before + finding.message
    named = f"{before}{finding.label}: {finding.message}"
    if finding.value is None:
        return named
    value = finding.value
    shown = shortened(value) if isinstance(value, NamedNode) else f'"{value.value}"'
    return f"{named} Found: {shown}."


def _lines(report: Report) -> Iterator[str]:
    by_shape: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_shape.setdefault(finding.shape.value, []).append(finding)
    shapes = {shape.iri.value: shape for shape in report.shapes}
    for severity in Severity:
        names = [iri for iri, found in by_shape.items() if found[0].severity is severity]
        if names:
            yield f"{_PLURALS[severity][1].capitalize()}: {report.counts()[severity]}"
            yield ""
        for iri in names:
            yield _heading(shapes[iri])
            for finding in by_shape[iri]:
                yield f"  - {sentence(finding)}"
                yield f"    {_node(finding)}"
            yield ""
    yield summary(report)


def _heading(shape: Shape) -> str:
    return f"{shape.short_name}  {shape.name} ({shape.source})"


def _node(finding: Finding) -> str:
    focus = finding.focus
    return shortened(focus) if isinstance(focus, NamedNode) else str(focus)
