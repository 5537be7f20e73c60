"""The saved queries: an editor for the SPARQL endpoint, and the questions of people, each a form that runs at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Literal, TypeAlias, cast

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from csekg.answers.common.folding import folded
from csekg.answers.common.references import actor_refs, paragraph_refs, treaties
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.entities.actors import actors
from csekg.answers.entities.saved_queries import QueryRows, Value, query_rows
from csekg.answers.pages.links import Links
from csekg.errors import CsekgError
from csekg.languages.days import spelled
from csekg.languages.messages import stated
from csekg.languages.words import later
from csekg.namespaces import PREFIXES
from csekg.sparql.errors import EndpointError
from csekg.sparql.saved_queries import SavedQuery, find_query, saved_queries, text_with
from csekg.sparql.store import QueryEngine, bind
from csekg.tables.table import Column, Table
from csekg_api.settings import Settings
from csekg_api.site.choices import api_links, canonical_redirect, with_query
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.table_view import COLUMNS, SORT, unchosen, view
from csekg_api.sparql.job import SPARQL, decode, encode
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.assets import STATIC
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.formats import SOLUTIONS
from csekg_api.web.headers import CONTENT_SECURITY_POLICY
from csekg_api.web.job_runner import run_job
from csekg_api.web.urls import base_path
from csekg_api.web.words import _, in_english, pgettext
from csekg_api.web.work_limit import in_thread

# The editor adds style sheets, and has its icons in data URLs.
_POLICY = CONTENT_SECURITY_POLICY.replace(
    "style-src 'self'; img-src 'self'", "style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
_POLICY += "; script-src 'self'; connect-src 'self'; font-src 'self' data:"
_HEADER = re.compile(r"\A(?:#.*\n|\s*\n)*")
# Maximum length of a query in an address; longer ones are sent to the endpoint.
_QUERY_TEXT = 20_000
#: The query that the page shows by default.
_FIRST = "not-party"
#: Who asks the saved queries.
_ASKED = {"advocates": later("Asked by advocates"), "researchers": later("Asked by researchers")}


router = page_router(longer={"query": _QUERY_TEXT})


@router.get("/query")
def query_page(store: ServedStore, request: Request, saved: str = "", query: str = "") -> Response:
    fault, title, shown = None, "", query
    if not query:
        try:
            chosen = find_query(saved or _FIRST)
            values = {
                parameter.name: request.query_params[parameter.name]
                for parameter in chosen.parameters
                if request.query_params.get(parameter.name)
            }
            shown = _without_header(bind(chosen.text, chosen.bindings(values)))
            title = chosen.title
        except CsekgError as error:
            fault = str(error)
    answer = page(
        request,
        "query.html",
        status=404 if fault else 200,
        fault=fault,
        queries=_listed(),
        asked=_ASKED,
        saved=saved or _FIRST,
        shown=shown,
        formats=SOLUTIONS,
        prefixes=PREFIXES,
        editor=(STATIC / "built" / "query.js").is_file(),
        config={
            "endpoint": f"{base_path(request)}/sparql",
            "prefixes": PREFIXES,
            "value": shown if saved or query else "",
            "first": shown,
            "title": title,
            "queries": _listed(),
            "classes": terms(store, "class"),
            "properties": terms(store, "property"),
        },
    )
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


@cache
def _listed() -> list[dict[str, str]]:
    return [
        {
            "name": query.name,
            "title": query.title,
            "question": query.question,
            "asked_by": query.asked_by,
            "text": _without_header(query.text),
        }
        for query in saved_queries().values()
    ]


def _without_header(text: str) -> str:
    """Return a query without its header lines (title, question, parameters)."""
    return _HEADER.sub("", text).strip() + "\n"


@remembered
def terms(store: QueryEngine, kind: str) -> tuple[str, ...]:
    """Return the IRIs of each `class` or `property` in the VoID description of the dataset."""
    rows = store.values(f"SELECT DISTINCT ?term WHERE {{ ?part void:{kind} ?term }} ORDER BY ?term")
    return tuple(term for (term,) in rows)


_JSON = "application/sparql-results+json"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: So many rows stand on the page; the downloads have all.
_ROWS = 300
#: The parameters that are no values of the question.
_OF_THE_LIST = (SORT, COLUMNS)

_Row: TypeAlias = Mapping[str, Value]


saved_router = page_router(several=(COLUMNS,))


#: What the questions of people are about, in the order of the page.
_ABOUT = {
    "joining": later("Who has joined"),
    "changes": later("What changed"),
    "resolution": later("What the resolution asks"),
    "statements": later("Reservations and objections"),
    "practice": later("Law, practice and recommendations"),
}


@saved_router.get("/questions")
def questions(request: Request, q: str = "") -> Response:
    if (shorter := canonical_redirect(request)) is not None:
        return shorter
    found = [(saved, stated(saved.title), stated(saved.question)) for saved in saved_queries().values() if saved.about]
    wanted = folded(q).split()
    chosen = [one for one in found if all(word in folded(f"{one[1]} {one[2]}") for word in wanted)]
    parts = {_(words): [one for one in chosen if one[0].about == code] for code, words in _ABOUT.items()}
    return page(request, "questions.html", q=q, parts=parts, total=len(chosen))


@saved_router.get("/questions/{name}")
async def saved_question(store: ServedStore, request: Request, name: str) -> Response:
    saved = await run_in_threadpool(find_query, name)
    if (shorter := canonical_redirect(request)) is not None:
        return shorter
    values = {name: value for name, value in request.query_params.items() if name not in _OF_THE_LIST}
    rows, fault = None, None
    try:
        text = await run_in_threadpool(text_with, store, saved, values)
        payload = encode(QueryRequest(text, None, _JSON))
        settings = cast(Settings, request.app.state.settings)
        reply = await run_job(request, SPARQL, payload, settings.query_timeout)
        content = decode(reply).content
        rows = await in_thread(request, lambda: query_rows(saved, values, content))
    except EndpointError:
        raise
    except CsekgError as error:
        fault = str(error)
    return await run_in_threadpool(_page, store, request, saved, values, rows, fault)


def _page(
    store: QueryEngine,
    request: Request,
    saved: SavedQuery,
    values: Mapping[str, str],
    rows: QueryRows | None,
    fault: str | None,
) -> Response:
    shown = None
    if rows is not None:
        table = Table([_column(name, rows.rows) for name in rows.columns])
        if (shorter := canonical_redirect(request, unchosen(request, table))) is not None:
            return shorter
        shown = view(request, table, rows.rows)
    chosen = list(values.items())
    return page(
        request,
        "saved_question.html",
        status=400 if fault else 200,
        saved=saved,
        title=stated(saved.title),
        question=stated(saved.question),
        words={parameter.name: _words(parameter.name) for parameter in saved.parameters},
        descriptions={parameter.name: stated(parameter.description) for parameter in saved.parameters},
        values={parameter.name: values.get(parameter.name, parameter.default) for parameter in saved.parameters},
        actors=actors(store),
        paragraphs=paragraph_refs(store),
        fault=fault,
        list=shown,
        rows=shown and shown.rows[:_ROWS],
        cell=lambda row, column: _cell(row[column.key], Links(store), _named(store), has_name="name" in row),
        **api_links(f"/api/v1/queries/{saved.name}/results", chosen),
        sparql=with_query("/query", [("saved", saved.name), *chosen]),
    )


def _words(name: str) -> str:
    """Return the name of a parameter or a variable in words."""
    return stated(name.replace("_", " ").capitalize())


def _column(name: str, rows: Sequence[_Row]) -> Column[_Row]:
    """Return a column of an answer; its kind is that of all its values."""
    values = [row[name] for row in rows if row[name] is not None]
    kind: Literal["text", "number", "day"] = "text"
    # A truth value is an integer in Python.
    if values and all(type(value) in (int, float) for value in values):
        kind = "number"
    elif values and all(isinstance(value, str) and _DAY.fullmatch(value) for value in values):
        kind = "day"
    return Column(name, _words(name), lambda row: row[name], kind)


@remembered_in_order
def _named(store: QueryEngine) -> Mapping[str, tuple[str, str]]:
    """Return the names and the pages of States and treaties, by the keys that answers have for them."""
    refs = [*actor_refs(store).values(), *(info.ref for info in treaties(store).values())]
    return {ref.key: (ref.name, Links(store).of(ref.id)) for ref in refs}


def _cell(
    value: Value, links: Links, named: Mapping[str, tuple[str, str]], *, has_name: bool
) -> tuple[str, str | None]:
    match value:
        case str() if value in named:
            name, path = named[value]
            # Beside the name of a State its code stands as it is.
            return value if has_name and value.isupper() else name, path
        case None:
            return pgettext("value", "not known"), None
        case bool():
            return (_("yes") if value else _("no")), None
        case str() if _DAY.fullmatch(value):
            return spelled(date.fromisoformat(value)), None
        case str() if value.startswith(("https://", "http://")):
            path = links.of(value)
            return value.rpartition("/")[2].rpartition("#")[2], path
        case str():
            return in_english(value), None
    return str(value), None
