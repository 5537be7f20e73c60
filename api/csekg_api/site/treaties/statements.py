"""Reservations, declarations and objections: under any treaty, by whom, on which article, and whether they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, NamedTuple

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.base import Ref, part_key
from csekg.answers.common.groups import members
from csekg.answers.common.references import own_name, provision_refs
from csekg.answers.pages.links import provision_address, statement_anchor
from csekg.answers.status.coverage import declaration_lists
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.texts.affected_texts import objections, overlaps
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg.wording.labels import kind_in_words
from csekg_api.indexes import treaty_by_name
from csekg_api.site.choices import (
    NAME_OR_DAY_ERRORS,
    Choices,
    FormChoices,
    actor_keys,
    of_treaties,
    refused,
    with_query,
    worded,
)
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.sheets import statement_columns
from csekg_api.site.shared.table_view import several, table_response
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import root_path
from csekg_api.web.words import _, pgettext

#: So many statements stand on a page.
_ROWS = 100
_SHOWN = ("state", "treaty", "kind", "provisions", "day", "says", "withdrawn", "objections")
#: What the list calls those that name no article.
_GENERAL = "general"
#: Whether a statement stands, by the codes of its withdrawal.
_STANDING = (
    ("no", later("not withdrawn when the depositary made its list")),
    ("partly", later("withdrawn in part")),
    ("yes", later("withdrawn")),
    ("unknown", later("not known whether it was withdrawn")),
)
#: The kinds that the overview counts; the facet has all of them.
_COUNTED = ("reservation", "declaration", "objection")


class TreatyCount(NamedTuple):
    """How many statements of some kinds are listed under a treaty, and how many in all."""

    treaty: Ref
    by_kind: Mapping[str, int]
    total: int


router = page_router(several=lambda store: several(_table(store, None)))


@router.get("/statements")
def listed(
    store: ServedStore,
    choices: FormChoices,
    request: Request,
    state: str = "",
    group: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
) -> Response:
    fault, status, rows = None, 200, declarations(store)
    try:
        if by := actor_keys(store, [state]):
            rows = declarations(store, actor=by)
        if group:
            among = members(store, group)
            rows = [row for row in rows if row.actor.id in among]
    except NAME_OR_DAY_ERRORS as error:
        (fault, status), rows = refused(error), []
    treaty = None
    if len(names := request.query_params.getlist("treaty")) == 1 and names[0].strip():
        treaty = treaty_by_name(store, names[0]).key
        if treaty != names[0]:
            others = [pair for pair in request.query_params.multi_items() if pair[0] != "treaty"]
            return RedirectResponse(root_path(request) + with_query("/statements", [("treaty", treaty), *others]), 308)
    table = _table(store, treaty)
    title = _("Reservations, declarations and objections")
    view = table_response(request, table, rows, "statements", title, fault=fault, status=status)
    if isinstance(view, Response):
        return view
    part = view.page(number, _ROWS)
    return page(
        request,
        "statements.html",
        status=status,
        title=title,
        state=state,
        group=group,
        fault=fault,
        list=view,
        part=part,
        choices=choices,
        objections={row.id: objections(store).get(row.id, ()) for row in part.rows},
        counted=_COUNTED,
        by_treaty=() if view.own or state or group else _by_treaty(rows),
        treaty=treaty,
        statement_lists=declaration_lists(store, treaty) if treaty else (),
    )


def _by_treaty(rows: Iterable[Declaration]) -> list[TreatyCount]:
    """Return how many statements stand under each treaty, the most first."""
    kinds: dict[str, Counter[str]] = {}
    refs = {row.treaty.key: row.treaty for row in rows}
    for row in rows:
        kinds.setdefault(row.treaty.key, Counter())[row.kind] += 1
    found = [TreatyCount(refs[key], kinds[key], kinds[key].total()) for key in kinds]
    return sorted(found, key=lambda count: -count.total)


def _table(store: QueryEngine, treaty: str | None) -> Table[Declaration]:
    """Return the columns and facets; that of articles has those named in statements under one treaty."""
    against = objections(store)
    count: Column[Declaration] = Column(
        "objections", _("Objections"), lambda row: len(against.get(row.id, ())) or None, "integer"
    )
    kinds = sorted({row.kind for row in declarations(store)}, key=lambda kind: (kind not in _COUNTED, kind))
    return Table(
        columns=[replace(column, shown=column.key in _SHOWN) for column in (*statement_columns(store), count)],
        facets=(
            Facet("treaty", pgettext("column", "Treaty"), lambda row: (row.treaty.key,), of_treaties(Choices(store))),
            Facet(
                "kind",
                pgettext("column", "Kind"),
                lambda row: (row.kind,),
                [Choice(kind, kind_in_words(kind)) for kind in kinds],
            ),
            Facet("standing", _("Withdrawn or not"), lambda row: (row.withdrawal or "unknown",), worded(_STANDING)),
            _articles(store, treaty),
        ),
        anchor=lambda row: statement_anchor(row.id),
    )


def _articles(store: QueryEngine, treaty: str | None) -> Facet[Declaration]:
    """Return the facet of articles and their parts: a statement is on those that it names, their parts and wholes."""
    named = {each for row in declarations(store, treaty=treaty) for each in row.concerns_provision} if treaty else ()
    refs = provision_refs(store, treaty) if treaty else {}
    wholes = {"/".join(each.key.split("/")[:length]) for each in named for length in range(2, 9)}
    found = sorted((refs[key] for key in wholes if key in refs), key=lambda ref: part_key(ref.key))

    def codes(row: Declaration) -> Iterator[str]:
        if not row.concerns_provision:
            yield _GENERAL
        about = [each.id for each in row.concerns_provision]
        yield from (provision_address(ref.key) for ref in found if overlaps(about, ref.id))

    offered = [Choice(provision_address(ref.key), own_name(ref), ref.key.count("/") - 1) for ref in found]
    return Facet("article", pgettext("column", "Article"), codes, [Choice(_GENERAL, _("names no article")), *offered])
