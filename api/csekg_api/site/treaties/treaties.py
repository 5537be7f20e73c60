"""The treaties by legal basis, and the other instruments around them."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.texts.instruments import Instrument, instruments
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Column, Facet, Table
from csekg_api.site.choices import Choices, FormChoices, api_links, bases, worded
from csekg_api.site.page import page_router
from csekg_api.site.shared.table_view import several, table_page
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, pgettext

#: The headings of the kinds of other instruments, in their order.
_KINDS = {
    "resolution": later("Resolutions"),
    "commitment": later("Political commitments"),
    "mandate": later("Mandates"),
    "report": later("Reports"),
    "guidelines": later("Guidelines"),
}
_LISTS = {"complete": later("complete"), "partial": later("no complete list read")}


@remembered_in_order
def _table(store: QueryEngine) -> Table[Instrument]:
    choices = Choices(store)
    return Table(
        columns=(
            Column("treaty", pgettext("column", "Treaty"), lambda row: row.short_title or row.name),
            Column(
                "basis", _("In the resolution"), lambda row: row.legal_basis and choices.bases[row.legal_basis].name
            ),
            Column("adopted", pgettext("treaty", "Adopted"), lambda row: row.adopted_on, "day"),
            Column(
                "parties",
                pgettext("column", "Parties"),
                lambda row: row.parties,
                "integer",
                _("States and organizations that it binds"),
            ),
            Column(
                "consented",
                pgettext("column", "Consented"),
                lambda row: row.consented,
                "integer",
                _("bound now or from a later day"),
            ),
            Column(
                "signed-only", _("Signed only"), lambda row: row.signatories, "integer", _("signed and not consented")
            ),
            Column(
                "list",
                _("List of parties"),
                lambda row: _(_LISTS[_list(row)]),
                meaning=_("what has been read of it"),
                shown=False,
            ),
            Column("as-of", pgettext("column", "As of"), lambda row: row.status_on, "day", _("day of the newest data")),
            Column("title", _("Full title"), lambda row: row.name, shown=False),
            Column("key", pgettext("column", "Key"), lambda row: row.key, meaning=_("in addresses"), shown=False),
        ),
        facets=(
            Facet("basis", _("In the resolution"), lambda row: filter(None, (row.legal_basis,)), bases(choices)),
            Facet("list", _("List of parties"), lambda row: (_list(row),), worded(_LISTS.items())),
        ),
        part="basis",
    )


router = page_router(several=lambda store: several(_table(store)))


@router.get("/treaties")
def treaties(store: ServedStore, choices: FormChoices, request: Request) -> Response:
    by_key = {document.key: document for document in instruments(store)}
    rows = [by_key[info.key] for info in choices.treaties]
    others = [
        (_(title), sorted(of_kind, key=lambda document: (document.adopted_on is None, document.adopted_on)))
        for kind, title in _KINDS.items()
        if (of_kind := [document for document in by_key.values() if document.kind == kind])
    ]
    return table_page(
        request,
        "treaties.html",
        _table(store),
        rows,
        "treaties",
        _("Treaties and parties"),
        others=others,
        **api_links("/api/v1/instruments"),
    )


def _list(row: Instrument) -> str:
    return "complete" if row.complete else "partial"
