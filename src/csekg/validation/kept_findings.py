"""The findings about a dataset as a file beside it, so that a service need not validate again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pyoxigraph as ox

from csekg.validation.findings import Finding, Report
from csekg.validation.messages import Value
from csekg.validation.shapes import Component, Severity, Term, own_shapes

_TRIPLE = "<urn:s> <urn:p> {} .\n"


def to_json(report: Report) -> bytes:
    """Return the findings of a validation with our own shapes, terms written as in N-Triples."""
    rows = [
        {
            "focus": str(each.focus),
            "shape": str(each.shape),
            "severity": each.severity.value,
            "value": each.value and str(each.value),
            "path": each.path and str(each.path),
            "component": each.component.value,
            "message": each.message,
            "label": each.label,
            "line": each.line,
            "template": each.template,
            "values": [_stated(value) for value in each.values],
        }
        for each in report.findings
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
    name, said = value
    return name, str(said), isinstance(said, date)


def _value(stated: tuple[str, str, bool]) -> tuple[str, Value]:
    name, text, is_day = stated
    return name, date.fromisoformat(text) if is_day else text


def _term(text: str) -> Term:
    [quad] = ox.parse(_TRIPLE.format(text).encode(), format=ox.RdfFormat.N_TRIPLES)
    return quad.object  # type: ignore[no-any-return]
