"""Reads a query out of an HTTP request as the SPARQL 1.1 Protocol lays down (section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from fastapi import Request

from csekg_api.formats import check_name
from csekg_api.problems import ProblemError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

READ_ONLY = (
    "updates are refused: this service is read-only, since every fact here is taken from a source "
    "named in the dataset; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
)


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What a client asks: the query, the format it names, and its Accept header."""

    query: str
    format: str | None
    accept: str


async def read_query_request(request: Request) -> QueryRequest | None:
    """Return what is asked, or None where a request carries neither query nor update.

    Raises a problem: 400 for more than one query or text that is not UTF-8, 403 for an update,
    415 for a body of another media type. Parameters that are not known are ignored.
    """
    fields = _pairs(request.scope["query_string"])
    queries: list[str] = []
    if request.method == "POST":
        media_type = _media_type(request)
        body = await request.body()
        if media_type == UPDATE:
            raise ProblemError(403, READ_ONLY)
        if media_type == QUERY:
            queries.append(_text(body))
        else:
            fields += _pairs(body)
    if any(name == "update" for name, _ in fields):
        raise ProblemError(403, READ_ONLY)
    queries += [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise ProblemError(400, f"exactly one query can be answered, but {len(queries)} were sent")
    _refuse_dataset_parameters(fields)
    if not queries:
        return None
    accept = ", ".join(request.headers.getlist("accept"))
    return QueryRequest(queries[0], _format(fields), accept)


def _media_type(request: Request) -> str:
    """Return the media type of the body; raises 415 unless it can hold a query in UTF-8."""
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "")
    media_type = header.get_content_type() if request.headers.get("content-type") else ""
    if media_type not in (FORM, QUERY, UPDATE):
        said = f"Content-Type {media_type!r} is not" if media_type else "a missing Content-Type is"
        raise ProblemError(
            415,
            f"{said} {'' if media_type else 'not '}what a query can be sent as: use {FORM} with a "
            f"field query, or {QUERY} with the query as the body",
            {"Accept-Post": f"{FORM}, {QUERY}"},
        )
    charset = str(header.get_param("charset", "utf-8")).lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise ProblemError(415, f"charset {charset!r} is not understood: send the query in UTF-8")
    return media_type


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise ProblemError(
            400, "the parameters are not percent-encoded UTF-8 (form-urlencoded)"
        ) from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProblemError(400, "the query is not UTF-8") from None


def _format(fields: list[tuple[str, str]]) -> str | None:
    names = {value.strip().lower() for name, value in fields if name == "format"} - {""}
    if len(names) > 1:
        raise ProblemError(400, f"one format can be answered, but {sorted(names)} were asked for")
    for name in names:
        check_name(name)
        return name
    return None


def _refuse_dataset_parameters(fields: list[tuple[str, str]]) -> None:
    # To ignore these would answer from other graphs than the client asked for.
    for name, value in fields:
        if name in ("default-graph-uri", "named-graph-uri") and value:
            raise ProblemError(
                400, f"{name} is not supported: write FROM or FROM NAMED into the query instead"
            )
