"""`/instruments/{key}/articles`: the provisions of a treaty."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from csekg.answers.texts.provisions import Provision, ProvisionDetail, provision, provisions
from csekg.sparql.store import QueryEngine
from csekg_api.rest.answering import PREFIX, ListOptions, ResponseOptions
from csekg_api.rest.documenting import documented_list, documented_one
from csekg_api.rest.parameters import ConceptCode, InstrumentKey, ProvisionKey, of_release
from csekg_api.web.request_limits import SEVERAL

_Topic = Annotated[
    list[ConceptCode] | None,
    Query(max_length=SEVERAL, examples=[["extradition"]],
          description="only on these topics, as `/topics` lists them; may be repeated"),
]  # fmt: skip
_Kind = Annotated[
    list[ConceptCode] | None,
    Query(max_length=SEVERAL, examples=[["substantive"]],
          description="only of these kinds: `/vocabularies/provision-kind`; may be repeated"),
]  # fmt: skip


def articles_routes(store: QueryEngine) -> APIRouter:
    """Return the routes about the provisions of treaties."""
    router = APIRouter(prefix=PREFIX, tags=["Instruments"], dependencies=[Depends(of_release)])

    @router.get("/instruments/{key}/articles", operation_id="listArticles",
                summary="The articles of a treaty and their parts",
                **documented_list(Provision))  # fmt: skip
    def articles(
        options: Annotated[ListOptions, Depends()],
        key: InstrumentKey,
        topic: _Topic = None,
        kind: _Kind = None,
    ) -> Response:
        """The provisions in order, with what they say in our words and how strongly they oblige.

        An instrument whose text is not divided here has none.
        """
        found = provisions(store, key, topic=topic, kind=kind)
        return options.page(Provision, found, f"{key}-articles")

    @router.get("/instruments/{key}/articles/{article:path}", operation_id="getArticle",
                summary="One article, or a part of one",
                **documented_one(ProvisionDetail))  # fmt: skip
    def article(
        options: Annotated[ResponseOptions, Depends()], key: InstrumentKey, article: ProvisionKey
    ) -> Response:
        """What it says, the paragraphs it answers, and the reservations that touch it."""
        return options.one(provision(store, key, article))

    return router
