"""The search: hits by kind, each with a link to the most detailed page about it."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from csekg.answers.search.search import Hit, Kind
from csekg.sparql.store import QueryEngine
from csekg_api.prepared import search_index
from csekg_api.site.links import Links
from csekg_api.site.page import page, page_router

#: The headings of the kinds, in the order in which readers are likely to want them.
_KINDS: dict[Kind, str] = {
    "state": "States and organizations", "treaty": "Treaties", "paragraph": "Paragraphs",
    "article": "Articles of treaties", "instrument": "Other instruments",
    "statement": "Reservations and declarations", "group": "Groups of States",
    "concept": "Words and topics", "vocabulary": "Vocabularies", "footnote": "Footnotes",
    "source": "Sources", "meeting": "Meetings", "body": "Bodies",
}  # fmt: skip
#: Maximum number of hits of each kind, and of the one kind that was asked for.
_FEW, _MANY = 8, 200


def search_routes(store: QueryEngine, links: Links) -> APIRouter:
    """Return the route /search."""
    router = page_router()

    def address(hit: Hit) -> str:
        return (
            f"/matrix?{urlencode({'group': hit.key})}" if hit.kind == "group" else links.of(hit.id)
        )

    @router.get("/search")
    def search(
        request: Request,
        q: Annotated[str, Query()] = "",
        kind: Annotated[str, Query()] = "",
    ) -> Response:
        index = search_index(store)
        known = next((each for each in get_args(Kind) if each == kind), None)
        hits = index.find(q, known)
        found: dict[Kind, list[Hit]] = defaultdict(list)
        for hit in hits:
            found[hit.kind].append(hit)
        # The kind of the best hit comes first: the text may be the name of one thing.
        best = hits[0].kind if hits else None
        order = sorted(found, key=lambda each: (each != best, list(_KINDS).index(each)))
        hint = index.suggest(q) if q.strip() and not hits else None
        given = {"q": q} | ({"kind": known} if known else {})
        return page(
            request,
            "search.html",
            q=q,
            kind=known,
            number=len(hits),
            groups=[(each, _KINDS[each], found[each][: _MANY if known else _FEW], len(found[each]))
                    for each in order],
            hint=hint,
            link=address,
            api=f"/api/v1/search?{urlencode(given)}" if q.strip() else "/api/v1/search?q=children",
        )  # fmt: skip

    return router
