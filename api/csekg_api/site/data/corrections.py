"""The public log of corrections: what was wrong and is corrected, and what is open."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from csekg.answers.entities.vocabularies import concepts_by_code
from csekg.answers.quality.corrections import Correction, State, corrections
from csekg.answers.quality.dataset import sources
from csekg.days import with_days_spelled
from csekg.errors import UnknownNameError
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg_api.releases.release_store import ServedReleases
from csekg_api.site.choices import FormChoices, with_query
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.table_files import table_response
from csekg_api.site.shared.table_view import COLUMNS
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, pgettext

#: The states of a correction in words.
_STATES: dict[State, str] = {"corrected": later("corrected"), "open": later("open"), "settled": later("settled")}


router = page_router(several=("status", COLUMNS))


@router.get("/corrections")
def log(
    store: ServedStore,
    choices: FormChoices,
    held: ServedReleases,
    request: Request,
    treaty: Annotated[str, Query()] = "",
) -> Response:
    """Answer `/corrections`."""
    fault, rows = None, list[Correction]()
    try:
        rows = corrections(store, held.learned(store), treaty=treaty or None)
    except UnknownNameError as error:
        fault = str(error)
    question = _("Corrections and differences")
    shown = table_response(request, _table(), rows, "corrections", question, fault=fault)
    if isinstance(shown, Response):
        return shown
    chosen = [
        (name, value) for name, value in request.query_params.multi_items() if name in ("treaty", "status") and value
    ]
    return page(
        request,
        "corrections.html",
        status=404 if fault else 200,
        choices=choices,
        treaty=treaty,
        sources={source.key: source for source in sources(store)},
        counts=Counter(row.state for row in rows),
        fault=fault,
        list=shown,
        shown=lambda text: value_in_words(store, text),
        api=with_query("/api/v1/corrections", chosen),
        csv=with_query("/api/v1/corrections", [*chosen, ("format", "csv")]),
    )


def _table() -> Table[Correction]:
    return Table(
        columns=(
            Column("about", pgettext("column", "About"), lambda row: row.about),
            Column("status", pgettext("of a correction", "State"), lambda row: _(_STATES[row.state])),
            Column("corrected", _("Corrected"), lambda row: row.corrected_on, "day"),
            Column("was", _("Not followed"), lambda row: row.was),
            Column("now", pgettext("column", "Followed"), lambda row: row.now),
            Column("reason", _("Reason"), lambda row: row.reason),
            Column("treaty", _("Treaty"), lambda row: row.treaty.name if row.treaty else None, shown=False),
            Column("actor", pgettext("column", "Of"), lambda row: row.actor.name if row.actor else None, shown=False),
        ),
        facets=(
            Facet(
                "status",
                pgettext("of a correction", "State"),
                lambda row: (row.state,),
                [Choice(code, _(words)) for code, words in _STATES.items()],
            ),
        ),
    )


def value_in_words(store: QueryEngine, value: str | None) -> str:
    """Return a day or a kind of consent in words, any other text itself, `none` for None."""
    if not value:
        return pgettext("value", "none")
    kinds = concepts_by_code(store, "consent-kind")
    return kinds[value].name if value in kinds else with_days_spelled(value)
