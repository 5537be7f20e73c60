"""The sources: who publishes each, its as-of date, its terms, and what it covers."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.remembering import remembered
from csekg.answers.quality.dataset import Source, sources
from csekg.languages.texts import english_value
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice, Column, Facet, Table
from csekg_api.site.choices import api_links, listed_names, rows_or_fault
from csekg_api.site.page import page_router
from csekg_api.site.shared.table_view import several, table_page
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, pgettext

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
def _table(store: QueryEngine) -> Table[Source]:
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


router = page_router(several=lambda store: several(_table(store)))


@router.get("/sources")
def table(store: ServedStore, request: Request, treaty: str = "") -> Response:
    rows, fault = rows_or_fault(lambda: sources(store, treaty or None))
    return table_page(
        request,
        "sources.html",
        _table(store),
        rows,
        "sources",
        _("The sources"),
        fault=fault,
        treaty=treaty,
        address=address,
        **api_links("/api/v1/sources", [("treaty", treaty)] if treaty else []),
    )
