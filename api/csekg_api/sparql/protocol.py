"""Reads a query from an HTTP request (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from fastapi import Request
from pyoxigraph import NamedNode

from csekg.errors import did_you_mean
from csekg_api.web.formats import accept_header, one_format
from csekg_api.web.problems import ProblemError, cut
from csekg_api.web.request_limits import MOST_FIELDS, media_type, too_many_fields
from csekg_api.web.urls import service_url
from csekg_api.web.work_limit import in_thread

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

#: The least value of the parameter `timeout`, in seconds.
LEAST_TIMEOUT = 0.1
# A form of so many bytes is read within a millisecond or two.
_SMALL = 16_384
# SPARQLWrapper sends the media types of a format in three parameters.
_LONGEST_FORMAT = 2_000

READ_ONLY = (
    "updates are refused: this service is read-only, since every fact here is taken from a source "
    "named in the dataset; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
)


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A request: the query, the parameter `format`, the Accept header, and `timeout` in seconds.

    The graphs here replace those of FROM in the query (section 2.1.4). Relative IRIs in the query
    are resolved against `base`, the address of the endpoint.
    """

    query: str
    format: str | None
    accept: str
    timeout: float | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None


async def read_query_request(request: Request) -> QueryRequest | None:
    """Return the query of a request, None if it has neither query nor update.

    Raises a problem: 400 for more than one query, text that is not UTF-8 or a graph that is not
    named by an absolute IRI, 403 for an update, 415 for a body of another media type. Unknown
    parameters are ignored.
    """
    fields = pairs(request.scope["query_string"])
    queries: list[str] = []
    if request.method == "POST":
        updates = request.headers.get("content-type", "").lower().startswith(UPDATE)
        sent_as = media_type(request, (UPDATE,) if updates else (FORM, QUERY), "a query")
        if updates:
            raise ProblemError(403, READ_ONLY)
        body = await request.body()
        if sent_as == QUERY:
            queries.append(_text(body))
        elif len(body) <= _SMALL:
            fields += pairs(body)
        else:
            fields += await in_thread(request, lambda: pairs(body))
    if any(name == "update" for name, _ in fields):
        raise ProblemError(403, READ_ONLY)
    queries += [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise ProblemError(400, f"exactly one query can be answered, but {len(queries)} were sent")
    if not queries:
        return None
    return QueryRequest(
        queries[0],
        format_name(fields, may_be_empty=True),
        accept_header(request),
        _timeout(fields),
        _graphs(fields, "default-graph-uri"),
        _graphs(fields, "named-graph-uri"),
        service_url(request, "/sparql"),
    )


def pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Return urlencoded parameters in their order.

    Raises a 400 problem if they are not UTF-8, or more than `MOST_FIELDS`.
    """
    if (number := encoded.count(b"&") + 1) > MOST_FIELDS:
        raise ProblemError(400, too_many_fields(number))
    try:
        fields = [field.partition(b"=") for field in encoded.split(b"&") if field]
        return [(_decoded(name), _decoded(value)) for name, _, value in fields]
    except UnicodeDecodeError:
        raise ProblemError(400, "the parameters are not percent-encoded UTF-8 (form-urlencoded)") from None


def _decoded(part: bytes) -> str:
    # In pieces, none of which ends within `%41`: while it takes one, Python does nothing else.
    part.decode("ascii")
    pieces, start = [], 0
    while start < len(part):
        end = start + _SMALL
        within = part.rfind(b"%", end - 2, end)
        end = within if within > start else end
        pieces.append(unquote_to_bytes(part[start:end].replace(b"+", b" ")))
        start = end
    return b"".join(pieces).decode("utf-8")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProblemError(400, "the query is not UTF-8") from None


def refuse_others(fields: list[tuple[str, str]], allowed: Sequence[str]) -> None:
    """Raise a 400 problem for an unknown parameter.

    The SPARQL endpoint ignores unknown parameters, as is usual under the SPARQL Protocol.
    """
    for name, _ in fields:
        if name not in allowed:
            beginning = name[:60]
            raise ProblemError(400, f"unknown parameter {beginning!r}. {did_you_mean(beginning, allowed)}")


def format_name(fields: list[tuple[str, str]], *, may_be_empty: bool = False) -> str | None:
    """Return the parameter `format`; raises 400 for two formats, an unknown or an empty one.

    An HTML form sends an empty value where nothing is chosen.
    """
    values = [value.strip() for name, value in fields if name == "format"]
    listed = ",".join(values).lower()
    if len(listed) > _LONGEST_FORMAT:
        raise ProblemError(400, f"format names one format, but it is {cut(listed)!r}")
    names = [name.strip() for name in listed.split(",") if name.strip()]
    if values and not names and (any(values) or not may_be_empty):
        raise ProblemError(400, "the parameter format is empty: name a format, or leave it out")
    return one_format(names) if names else None


def _timeout(fields: list[tuple[str, str]]) -> float | None:
    """Return the least of the parameters `timeout`, in seconds; raises 400 for an invalid one."""
    least = None
    for value in (value for name, value in fields if name == "timeout" and value):
        try:
            seconds = float(value)
        except ValueError:
            seconds = 0.0
        if not seconds >= LEAST_TIMEOUT:  # as for NaN
            raise ProblemError(400, f"timeout must be {LEAST_TIMEOUT} seconds or more, but it is {cut(value)!r}")
        least = seconds if least is None else min(least, seconds)
    return least


def check_graph_name(name: str, parameter: str) -> str:
    """Return the name of a graph; raises a 400 problem unless it is an absolute IRI."""
    try:
        return NamedNode(name).value
    except ValueError as error:
        raise ProblemError(400, f"{parameter} must be an absolute IRI, not {cut(name)!r}: {error}") from None


def _graphs(fields: list[tuple[str, str]], parameter: str) -> tuple[str, ...]:
    # An HTML form sends an empty field for no graph.
    return tuple(check_graph_name(value, parameter) for name, value in fields if name == parameter and value)
