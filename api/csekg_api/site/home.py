"""The home page: what this is, one treaty on the map, the newest changes, all treaties; who makes it, and contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from csekg.answers.common.base import SortKey, alphabetical
from csekg.answers.common.references import LEGAL_BASES, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.common.translations import values
from csekg.answers.status.events import newest_acts
from csekg.answers.status.matrix import BoundCounts, counts_of, status_counts
from csekg.answers.status.status_answers import standings_of_treaty
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine
from csekg_api.health import ServedFigures
from csekg_api.site.choices import FormChoices
from csekg_api.site.page import page, page_router
from csekg_api.site.questions.joined import ASKED_MOST
from csekg_api.site.shared.world_map import map_of_treaty
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.templates import LONGEST_FIELD, Reporter
from csekg_api.web.words import _

_NEWEST = 8


router = page_router()


@router.get("/")
def home(store: ServedStore, choices: FormChoices, request: Request, treaty: str = "") -> Response:
    key = treaty or choices.first_treaty
    shown: dict[str, object] = {"summary": None, "map": None}
    fault = None
    if key is not None:
        try:
            summary, rows = standings_of_treaty(store, key)
            shown = {"summary": summary, "map": map_of_treaty(store, summary, rows)}
        except UnknownNameError as error:
            fault = str(error)
    return page(
        request,
        "home.html",
        status=404 if fault else 200,
        asked_most=[(code, _(words)) for code, words in ASKED_MOST],
        treaty=key,
        fault=fault,
        changes=newest_acts(store, _NEWEST),
        overview=overview(store),
        **shown,
    )


# Parties are those bound on the day on which statuses are told. A depositary may count a party from its
# consent, so that this number is given too.
_TREATIES = """
SELECT ?treaty ?title ?symbol ?basis ?basis_label ?as_of ?signed ?status_on
WHERE {
  ?treaty a cse:Treaty ; dcterms:title ?title FILTER(LANG(?title) IN ("en", ""))
  OPTIONAL { ?treaty cse:legalBasis ?basis . ?basis rdfs:label ?basis_label }
  OPTIONAL { ?treaty cse:documentSymbol ?symbol }
  OPTIONAL { ?treaty cse:statusAsOf ?as_of ; cse:statusOn ?status_on }
  OPTIONAL { ?treaty cse:signaturesListed ?signed }
}
"""


@dataclass(frozen=True, slots=True)
class TreatyLine:
    """A treaty in the table of the home page.

    `as_of` is the day to which its list of parties is complete, `status_on` that of the counts; None
    where not stated. `complete` is false where more may be bound than the parties counted,
    `signatures_complete` where more may have signed: the count is then a lower bound. `consented`
    are the parties and those whose consent takes effect later.
    """

    key: str
    title: str
    symbol: str
    legal_basis: str
    as_of: date | None
    status_on: date | None
    complete: bool
    signatures_complete: bool
    parties: int
    consented: int
    signatories: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The treaties of the home page; none for a dataset about something else."""

    treaties: tuple[TreatyLine, ...]

    @property
    def as_of(self) -> tuple[date, date] | None:
        """Return the oldest and the newest as-of date of the treaties, None without any."""
        dates = sorted(line.as_of for line in self.treaties if line.as_of)
        return (dates[0], dates[-1]) if dates else None


@remembered_in_order
def overview(store: QueryEngine) -> Overview:
    """Return the treaties of a store; those that the resolution urges come first."""
    rows = sorted(values(store, _TREATIES), key=_by_legal_basis)
    lines = tuple(
        TreatyLine(
            key,
            title,
            symbol,
            label,
            _day(as_of),
            _day(status_on),
            bound is not None and bound.exact,
            signed == "true",
            bound.bound if bound else 0,
            counts.get("party", 0) + counts.get("contracting-state", 0),
            counts.get("signatory", 0),
        )
        for (iri, title, symbol, _code, label, as_of, signed, status_on) in rows
        for key, bound, counts in [_counts(store, iri)]
    )
    return Overview(lines)


def _counts(store: QueryEngine, treaty: str) -> tuple[str, BoundCounts | None, Mapping[str, int]]:
    """Return the key of a treaty and its counts: none where a foreign dataset has no statuses under it."""
    key = treaty.rpartition("/")[2]
    return (key, counts_of(store, key), status_counts(store, key)) if key in treaties(store) else (key, None, {})


def _by_legal_basis(row: tuple[str, ...]) -> tuple[int, SortKey]:
    title, basis = str(row[1]).lower(), row[3].rpartition("/")[2]
    # A legal basis that a later vocabulary adds comes last.
    place = LEGAL_BASES.index(basis) if basis in LEGAL_BASES else len(LEGAL_BASES)
    return place, alphabetical(title)


def _day(text: str) -> date | None:
    """Return the day of an ISO date, None for any other text, as a foreign dataset may have."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_FIELDS = ("about", "page", "shown", "right", "source")

about_router = page_router(longer=dict.fromkeys(_FIELDS, LONGEST_FIELD))


@about_router.get("/about")
def about(
    store: ServedStore,
    dataset: ServedFigures,
    request: Request,
    fact: Annotated[str, Query(alias="about")] = "",
    address: Annotated[str, Query(alias="page")] = "",
    shown: str = "",
    right: str = "",
    source: str = "",
) -> Response:
    """Answer `/about`: with what is right or a source, the text of a report and where to send it."""
    report = Reporter(request)
    text = report.text(fact, address, shown, right, source) if right or source else ""
    return page(
        request,
        "about.html",
        dataset=dataset,
        overview=overview(store),
        fields={"about": fact, "page": address, "shown": shown, "right": right, "source": source},
        text=text,
        send=report.send(fact, text) if text else "",
        contact=report.address,
    )
