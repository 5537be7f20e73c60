"""The search: hits by kind, each with a link to the most detailed page about it."""

from __future__ import annotations

from typing import get_args
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.entities.vocabularies import topics
from csekg.answers.pages.links import Links
from csekg.answers.search.entries import Kind
from csekg.languages.words import later
from csekg_api.indexes import search_index
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _

#: The headings of the kinds, in the order in which readers are likely to want them.
_KINDS: dict[Kind, str] = {
    "participation": later("A State under a treaty"),
    "state": later("States and organizations"),
    "treaty": later("Treaties"),
    "concept": later("Topics and terms"),
    "paragraph": later("Paragraphs of the resolution"),
    "article": later("Articles of treaties"),
    "instrument": later("Other instruments"),
    "page": later("Pages"),
    "statement": later("Reservations and declarations"),
    "group": later("Groups of States"),
    "territory": later("Territories"),
    "area": later("Areas that are neither actor nor territory here"),
    "vocabulary": later("Lists of terms"),
    "footnote": later("Footnotes"),
    "source": later("Sources"),
    "meeting": later("Meetings"),
    "body": later("Bodies"),
}
#: Maximum number of hits of each kind, and of the one kind that was asked for.
_FEW, _MANY = 8, 200


router = page_router()


@router.get("/search")
def search(store: ServedStore, request: Request, q: str = "", kind: str = "") -> Response:
    chosen = next((name for name in get_args(Kind) if name == kind), None)
    hits = search_index(store).find(q, chosen)
    # The kind of the best hit comes first: the text may be the name of one thing.
    best = hits.sequence[0] if hits else None
    order = sorted(hits.kinds, key=lambda name: (name != best, list(_KINDS).index(name)))
    fields = {"q": q} | ({"kind": chosen} if chosen else {})
    return page(
        request,
        "search.html",
        q=q,
        kind=chosen,
        number=len(hits),
        whole=hits.whole,
        groups=[
            (name, _(_KINDS[name]), hits.of_kind(name, _MANY if chosen else _FEW), hits.kinds[name]) for name in order
        ],
        hint=hits.suggestion,
        word=hits.word,
        topics=() if hits or not q.strip() else topics(store),
        link=Links(store).of_hit,
        api=f"/api/v1/search?{urlencode(fields)}" if q.strip() else "/api/v1/search?q=children",
    )
