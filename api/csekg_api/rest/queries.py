"""`/queries`: the saved queries, with typed parameters."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi import Query as QueryParameter
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from csekg.answers.common.tables import in_words
from csekg.answers.entities.saved_queries import Query, QueryDetail, QueryRows, queries, query_detail, query_rows
from csekg.errors import CsekgError
from csekg.sparql.errors import EndpointError
from csekg.sparql.saved_queries import TYPES, SavedQuery, find_query, saved_queries, text_with
from csekg.sparql.store import QueryEngine
from csekg.tables.as_csv import to_csv
from csekg_api.rest.parameters import Lower, path_key
from csekg_api.rest.responses import PREFIX, Listing, Single, SubjectRouter
from csekg_api.settings import Settings
from csekg_api.sparql.job import SPARQL, decode, encode
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.formats import accepted
from csekg_api.web.job_runner import run_job
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import KEY, LONGEST, check_values
from csekg_api.web.work_limit import LimitedRoute, in_thread
from csekg_api.web.workbook_answer import MEDIA_TYPE as XLSX
from csekg_api.web.workbook_answer import as_workbook

_JSON = "application/sparql-results+json"
#: Media types of results by the value of `format`; the first is the default.
_FORMS = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": XLSX,
    "sparql-json": _JSON,
    "sparql-xml": "application/sparql-results+xml",
    "tsv": "text/tab-separated-values",
}
# Forms that are made of rows, not by the engine.
_OF_ROWS = ("application/json", "text/csv", XLSX)
# Parameters of the route itself, which no saved query may have.
_OWN = ("format", "bom")
_FORMATS: dict[str, dict[str, Any]] = {
    "treaty": {"pattern": "^[a-z0-9][a-z0-9-]*$", "maxLength": KEY},
    "state": {"pattern": "^[A-Za-z]{3}$"},
    "date": {"format": "date"},
    "paragraph": {"pattern": "^(pp|op)/[0-9]+(/[a-z])?$", "maxLength": 20},
    "number": {"pattern": "^-?[0-9]{1,9}$"},
    "text": {"maxLength": LONGEST},
}

_Name = Annotated[
    str,
    path_key(r"^[A-Za-z][A-Za-z0-9-]*$", "who-was-bound-on", "name of a saved query, as `/queries` lists them"),
    Lower,
]
_Format = Annotated[
    Literal["json", "csv", "xlsx", "sparql-json", "sparql-xml", "tsv"] | None,
    QueryParameter(description="form of the results, before the Accept header", examples=["csv"]),
]
_Bom = Annotated[
    bool,
    QueryParameter(description="begin a CSV file with a byte order mark, by which Excel knows UTF-8", examples=[False]),
]


def _parameters() -> list[dict[str, Any]]:
    """Return the OpenAPI descriptions of all parameters of saved queries."""
    used: dict[str, list[tuple[SavedQuery, str, str, str]]] = defaultdict(list)
    for saved in saved_queries().values():
        for parameter in saved.parameters:
            used[parameter.name].append((saved, parameter.type, parameter.default, parameter.description))
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": f"{uses[0][3]}; {TYPES[uses[0][1]][0]}. Of the queries "
            + ", ".join(saved.name for saved, *_ in uses),
            "schema": {"type": "string", **_FORMATS[uses[0][1]]},
            "example": uses[0][2],
        }
        for name, uses in sorted(used.items())
    ]


router = SubjectRouter("Queries")
#: The parameters of saved queries are their own.
results_router = APIRouter(prefix=PREFIX, tags=["Queries"], route_class=LimitedRoute)


@router.get_list("/queries", Query, "The saved queries", unknown=False)
def list_queries(options: Listing) -> Response:
    """Every saved query with its question and its parameters."""
    return options.page(Query, queries(), "queries")


@router.get_one("/queries/{name}", QueryDetail, "One saved query")
def get_query(options: Single, name: _Name) -> Response:
    """The question, the parameters and the text, which runs on any SPARQL 1.1 endpoint."""
    return options.one(query_detail(find_query(name)))


@results_router.get(
    "/queries/{name}/results",
    operation_id="getQueryResults",
    summary="The results of a saved query",
    response_model=QueryRows,
    openapi_extra={"parameters": _parameters()},
    responses={
        200: {
            "description": "All results",
            "content": {form: {"schema": {"type": "string"}} for form in _FORMS.values() if form != "application/json"},
        },
        **problems(404, 406, 422, s503="Too many queries run at this moment.", s504="The query took too long."),
    },
)
async def get_query_results(
    store: ServedStore, request: Request, name: _Name, format: _Format = None, bom: _Bom = False
) -> Response:
    """Runs a saved query with the values given, or its defaults.

    JSON gives plain rows; the forms of the SPARQL standards are there, too. CSV and XLSX are
    safe to open in a spreadsheet.
    """
    saved = await run_in_threadpool(find_query, name)
    media_type = _media_type(request, format)
    values = _values(request)
    text = await run_in_threadpool(_bound, store, saved, values)
    engine_form = _JSON if media_type in _OF_ROWS else media_type
    settings: Settings = request.app.state.settings
    payload = encode(QueryRequest(text, None, engine_form))
    content = decode(await run_job(request, SPARQL, payload, settings.query_timeout)).content
    answer = Response(content, media_type=media_type)
    if media_type in _OF_ROWS:
        answer = await in_thread(request, lambda: _of_rows(request, saved, values, content, media_type, bom=bom))
    answer.headers["Vary"] = "Accept"
    return answer


def _of_rows(
    request: Request, saved: SavedQuery, values: dict[str, str], content: bytes, media_type: str, *, bom: bool
) -> Response:
    """Return results, given as SPARQL Query Results JSON, in a form that is made of rows."""
    rows = query_rows(saved, values, content)
    if media_type == "application/json":
        return Response(rows.model_dump_json(), media_type=media_type)
    lines = [tuple(row.values()) for row in rows.rows]
    if media_type == XLSX:
        headings = [in_words(name) for name in rows.columns]
        return as_workbook(request, saved.name, headings, lines, question=saved.question)
    attached = {"Content-Disposition": f'attachment; filename="{saved.name}.csv"'}
    table = to_csv(rows.columns, lines, bom=bom)
    return Response(table, media_type=media_type, headers=attached)


def _values(request: Request) -> dict[str, str]:
    """Return the parameters of a saved query in a request; raises a 422 problem for a bad one."""
    check_values(request, 422)
    return {name: value for name, value in request.query_params.items() if name not in _OWN}


def _bound(store: QueryEngine, saved: SavedQuery, values: dict[str, str]) -> str:
    """Return the query with these values; raises a 422 problem for a value that does not fit."""
    try:
        return text_with(store, saved, values)
    except EndpointError:
        raise
    except CsekgError as error:
        raise ProblemError(422, str(error)) from None


def _media_type(request: Request, named: str | None) -> str:
    """Return the media type of the results; raises a 406 problem where none fits."""
    if named:
        return _FORMS[named]
    refusal = "results cannot be had as Accept: {accept}; they can be had as {offered}"
    return accepted(request, list(_FORMS.values()), refusal)
