"""How far the data can be relied on: the sources with their terms, the findings, and where sources differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.remembering import remembered
from csekg.answers.entities.vocabularies import concepts_by_code
from csekg.answers.quality.dataset import Source, sources
from csekg.answers.quality.discrepancies import discrepancies
from csekg.answers.quality.quality import FindingRow, findings, quality
from csekg.languages.days import with_days_spelled
from csekg.languages.forms import colon
from csekg.languages.texts import english_value
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg_api.indexes import dataset_report
from csekg_api.site.choices import api_links, listed_names, rows_or_fault, worded
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.table_view import COLUMNS, several, table_page, table_response
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, ngettext, pgettext

#: A file in a public repository, as the column `location` names it: a part of the file's path and
#: the commit may be missing.
_REPOSITORY = re.compile(
    r"\bgithub (?P<name>[\w.-]+/[\w.-]+)(?:, (?P<path>[^,\s]+/[^,\s]+\.\w+|[^,\s]+\.\w+))?"
    r"(?:.*?commit (?P<commit>[0-9a-f]{7,40}))?"
)
_ADDRESS = re.compile(r"https?://[^\s,;]+")
_HOST = re.compile(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s,;()]*)?")


def address(source: Source) -> str | None:
    """Return the address at which a source can be read, None where its location names none.

    A file in a repository is that of the commit that was read.
    """
    if source.landing_page:
        return source.landing_page
    where = source.location or ""
    if match := _ADDRESS.search(where):
        return match[0]
    if match := _REPOSITORY.search(where):
        whole = f"https://github.com/{match['name']}"
        if not match["commit"]:
            return whole
        if not match["path"]:
            return f"{whole}/tree/{match['commit']}"
        return f"{whole}/blob/{match['commit']}/{quote(match['path'])}"
    if match := _HOST.match(where):
        return f"https://{match[0]}"
    return None


@remembered
def _source_table(store: QueryEngine) -> Table[Source]:
    counted = Counter(source.publisher for source in sources(store)).most_common()
    return Table(
        columns=(
            Column("source", _("Source"), lambda row: row.name),
            Column("publisher", _("Publisher"), lambda row: row.publisher),
            Column("as-of", pgettext("column", "As of"), lambda row: row.as_of, "day", _("day on which it stands")),
            Column(
                "treaties", _("Treaties"), lambda row: listed_names(row.treaties), meaning=_("for which it states acts")
            ),
            Column("terms", _("Terms of use"), lambda row: row.rights),
            Column("facts", _("Single facts"), lambda row: row.statements, "integer"),
            Column("read", pgettext("column", "Read"), lambda row: row.completeness, shown=False),
            Column("where", _("Where to look"), lambda row: address(row) or row.location, shown=False),
            Column("key", pgettext("column", "Key"), lambda row: row.key, shown=False),
        ),
        facets=(
            Facet(
                "publisher",
                _("Publisher"),
                lambda row: (english_value(row.publisher),),
                [Choice(english_value(name), name) for name, _number in counted],
            ),
            Facet(
                "address",
                pgettext("column", "Address"),
                lambda row: ("known" if address(row) else "none",),
                [Choice("known", _("known: opens from here")), Choice("none", _("none known"))],
            ),
        ),
        anchor=lambda row: row.key,
    )


router = page_router(several=lambda store: several(_source_table(store)))


@router.get("/sources")
def table(store: ServedStore, request: Request, treaty: str = "") -> Response:
    rows, fault = rows_or_fault(lambda: sources(store, treaty or None))
    return table_page(
        request,
        "sources.html",
        _source_table(store),
        rows,
        "sources",
        _("The sources"),
        fault=fault,
        treaty=treaty,
        address=address,
        **api_links("/api/v1/sources", [("treaty", treaty)] if treaty else []),
    )


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


quality_router = page_router(several=("severity", "shape", COLUMNS))


@quality_router.get("/quality")
def report(store: ServedStore, request: Request, treaty: str = "") -> Response:
    report = dataset_report(store)
    rows = findings(report)
    shown = table_response(request, _finding_table(rows), rows, "findings", _("What the checks find"))
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


def _finding_table(rows: Sequence[FindingRow]) -> Table[FindingRow]:
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
