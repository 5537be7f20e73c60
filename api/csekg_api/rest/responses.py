"""The forms of answers: JSON, CSV or workbook, pages of a list; how OpenAPI documents them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import Field

from csekg.answers.common.base import Answer
from csekg.answers.common.tables import table_of
from csekg.tables.as_csv import to_csv
from csekg.tables.table import Table
from csekg_api.rest.parameters import known_parameters
from csekg_api.web import workbook_answer
from csekg_api.web.formats import accepted
from csekg_api.web.problem_types import problems
from csekg_api.web.urls import API, service_url
from csekg_api.web.work_limit import LimitedRoute
from csekg_api.web.workbook_answer import MEDIA_TYPE as XLSX

#: Default and maximum number of items of a page.
DEFAULT_LIMIT = 100
MAX_LIMIT = 10_000

#: Path of all routes.
PREFIX = API
CONTEXT_PATH = f"{PREFIX}/context.jsonld"
_MEDIA_TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "xlsx": workbook_answer.MEDIA_TYPE,
}
#: The forms that are files of all items.
_FILES = ("csv", "xlsx")

T = TypeVar("T", bound=Answer)
Handler = TypeVar("Handler", bound=Callable[..., Any])


class Page(Answer, Generic[T]):
    """A page of a list."""

    context: str = Field(alias="@context", description="address of the JSON-LD context")
    total: int = Field(description="items of the whole list")
    limit: int = Field(description="items that a page holds at most")
    offset: int = Field(description="items of the list before this page")
    next: str | None = Field(description="address of the next page; null on the last")
    items: list[T]


class ResponseOptions:
    """How a client wants an answer: a dependency of handlers that return one thing."""

    def __init__(
        self,
        request: Request,
        format: Annotated[
            Literal["json", "jsonld"] | None,
            Query(description="form of the answer, before the Accept header", examples=["json"]),
        ] = None,
    ) -> None:
        """Read the parameters of a request; raises a 406 problem for an unknown form."""
        self.request, self.format = request, _format(request, format, ("json", "jsonld"))

    def one(self, answer: Answer) -> Response:
        """Return one thing as JSON with its JSON-LD context."""
        content = {"@context": self._context(), **answer.model_dump(mode="json")}
        return _json(_written(content), self.format)

    def _context(self) -> str:
        return service_url(self.request, CONTEXT_PATH)


class ListOptions(ResponseOptions):
    """How a client wants a list: a dependency of handlers that return one."""

    def __init__(
        self,
        request: Request,
        format: Annotated[
            Literal["json", "jsonld", "csv", "xlsx"] | None,
            Query(description="form of the answer, before the Accept header", examples=["csv"]),
        ] = None,
        limit: Annotated[
            int | None,
            Query(
                ge=1,
                le=MAX_LIMIT,
                examples=[50],
                description=f"items of a page; {DEFAULT_LIMIT} unless given, all in CSV and XLSX",
            ),
        ] = None,
        offset: Annotated[int, Query(ge=0, le=1_000_000, description="items to leave out first", examples=[0])] = 0,
        bom: Annotated[
            bool,
            Query(description="begin a CSV file with a byte order mark, by which Excel knows UTF-8", examples=[False]),
        ] = False,
    ) -> None:
        """Read the parameters of a request; raises a 406 problem for an unknown form."""
        self.request, self.format = request, _format(request, format, tuple(_MEDIA_TYPES))
        self.limit, self.offset, self.bom = limit, offset, bom

    def page(
        self,
        model: type[T],
        items: Sequence[T],
        name: str,
        *,
        basis: Iterable[object] | None = None,
        table: Table[T] | None = None,
        **extra: Any,
    ) -> Response:
        """Return a page of a list; `name` is the name of the file of a CSV or XLSX answer.

        `basis` are the things whose sources and as-of days a workbook names, the items unless
        given. `table` has the columns of CSV and XLSX, those of the model unless given. `extra` are
        members beside the items in JSON, as a summary.
        """
        limit = self.limit or (max(1, len(items)) if self.format in _FILES else DEFAULT_LIMIT)
        shown = items[self.offset : self.offset + limit]
        links = self._links(len(items), limit)
        table = table or table_of(model)
        if self.format == "csv":
            content = to_csv(table.keys, table.rows_of(shown), bom=self.bom)
            answer = Response(content, media_type="text/csv")
            answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        elif self.format == "xlsx":
            rests_on = shown if basis is None else basis
            rows = table.rows_of(shown)
            answer = workbook_answer.as_workbook(self.request, name, table.headings, rows, rests_on)
        else:
            about = {
                "@context": self._context(),
                "total": len(items),
                "limit": limit,
                "offset": self.offset,
                "next": links.get("next"),
                **extra,
            }
            # One by one: while Python writes a value, nothing else runs.
            written = ", ".join(_written(item.model_dump(mode="json")) for item in shown)
            answer = _json(f'{_written(about)[:-1]}, "items": [{written}]}}', self.format)
        answer.headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
        answer.headers["Vary"] = "Accept"
        return answer

    def _links(self, total: int, limit: int) -> dict[str, str]:
        """Return the addresses of the pages around this one (RFC 8288)."""
        last = max(0, (total - 1) // limit * limit)
        offsets = {"first": 0, "last": last}
        if self.offset > 0:
            offsets["prev"] = max(0, self.offset - limit)
        if self.offset + limit < total:
            offsets["next"] = self.offset + limit
        return {rel: self._at(offset, limit) for rel, offset in offsets.items()}

    def _at(self, offset: int, limit: int) -> str:
        pairs = [
            (name, value) for name, value in self.request.query_params.multi_items() if name not in ("offset", "limit")
        ]
        query = urlencode([*pairs, ("limit", limit), ("offset", offset)])
        return f"{service_url(self.request, self.request.scope['path'])}?{query}"


#: How a client wants one thing, and how it wants a list, for a route.
Single: TypeAlias = Annotated[ResponseOptions, Depends()]
Listing: TypeAlias = Annotated[ListOptions, Depends()]


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json(content: str, format_: str) -> Response:
    answer = Response(content, media_type=_MEDIA_TYPES[format_])
    answer.headers["Vary"] = "Accept"
    return answer


def _format(request: Request, named: str | None, offered: tuple[str, ...]) -> str:
    """Return the form of the answer; raises a 406 problem where none fits."""
    if named:
        return named
    names = {_MEDIA_TYPES[name]: name for name in offered}
    return names[accepted(request, list(names))]


_LINK = {
    "Link": {
        "description": "addresses of the first, previous, next and last page (RFC 8288)",
        "schema": {"type": "string"},
    }
}
_LINKED_DATA = {"application/ld+json": {"schema": {"type": "object", "description": "the same as JSON-LD 1.1"}}}
_TABLE = {
    "text/csv": {"schema": {"type": "string", "description": "the items, one a line (RFC 4180)"}},
    XLSX: {
        "schema": {
            "type": "string",
            "format": "binary",
            "description": "a workbook: the items with dates as dates, and a sheet about them",
        }
    },
}


def _operation_id(route: APIRoute) -> str:
    """Return the name of a handler as the OpenAPI document has it: `listStates` for `list_states`."""
    first, *others = route.name.split("_")
    return first + "".join(map(str.capitalize, others))


class SubjectRouter(APIRouter):
    """The routes of a subject, which is one of the tags of the OpenAPI document.

    A route has its operation id from the name of its handler.
    """

    def __init__(self, subject: str) -> None:
        super().__init__(
            prefix=PREFIX,
            tags=[subject],
            dependencies=[Depends(known_parameters)],
            route_class=LimitedRoute,
            generate_unique_id_function=_operation_id,
        )

    def get_list(
        self,
        path: str,
        model: type[Answer],
        summary: str,
        *,
        page: type[Answer] | None = None,
        unknown: bool = True,
        operation_id: str | None = None,
    ) -> Callable[[Handler], Handler]:
        """Decorate a handler that answers by a list: JSON, JSON-LD, CSV or XLSX.

        `page` is the model of a page that says more than its items; `unknown` is false where no
        parameter names anything that might be unknown (404).
        """
        answers = {"description": "A page of the list", "headers": _LINK, "content": {**_LINKED_DATA, **_TABLE}}
        statuses = (404, 406, 422) if unknown else (406, 422)
        # Page is generic: FastAPI documents the page of this very model.
        shape = page or Page[model]  # type: ignore[valid-type]
        responses = {200: answers, **problems(*statuses)}
        return self.get(path, summary=summary, response_model=shape, responses=responses, operation_id=operation_id)

    def get_one(self, path: str, model: type[Answer], summary: str) -> Callable[[Handler], Handler]:
        """Decorate a handler that answers by one thing: JSON or JSON-LD."""
        answers = {"description": "The answer", "content": _LINKED_DATA}
        responses = {200: answers, **problems(404, 406, 422)}
        return self.get(path, summary=summary, response_model=model, responses=responses)
