"""The treaties by legal basis, and the other instruments around them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.answers.common.remembering import remembered
from csekg.answers.texts.instruments import Instrument, instruments
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices, bases
from csekg_api.site.list_files import list_or_file
from csekg_api.site.lists import Choice, Column, Facet, ListOf
from csekg_api.site.page import page, page_router

#: The headings of the kinds of other instruments, in their order.
_KINDS = {
    "resolution": "Resolutions",
    "commitment": "Political commitments",
    "mandate": "Mandates",
    "report": "Reports",
    "guidelines": "Guidelines",
}
_LISTS = {"complete": "complete", "partial": "no complete list read"}


def treaties_routes(store: QueryEngine, choices: Choices) -> APIRouter:
    """Return the route /treaties."""
    router = page_router(several=lambda: _listing(store).several)

    @router.get("/treaties")
    def treaties(request: Request) -> Response:
        known = {each.key: each for each in instruments(store)}
        rows = [known[info.key] for info in choices.treaties]
        shown = list_or_file(request, _listing(store), rows, "treaties", "Treaties and parties")
        if isinstance(shown, Response):
            return shown
        others = [
            (title, sorted(found, key=lambda each: (each.adopted_on is None, each.adopted_on)))
            for kind, title in _KINDS.items()
            if (found := [each for each in known.values() if each.kind == kind])
        ]
        return page(
            request, "treaties.html", choices=choices, list=shown, others=others,
            api="/api/v1/instruments", csv="/api/v1/instruments?format=csv",
        )  # fmt: skip

    return router


@remembered
def _listing(store: QueryEngine) -> ListOf[Instrument]:
    choices = Choices(store)
    return ListOf(
        columns=(
            Column("treaty", "Treaty", lambda row: row.short_title or row.name),
            Column(
                "basis", "In the resolution",
                lambda row: row.legal_basis and choices.bases[row.legal_basis].name,
            ),
            Column("adopted", "Adopted", lambda row: row.adopted_on, "day"),
            Column(
                "parties", "Parties", lambda row: row.parties, "number",
                "States and organizations that it binds",
            ),
            Column(
                "consented", "Consented", lambda row: row.consented, "number",
                "bound now or from a later day",
            ),
            Column(
                "signed-only", "Signed only", lambda row: row.signatories, "number",
                "signed and not consented",
            ),
            Column(
                "list", "List of parties", lambda row: _LISTS[_list(row)],
                says="what has been read of it", shown=False,
            ),
            Column("as-of", "As of", lambda row: row.as_of, "day", "day of the newest data"),
            Column("title", "Full title", lambda row: row.name, shown=False),
            Column("key", "Key", lambda row: row.key, says="in addresses", shown=False),
        ),
        facets=(
            Facet(
                "basis", "In the resolution",
                lambda row: (row.legal_basis,) if row.legal_basis else (),
                bases(choices),
            ),
            Facet("list", "List of parties", lambda row: (_list(row),), [
                Choice(code, words) for code, words in _LISTS.items()
            ]),
        ),
        part="basis",
    )  # fmt: skip


def _list(row: Instrument) -> str:
    return "complete" if row.complete else "partial"
