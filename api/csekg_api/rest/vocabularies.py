"""`/vocabularies` and `/topics`: the codes that answers use, and what they mean."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from csekg.answers.entities.vocabularies import Concept, Scheme, Topic, concepts, schemes, topics
from csekg.answers.texts.topics import TopicDetail, topic
from csekg_api.rest.parameters import ConceptCode, Lower, of_release
from csekg_api.rest.responses import PREFIX, ListOptions, ResponseOptions, documented_list, documented_one
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.request_limits import KEY
from csekg_api.web.work_limit import LimitedRoute

_SchemeKey = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z][A-Za-z-]*$",
        max_length=KEY,
        examples=["status"],
        description="key of a vocabulary, as `/vocabularies` lists them",
    ),
    Lower,
]


router = APIRouter(prefix=PREFIX, tags=["Vocabularies"], dependencies=[Depends(of_release)], route_class=LimitedRoute)


@router.get("/vocabularies", operation_id="listVocabularies", summary="The vocabularies", **documented_list(Scheme))
def all_schemes(store: ServedStore, options: Annotated[ListOptions, Depends()]) -> Response:
    """Every vocabulary with what its concepts are for."""
    return options.page(Scheme, schemes(store), "vocabularies")


@router.get(
    "/vocabularies/{scheme}",
    operation_id="listConcepts",
    summary="The concepts of a vocabulary",
    **documented_list(Concept),
)
def all_concepts(store: ServedStore, options: Annotated[ListOptions, Depends()], scheme: _SchemeKey) -> Response:
    """Codes with labels, definitions, broader concepts and links to other thesauri."""
    return options.page(Concept, concepts(store, scheme), scheme)


@router.get("/topics", operation_id="listTopics", summary="Topics", **documented_list(Topic))
def all_topics(store: ServedStore, options: Annotated[ListOptions, Depends()]) -> Response:
    """The topics, and how many paragraphs and provisions are about each.

    The texts have the narrower topics; the broader ones group these.
    """
    return options.page(Topic, topics(store), "topics")


@router.get("/topics/{key}", operation_id="getTopic", summary="One topic", **documented_one(TopicDetail))
def one_topic(store: ServedStore, options: Annotated[ResponseOptions, Depends()], key: ConceptCode) -> Response:
    """Its paragraphs, the articles of treaties, who is bound by these, and declarations.

    A broad topic holds what its narrower ones hold. Each treaty counts on its as-of date.
    """
    return options.one(topic(store, key))
