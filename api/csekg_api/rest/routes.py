"""Puts the REST API together; `/api/v1` says what there is, and the JSON-LD context what members mean."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.common.base import Answer, Words
from csekg.answers.common.kinds import CLASSES
from csekg.answers.quality.dataset import StatedRelease, stated_release
from csekg.resources import ontology_dir
from csekg_api.rest import (
    changes,
    citations,
    downloads,
    queries,
    questions,
    search,
    sources,
    states,
    status,
    texts,
    validation,
)
from csekg_api.rest.responses import CONTEXT_PATH, PREFIX, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore, add_routes
from csekg_api.web.openapi import operations_of
from csekg_api.web.urls import service_url
from csekg_api.web.work_limit import LimitedRoute


class Operation(Answer):
    """Something that the API can be asked."""

    name: Words = Field(description="the `operationId` of the OpenAPI document")
    method: Words
    href: str = Field(description="address; with `{braces}` a template (RFC 6570)")
    title: Words


class Index(Answer):
    """The API, its documents and its operations."""

    title: Words
    version: str = Field(description="version of the service; that of the API stands in its path")
    release: StatedRelease = Field(description="the release of the data that is served")
    documentation: str
    openapi: str
    sparql: str
    reconciliation: str
    operations: tuple[Operation, ...]


router = SubjectRouter("Service")
context_router = APIRouter(tags=["Service"], route_class=LimitedRoute)


@router.get_one("", Index, "What the API can be asked")
def get_index(store: ServedStore, options: Single) -> Response:
    """Every operation below `/api/v1` with its address, and where all of it is documented."""
    request = options.request
    app = request.app
    operations = tuple(
        Operation(
            name=operation["operationId"],
            method=method.upper(),
            href=service_url(request, path),
            title=operation["summary"],
        )
        for path, method, operation in operations_of(app.openapi())
        if path.startswith(PREFIX)
    )
    return options.one(
        Index(
            title=app.title,
            version=app.version,
            release=stated_release(store),
            documentation=_at(request, "/docs"),
            openapi=_at(request, "/openapi.json"),
            sparql=_at(request, "/sparql"),
            reconciliation=_at(request, "/reconcile"),
            operations=operations,
        )
    )


def _at(request: Request, path: str) -> str:
    return service_url(request, path)


_OVERRIDES = Path(__file__).with_name("context.json")


@cache
def context() -> bytes:
    """Return the context document: that of the ontology, with terms for simpler members.

    Answers have one English text where RDF has one for each language, and codes where RDF has
    concepts. A member without a term in the context states nothing (JSON-LD 1.1, section 3.1).
    """
    terms: dict[str, object] = {}
    for file in (ontology_dir() / "context.jsonld", _OVERRIDES):
        terms |= json.loads(file.read_text(encoding="utf-8"))["@context"]
    # The sources of an act are facts about it; those of other things are other properties.
    sources = {"@id": "prov:hadPrimarySource", "@type": "@id"}
    for name in CLASSES:
        terms[name] = {"@id": f"cse:{name}", "@context": {"sources": sources, "key": None}}
    return json.dumps({"@context": terms}, ensure_ascii=False, indent=1).encode()


@context_router.get(
    CONTEXT_PATH,
    operation_id="getContext",
    summary="The JSON-LD context",
    response_class=Response,
    responses={200: {"description": "The context", "content": {"application/ld+json": {"schema": {"type": "object"}}}}},
)
def get_context() -> Response:
    """The context that every JSON answer refers to, for reading it as RDF."""
    return Response(context(), media_type="application/ld+json")


def rest_router() -> APIRouter:
    """Return the routes of the REST API."""
    whole = APIRouter()
    add_routes(
        whole,
        router,
        context_router,
        states.router,
        texts.router,
        status.router,
        questions.router,
        changes.router,
        texts.resolution_router,
        states.practice_router,
        search.vocabularies_router,
        sources.router,
        search.router,
        queries.router,
        queries.results_router,
        validation.router,
        downloads.router,
        citations.router,
    )
    return whole
