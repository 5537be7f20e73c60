"""The quality of the data: measures, findings, where sources differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.entities.vocabularies import concepts_by_code
from csekg.answers.quality.discrepancies import discrepancies
from csekg.answers.quality.quality import FindingRow, findings, quality
from csekg.languages.days import with_days_spelled
from csekg.languages.forms import colon
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg_api.indexes import dataset_report
from csekg_api.site.choices import api_links, rows_or_fault, worded
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.table_view import COLUMNS, table_response
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, ngettext, pgettext


def value_in_words(store: QueryEngine, value: str | None) -> str:
    """Return a day or a kind of consent in words, any other text itself, `none` for None."""
    if not value:
        return pgettext("value", "none")
    kinds = concepts_by_code(store, "consent-kind")
    return kinds[value].name if value in kinds else with_days_spelled(value)


#: The severities of SHACL (section 2.1.4) in plain words, the worst first.
_SEVERITIES = {
    "violation": (later("violation"), later("violations")),
    "warning": (later("warning"), later("warnings")),
    "info": (later("note"), later("notes")),
}


router = page_router(several=("severity", "shape", COLUMNS))


@router.get("/quality")
def report(store: ServedStore, request: Request, treaty: str = "") -> Response:
    report = dataset_report(store)
    rows = findings(report)
    shown = table_response(request, _table(rows), rows, "findings", _("What the checks find"))
    if isinstance(shown, Response):
        return shown
    measured = quality(store, report)
    differences, fault = rows_or_fault(lambda: discrepancies(store, treaty=treaty or None))
    sent = request.query_params.multi_items()
    chosen = [(name, value) for name, value in sent if value and name in ("severity", "shape")]
    return page(
        request,
        "quality.html",
        status=404 if fault else 200,
        treaty=treaty,
        fault=fault,
        severities=_counted(measured.findings),
        quality=measured,
        list=shown,
        shown=lambda value: value_in_words(store, value),
        differences=differences,
        **api_links("/api/v1/quality/findings", chosen),
    )


def _table(rows: Sequence[FindingRow]) -> Table[FindingRow]:
    shapes = sorted({(row.shape, row.shape_name) for row in rows})
    rules = [Choice(code, code + colon() + words) for code, words in shapes]
    severities = worded((code, several) for code, (_one, several) in _SEVERITIES.items())
    return Table(
        columns=(
            Column("shape", _("Rule"), lambda row: row.shape),
            Column("severity", _("Severity"), lambda row: _(_SEVERITIES[row.severity][0])),
            Column("finding", _("Finding"), lambda row: row.finding),
            Column("about", pgettext("column", "About"), lambda row: row.about or None, shown=False),
            Column("asks", _("What the rule asks"), lambda row: row.shape_name, shown=False),
            Column("found", _("Value found"), lambda row: row.found, shown=False),
            Column("source", _("Source of the rule"), lambda row: row.rule, shown=False),
        ),
        facets=(
            Facet("severity", _("Severity"), lambda row: (row.severity,), severities),
            Facet("shape", _("Rule"), lambda row: (row.shape,), rules),
        ),
    )


def _counted(findings: Mapping[str, int]) -> list[str]:
    """Return how many findings of each severity there are, in words, the worst first."""
    violations, warnings, notes = (findings.get(code, 0) for code in _SEVERITIES)
    return [
        ngettext("{number} violation", "{number} violations", violations) if violations else _("no violations"),
        ngettext("{number} warning", "{number} warnings", warnings) if warnings else _("no warnings"),
        ngettext("{number} note", "{number} notes", notes) if notes else _("no notes"),
    ]
