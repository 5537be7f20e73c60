"""The routes of the reconciliation service: manifest, matching, data extension."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import ConfigDict

from csekg.answers.common.base import Answer
from csekg.sparql.store import QueryEngine
from csekg_api.reconcile.match import MOST_BYTES, MOST_IDS, MOST_QUERIES, Extend, matches, read_batch, read_extend
from csekg_api.reconcile.suggest import PATH, manifest, suggest_routes
from csekg_api.reconcile.things import Thing, Things, Value, properties, values_of
from csekg_api.sparql.protocol import FORM, pairs
from csekg_api.web.dependencies import add_routes
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import body_of
from csekg_api.web.work_limit import LimitedRoute

_QUERIES = json.dumps({"q0": {"query": "Ivory Coast", "type": "State"}})
_EXTEND = json.dumps({"ids": ["state/CIV"], "properties": [{"id": "key"}]})
_Batch = Annotated[
    str | None,
    Query(examples=[_QUERIES], max_length=16_000, description=f"a batch of at most {MOST_QUERIES} queries, as JSON"),
]
_Extension = Annotated[
    str | None,
    Query(
        examples=[_EXTEND],
        max_length=16_000,
        description=f"properties that are wanted of at most {MOST_IDS} things, as JSON",
    ),
]
_TEXT = {"type": "string"}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "one of `queries` and `extend`, each as JSON",
        "content": {
            FORM: {
                "schema": {"type": "object", "properties": {"queries": _TEXT, "extend": _TEXT}},
                "example": {"queries": _QUERIES},
            }
        },
    }
}


class Reconciliation(Answer):
    """The manifest, or what the queries found, or the values of properties."""

    model_config = ConfigDict(extra="allow")


def reconcile_router(store: QueryEngine, page_of: Callable[[str], str]) -> APIRouter:
    """Return the routes over a store; `page_of` gives the path of the page about an IRI."""
    things = Things(store)
    router = APIRouter(tags=["Reconciliation"], route_class=LimitedRoute)
    documented: dict[str, Any] = {
        "response_model": Reconciliation,
        "responses": problems(
            s400="`queries` or `extend` is not what the API has for it.",
            s413="There are more queries, values or bytes than one request may have.",
        ),
    }

    @router.get(PATH, operation_id="getReconciliation", **documented, summary="Match names, or describe the service")
    def get(request: Request, queries: _Batch = None, extend: _Extension = None) -> Response:
        """The manifest of a reconciliation service (W3C CG, version 0.2), for OpenRefine.

        With `queries` candidates for names of States, treaties, paragraphs, topics and sources;
        with `extend` properties of things.
        """
        return _answered(request, things, queries, extend)

    @router.post(
        PATH, operation_id="reconcile", summary="Match names, or extend a table", openapi_extra=_BODY, **documented
    )
    def post(request: Request, sent: Annotated[bytes, Depends(_sent)]) -> Response:
        """The same as a form, for more names than an address can hold."""
        form = dict(pairs(sent))
        return _answered(request, things, form.get("queries"), form.get("extend"))

    add_routes(router, suggest_routes(things, page_of))
    return router


async def _sent(request: Request) -> bytes:
    """Return a form as it was sent; raises a 415 problem for another body, 413 for a long one."""
    _type, sent = await body_of(request, [FORM], "queries or extend", MOST_BYTES)
    return sent


def _answered(request: Request, things: Things, queries: str | None, extend: str | None) -> Response:
    if queries is not None and extend is not None:
        raise ProblemError(400, "give one of queries and extend")
    if queries is not None:
        batch = read_batch(queries)
        return _json(
            {name: {"result": [_candidate(each) for each in matches(things, query)]} for name, query in batch.items()}
        )
    if extend is not None:
        return _json(_extended(things, read_extend(extend)))
    if request.method == "POST":
        raise ProblemError(400, "give one of queries and extend")
    return _json(manifest(request))


def _json(content: object) -> Response:
    return JSONResponse(content)


def _candidate(found: Any) -> dict[str, Any]:
    thing: Thing = found.thing
    return {
        "id": thing.id,
        "name": thing.name,
        "description": thing.description,
        "type": [{"id": thing.type, "name": thing.type}],
        "score": found.score,
        "match": found.match,
        "features": [{"id": "name", "value": found.score}],
    }


def _extended(things: Things, asked: Extend) -> dict[str, Any]:
    """Return the values of the properties, and what the properties are."""
    known = {each.id: each for each in properties(things.store)}
    wanted = list(dict.fromkeys(property_.id for property_ in asked.properties))
    rows = {}
    for id_ in dict.fromkeys(asked.ids):
        thing = things.find(id_)
        rows[id_] = {
            name: [_cell(value) for value in values_of(things.store, thing, name)] if thing else [] for name in wanted
        }
    return {"meta": [_meta(name, known.get(name)) for name in wanted], "rows": rows}


def _meta(name: str, known: Any) -> dict[str, Any]:
    about: dict[str, Any] = {"id": name, "name": known.name if known else name}
    if known and known.to:
        about["type"] = {"id": known.to, "name": known.to}
    return about


def _cell(value: Value) -> dict[str, Any]:
    if value.id:
        return {"id": value.id, "name": value.text}
    if isinstance(value.raw, date):
        return {"date": f"{value.raw.isoformat()}T00:00:00Z"}
    return {"int": value.raw} if isinstance(value.raw, int) else {"str": value.text}
