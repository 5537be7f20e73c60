"""Writes a validation report for people: worst first, by shape, a sentence for each finding."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from csekg.languages.messages import _, ngettext, stated
from csekg.languages.punctuation import sentences
from csekg.languages.words import later
from csekg.validation.findings import Finding, Report
from csekg.validation.messages import shortened
from csekg.validation.shapes import Component, Severity, Shape

_HEADINGS = {
    Severity.violation: later("Violations: {number}"),
    Severity.warning: later("Warnings: {number}"),
    Severity.info: later("Notes: {number}"),
}


def as_text(report: Report) -> str:
    """Return the report as text in the current language; the last line has the counts.

    The findings are in that language already (`csekg.answers.quality.quality`).
    """
    return "\n".join(_lines(report)) + "\n"


def summary(report: Report) -> str:
    """Return the counts in words: "2 violations, no warnings, 14 notes; 63 shapes checked."."""
    found = report.counts()
    violations, warnings, notes = (found[severity] for severity in Severity)
    return _(
        "{violations}, {warnings}, {notes}; {shapes}.",
        violations=_("no violations")
        if not violations
        else ngettext("{number} violation", "{number} violations", violations),
        warnings=_("no warnings") if not warnings else ngettext("{number} warning", "{number} warnings", warnings),
        notes=_("no notes") if not notes else ngettext("{number} note", "{number} notes", notes),
        shapes=ngettext("{number} shape checked", "{number} shapes checked", len(report.shapes)),
    )


def sentence(finding: Finding) -> str:
    """Return a finding as a sentence, with place, name and value where the message has none."""
    message, value = finding.message, finding.value
    if finding.component is not Component.sparql and finding.path:
        message = _("{name}: {finding}", name=finding.label, finding=message)
        if value is not None:
            shown = shortened(value) if isinstance(value, NamedNode) else f'"{value.value}"'
            message = sentences(message, _("Found: {value}.", value=shown))
    if not finding.line:
        return message
    place = _("line {number}", number=finding.line)
    return _("{name}: {finding}", name=place, finding=message)


def _lines(report: Report) -> Iterator[str]:
    by_shape: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_shape.setdefault(finding.shape.value, []).append(finding)
    shapes = {shape.iri.value: shape for shape in report.shapes}
    for severity in Severity:
        names = [iri for iri, found in by_shape.items() if found[0].severity is severity]
        if names:
            yield _(_HEADINGS[severity], number=report.counts()[severity])
            yield ""
        for iri in names:
            yield _heading(shapes[iri])
            for finding in by_shape[iri]:
                yield f"  - {sentence(finding)}"
                yield f"    {_node(finding)}"
            yield ""
    yield summary(report)


def _heading(shape: Shape) -> str:
    return f"{shape.short_name}  {stated(shape.name)} ({stated(shape.source)})"


def _node(finding: Finding) -> str:
    focus = finding.focus
    return shortened(focus) if isinstance(focus, NamedNode) else str(focus)
