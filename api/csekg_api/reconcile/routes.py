"""The routes of the reconciliation service: manifest, matching, suggestions, data extension."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, FailFast, Field, StrictBool, TypeAdapter, ValidationError

from csekg import __version__
from csekg import namespaces as ns
from csekg.answers.common.base import Answer
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import search_index
from csekg_api.reconcile.things import COMPARED, MOST_CANDIDATES, TYPES, find, matches, properties, values_of
from csekg_api.sparql.protocol import FORM, pairs
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import KEY, LONGEST, body_of
from csekg_api.web.urls import service_url
from csekg_api.web.work_limit import LimitedRoute

PATH = "/reconcile"
#: The most names, and the most things, of one request; clients ask for ten at a time.
MOST_QUERIES, MOST_IDS = 50, 200
#: The most values of properties in a batch, and the most properties that are compared or wanted.
MOST_VALUES, _COMPARED, _WANTED = 500, 10, 60
#: The most bytes of a form, which is read as a whole, and the most suggestions.
MOST_BYTES, _SUGGESTED = 256_000, 20


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


_Id = Annotated[str, Field(max_length=LONGEST)]


class _Fitting(BaseModel):
    """A property that a thing should have, with the values that would fit."""

    pid: _Id
    v: Annotated[list[str | StrictBool | int | float | dict[str, str]], FailFast(), BeforeValidator(_listed)]


class _Query(BaseModel):
    """A name to be matched."""

    query: str = Field(default="", max_length=LONGEST)
    type: Annotated[list[_Id], FailFast(), BeforeValidator(_listed), Field(max_length=10)] = []
    limit: int = Field(default=5, ge=1)
    properties: Annotated[list[_Fitting], FailFast()] = Field(default=[], max_length=_COMPARED)


class _Extend(BaseModel):
    """Things, and the properties of them that are wanted, each by its `id`."""

    ids: Annotated[list[_Id], FailFast()] = Field(max_length=MOST_IDS)
    properties: Annotated[list[dict[str, Any]], FailFast()] = Field(max_length=_WANTED)


_BATCH = TypeAdapter(dict[Annotated[str, Field(max_length=60)], _Query])
_EXTEND = TypeAdapter(_Extend)
_QUERIES = json.dumps({"q0": {"query": "Ivory Coast", "type": "State"}})
_THINGS = json.dumps({"ids": ["state/CIV"], "properties": [{"id": "key"}]})
_ASKED = f"a batch of at most {MOST_QUERIES} queries, as JSON"
_EXTENDED = f"properties that are wanted of at most {MOST_IDS} things, as JSON"
_Batch = Annotated[str | None, Query(examples=[_QUERIES], max_length=16_000, description=_ASKED)]
_Extension = Annotated[str | None, Query(examples=[_THINGS], max_length=16_000, description=_EXTENDED)]
_SCHEMA = {"type": "object", "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}}}
_CONTENT = {FORM: {"schema": _SCHEMA, "example": {"queries": _QUERIES}}}
_ABOUT = "one of `queries` and `extend`, each as JSON"
_BODY = {"requestBody": {"required": True, "description": _ABOUT, "content": _CONTENT}}
_Prefix = Annotated[str, Query(max_length=LONGEST, examples=["Ire"], description="what has been typed so far")]
_Cursor = Annotated[int, Query(ge=0, le=1000, description="suggestions to leave out first")]
_Type = Annotated[str, Query(max_length=KEY, examples=["State"], description="only of this type; '' for all")]


class Reconciliation(Answer):
    """The manifest, what queries found, the values of properties, suggestions, or properties."""

    model_config = ConfigDict(extra="allow")


def reconcile_router(store: QueryEngine) -> APIRouter:
    """Return the routes over a store."""
    router = APIRouter(prefix=PATH, tags=["Reconciliation"], route_class=LimitedRoute)
    refused = problems(
        s400="`queries` or `extend` is not what the API has for it.",
        s413="There are more queries, values or bytes than one request may have.",
    )
    documented: dict[str, Any] = {"response_model": Reconciliation, "responses": refused}

    @router.get("", operation_id="getReconciliation", **documented, summary="Match names, or describe the service")
    def get(request: Request, queries: _Batch = None, extend: _Extension = None) -> Response:
        """The manifest of a reconciliation service (W3C CG, version 0.2), for OpenRefine.

        With `queries` candidates for names of States, treaties, paragraphs, topics and sources;
        with `extend` properties of things.
        """
        asked = queries is not None or extend is not None
        return JSONResponse(_answered(store, queries, extend) if asked else _manifest(request))

    @router.post(
        "", operation_id="reconcile", summary="Match names, or extend a table", openapi_extra=_BODY, **documented
    )
    def post(request: Request, sent: Annotated[bytes, Depends(_sent)]) -> Response:
        """The same as a form, for more names than an address can hold."""
        form = dict(pairs(sent))
        return JSONResponse(_answered(store, form.get("queries"), form.get("extend")))

    @router.get("/suggest/entity", operation_id="suggestEntity", summary="Complete a name")
    def entity(prefix: _Prefix, cursor: _Cursor = 0, type: _Type = "") -> Reconciliation:
        """Things by what is typed of their name, in any language."""
        hits = search_index(store).find(prefix, ["state", "treaty", "paragraph", "concept", "source"])
        found = (find(store, hits[place].id) for place in range(min(len(hits), 10 * _SUGGESTED)))
        fitting = [each for each in found if each and type in ("", each.type)][cursor : cursor + _SUGGESTED]
        named = [{**each.described(store), "notable": [{"id": each.type, "name": each.type}]} for each in fitting]
        return Reconciliation.model_validate({"result": named})

    @router.get("/properties", operation_id="proposeProperties", summary="The properties of a type")
    def propose(type: _Type = "", limit: Annotated[int, Query(ge=1, le=200)] = 100) -> Reconciliation:
        """What a table of such things can be extended by."""
        named = [{"id": id_, "name": name} for id_, name in properties(store, type).items()]
        return Reconciliation.model_validate({"type": type, "limit": limit, "properties": named[:limit]})

    return router


async def _sent(request: Request) -> bytes:
    """Return a form as it was sent; raises a 415 problem for another body, 413 for a long one."""
    _type, sent = await body_of(request, [FORM], "queries or extend", MOST_BYTES)
    return sent


def _manifest(request: Request) -> dict[str, Any]:
    """Return the manifest of the service (Reconciliation Service API 0.2, section 4)."""
    root = service_url(request, PATH)
    return {
        "versions": ["0.2"],
        "name": request.app.title,
        "identifierSpace": ns.ID,
        "schemaSpace": ns.ONTOLOGY,
        "documentation": service_url(request, "/docs"),
        "serviceVersion": __version__,
        "defaultTypes": [{"id": each, "name": each} for each in TYPES],
        "view": {"url": service_url(request, "/id/{{id}}")},
        "suggest": {"entity": {"service_url": root, "service_path": "/suggest/entity"}},
        "extend": {"propose_properties": {"service_url": root, "service_path": "/properties"}, "property_settings": []},
        "batchSize": MOST_QUERIES,
    }


def _answered(store: QueryEngine, queries: str | None, extend: str | None) -> dict[str, Any]:
    """Return what the queries found, or the values of properties; raises a 400 or 413 problem."""
    if queries is not None and extend is None:
        batch: dict[str, _Query] = _read(_BATCH, queries, "queries")
        if len(batch) > MOST_QUERIES:
            raise ProblemError(413, f"at most {MOST_QUERIES} queries at a time, not {len(batch):,}")
        if (values := sum(len(asked.v) for query in batch.values() for asked in query.properties)) > MOST_VALUES:
            raise ProblemError(413, f"at most {MOST_VALUES} values of properties at a time, not {values:,}")
        return {name: {"result": _candidates(store, query)} for name, query in batch.items()}
    if extend is not None and queries is None:
        return _extended(store, _read(_EXTEND, extend, "extend"))
    raise ProblemError(400, "give one of queries and extend")


def _read(form: TypeAdapter[Any], sent: str, name: str) -> Any:
    try:
        return form.validate_json(sent)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        detail = f"{name} is not what the API 0.2 has for it: {first['msg']}, at #/{'/'.join(map(str, first['loc']))}"
        raise ProblemError(400, detail[:500]) from None


def _candidates(store: QueryEngine, query: _Query) -> list[dict[str, Any]]:
    wanted = {asked.pid: asked.v for asked in query.properties if asked.pid in COMPARED}
    candidates = []
    for thing, score, match in matches(store, query.query, query.type, wanted, min(query.limit, MOST_CANDIDATES)):
        features = [{"id": "name", "value": score}]
        about = {"type": [{"id": thing.type, "name": thing.type}], "score": score, "match": match, "features": features}
        candidates.append({**thing.described(store), **about})
    return candidates


def _extended(store: QueryEngine, asked: _Extend) -> dict[str, Any]:
    """Return the values of the properties, and what the properties are."""
    named = properties(store)
    wanted = [str(each.get("id")) for each in asked.properties]
    rows = {
        id_: {each: [_cell(value) for value in values_of(store, find(store, id_), each)] for each in wanted}
        for id_ in asked.ids
    }
    return {"meta": [{"id": each, "name": named.get(each, each)} for each in wanted], "rows": rows}


def _cell(value: str | int | date) -> dict[str, Any]:
    if isinstance(value, date):
        return {"date": f"{value.isoformat()}T00:00:00Z"}
    return {"int": value} if isinstance(value, int) else {"str": value}
