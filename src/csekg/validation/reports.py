"""Writes a validation report: as text for people, and as RDF (SHACL), JSON, CSV and JUnit XML.

For people the worst findings come first, by shape, with a sentence for each.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree

import pyoxigraph as ox
from pyoxigraph import NamedNode

from csekg.languages.current import current
from csekg.languages.messages import _, ngettext, sentences, stated
from csekg.languages.words import later
from csekg.namespaces import PREFIXES, RDF
from csekg.validation.findings import Finding, Report, shortened
from csekg.validation.shapes import CSH, SH, Component, Severity, Shape

_HEADINGS = {
    Severity.violation: later("Violations: {number}"),
    Severity.warning: later("Warnings: {number}"),
    Severity.info: later("Notes: {number}"),
}


def as_text(report: Report) -> str:
    """Return the report as text in the current language; the last line has the counts.

    The findings are in that language already (`csekg.answers.quality.report_in_language`).
    """
    return "\n".join(_lines(report)) + "\n"


def summary(report: Report) -> str:
    """Return the counts in words: "2 violations, no warnings, 14 notes; 63 shapes checked."."""
    counts = report.counts()
    violations, warnings, notes = (counts[severity] for severity in Severity)
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
            term = shortened(value) if isinstance(value, NamedNode) else f'"{value.value}"'
            message = sentences(message, _("Found: {value}.", value=term))
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
        names = [iri for iri, findings in by_shape.items() if findings[0].severity is severity]
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


_COLUMNS = ("severity", "shape", "name", "about", "finding", "focus", "path", "value", "source")


def as_rdf(report: Report, form: ox.RdfFormat) -> str:
    """Return the validation report of SHACL section 3.6 in an RDF format."""
    content = ox.serialize(_triples(report), format=form, prefixes={**PREFIXES, "sh": SH.iri, "csh": CSH.iri})
    return (content or b"").decode()


def as_json(report: Report) -> str:
    """Return a JSON object with the counts and, as `findings`, the rows of `records`."""
    counts = {severity.value: count for severity, count in report.counts().items()}
    content = {
        "conforms": not report.findings,
        "counts": counts,
        "shapes": len(report.shapes),
        "findings": list(records(report)),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_csv(report: Report) -> str:
    """Return CSV with a header and one row for each finding."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records(report))
    return stream.getvalue()


def as_junit(report: Report) -> str:
    """Return JUnit XML with a test case for each shape; it fails where there are violations.

    A case with warnings or notes passes; they are in its output.
    """
    by_shape = _by_shape(report)
    suite = ElementTree.Element("testsuite", name="csekg validate", errors="0", skipped="0")
    failures = 0
    for shape in report.shapes:
        case = ElementTree.SubElement(suite, "testcase", classname="csekg", name=shape.short_name)
        sentences = "\n".join(map(sentence, by_shape[shape.iri.value]))
        if sentences and shape.severity is Severity.violation:
            failures += 1
            failure = ElementTree.SubElement(case, "failure", message=shape.name, type="violation")
            failure.text = _printable(sentences)
        elif sentences:
            ElementTree.SubElement(case, "system-out").text = _printable(sentences)
    suite.set("tests", str(len(report.shapes)))
    suite.set("failures", str(failures))
    ElementTree.SubElement(suite, "system-out").text = summary(report)
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _printable(text: str) -> str:
    # XML 1.0 has no control characters, but a value in a user's file may.
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


def records(report: Report) -> Iterator[dict[str, str]]:
    """Yield each finding as a row of texts: severity, shape, name, about, finding, focus, ..."""
    shapes = {shape.iri.value: shape for shape in report.shapes}
    for finding in report.findings:
        shape: Shape = shapes[finding.shape.value]
        value = finding.value
        cells = (
            finding.severity.value,
            shape.iri.value,
            stated(shape.name),
            finding.label,
            sentence(finding),
            finding.focus.value,
            finding.path.value if finding.path else "",
            value.value if value else "",
            stated(shape.source),
        )
        yield dict(zip(_COLUMNS, cells, strict=True))


def _by_shape(report: Report) -> defaultdict[str, list[Finding]]:
    by_shape: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_shape[finding.shape.value].append(finding)
    return by_shape


def _triples(report: Report) -> Iterator[ox.Triple]:
    node = ox.BlankNode("report")
    yield ox.Triple(node, RDF.type, SH.ValidationReport)
    yield ox.Triple(node, SH.conforms, ox.Literal(not report.findings))
    for number, finding in enumerate(report.findings, 1):
        result = ox.BlankNode(f"result{number}")
        yield ox.Triple(node, SH.result, result)
        yield ox.Triple(result, RDF.type, SH.ValidationResult)
        yield ox.Triple(result, SH.focusNode, finding.focus)
        yield ox.Triple(result, SH.resultSeverity, finding.severity.iri)
        yield ox.Triple(result, SH.sourceShape, finding.shape)
        yield ox.Triple(result, SH.sourceConstraintComponent, finding.component.iri)
        yield ox.Triple(result, SH.resultMessage, ox.Literal(str(finding.message), language=current()))
        if finding.path:
            yield ox.Triple(result, SH.resultPath, finding.path)
        if finding.value is not None:
            yield ox.Triple(result, SH.value, finding.value)
