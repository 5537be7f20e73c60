"""`/search`: finds things by their names in any language and by our summaries."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from csekg.answers.search.search import Hit, Kind, Language
from csekg.sparql.store import QueryEngine
from csekg_api.prepared import search_index
from csekg_api.rest.answering import PREFIX, ListOptions
from csekg_api.rest.documenting import documented_list
from csekg_api.rest.parameters import of_release
from csekg_api.web.query_values import LONGEST, SEVERAL

_Words = Annotated[
    str,
    Query(min_length=1, max_length=LONGEST, examples=["sale of children"],
          description="words, the last of which may be the beginning of one; case and accents do "
          "not matter, and all must fit"),
]  # fmt: skip
_Kind = Annotated[
    list[Kind] | None,
    Query(max_length=SEVERAL, examples=[["article"]],
          description="only things of these kinds; may be repeated"),
]  # fmt: skip
_Lang = Annotated[
    list[Language] | None,
    Query(max_length=SEVERAL, examples=[["fr"]],
          description="only names in these languages; summaries are English; may be repeated"),
]  # fmt: skip


def search_routes(store: QueryEngine) -> APIRouter:
    """Return the route of the search."""
    router = APIRouter(prefix=PREFIX, tags=["Search"], dependencies=[Depends(of_release)])

    @router.get("/search", operation_id="search", summary="Search",
                **documented_list(Hit))  # fmt: skip
    def search(
        options: Annotated[ListOptions, Depends()],
        q: _Words,
        kind: _Kind = None,
        lang: _Lang = None,
    ) -> Response:
        """Names and titles in six languages, keys, and our summaries of texts and statements.

        What is named exactly so comes first, then names that begin so, names with these words, and
        summaries with them.
        """
        return options.page(Hit, search_index(store).find(q, kind, lang), "search")

    return router
