"""The job that answers a query in a worker process: request and answer as bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from csekg.errors import QueryError
from csekg.sparql.errors import EndpointError
from csekg.sparql.store import QueryEngine, Results, read, too_large
from csekg.sparql.untrusted import load_planner
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.formats import choose, formats_for, serialise
from csekg_api.web.problems import ProblemError, endpoint_problem
from csekg_api.workers.jobs import Reply

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: The name of the job.
SPARQL = "sparql"
#: The most megabytes of an answer.
ANSWER_MB = 64
# The message of an error may repeat a part of the query.
_LONGEST_DETAIL = 2_000


class Answered(NamedTuple):
    """The answer to a query: its media type, and the terms that the dataset does not hold."""

    media_type: str
    content: bytes
    warnings: tuple[str, ...]


class _FullError(Exception):
    """There is more of an answer than may be written."""


class _Capped(io.BytesIO):
    """Receives an answer up to a size; beyond it, `write` raises, which ends the evaluation."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most_bytes = most_bytes

    def write(self, content: ReadableBuffer, /) -> int:
        count = super().write(content)
        if self.tell() > self._most_bytes:
            raise _FullError
        return count


def answer(store: QueryEngine, request: QueryRequest, most_bytes: int) -> Answered:
    """Return the answer to a query, with warnings of terms that the dataset does not hold.

    Raises QueryError for a query that cannot be run and for an answer of more than `most_bytes`, a
    406 problem if no format is acceptable, EndpointError as `QueryEngine.query`.
    """

    def written(results: Results) -> tuple[str, bytes]:
        format_, media_type = choose(formats_for(results), request.accept, request.format)
        output = _Capped(most_bytes)
        try:
            serialise(results, format_, output)
        except _FullError:
            raise too_large(most_bytes) from None
        return media_type, output.getvalue()

    # No variable for the results: `read` has to hold the only reference.
    media_type, content = read(
        store.query(
            request.query, default_graphs=request.default_graphs, named_graphs=request.named_graphs, base=request.base
        ),
        written,
    )
    warnings = _warnings(store, request)
    if warnings and content.startswith(_JSON_HEAD):
        content = _with_warnings(content, warnings)
    return Answered(media_type, content, warnings)


def _warnings(store: QueryEngine, request: QueryRequest) -> tuple[str, ...]:
    try:
        return store.warnings(request.query, request.base)
    except Exception:
        # The answer is right without them, and must not be lost to a fault of a help.
        return ()


def query_job(store: QueryEngine, most_mb: int = ANSWER_MB) -> Callable[[bytes], Reply]:
    """Return the job: its payload is made by `encode`, its reply is read by `decode`.

    An answer may have `most_mb` megabytes.
    """
    # In a sealed worker the first query that needs it would be too late.
    load_planner()
    most_bytes = most_mb << 20

    def job(payload: bytes) -> Reply:
        refusal: dict[str, object]
        try:
            request = QueryRequest(**json.loads(payload))
            media_type, body, warnings = answer(store, request, most_bytes)
            return Reply(json.dumps([media_type, warnings]).encode(), body)
        except QueryError as error:
            refusal = {"detail": str(error)[:_LONGEST_DETAIL]}
        except (EndpointError, ProblemError) as error:
            problem = error if isinstance(error, ProblemError) else endpoint_problem(error)
            refusal = {
                "status": problem.status,
                "detail": problem.detail,
                "headers": problem.headers,
                "cause": problem.cause,
            }
        return Reply(b"", json.dumps(refusal).encode())

    return job


def encode(request: QueryRequest) -> bytes:
    """Return the payload of the job: exactly what determines the answer."""
    return json.dumps(asdict(request) | {"timeout": None}).encode()


def decode(reply: Reply) -> Answered:
    """Return the answer; raises what `answer` raised in the worker, EndpointError as a problem."""
    media_type, warnings = decode_head(reply)
    return Answered(media_type, reply.body, warnings)


def decode_head(reply: Reply) -> tuple[str, tuple[str, ...]]:
    """Return the media type and the warnings of an answer; raises as `decode` does."""
    if reply.head:
        media_type, warnings = json.loads(reply.head)
        return media_type, tuple(warnings)
    refusal = json.loads(reply.body)
    if "status" in refusal:
        raise ProblemError(**refusal)
    raise QueryError(refusal["detail"])


#: How Oxigraph begins results in JSON; JSON-LD does not begin so.
_JSON_HEAD = b'{"head":{'
#: The header of answers: a list of strings (RFC 9651, section 3.1), one for each warning.
WARNING_HEADER = "Csekg-Warning"
# Servers and proxies refuse headers of eight kilobytes; a warning has two names at most.
_LONGEST_WARNINGS = 1_500


def _with_warnings(results: bytes, warnings: Sequence[str]) -> bytes:
    """Return results in JSON with the member `warnings` at the end.

    SPARQL 1.1 Query Results JSON Format has no warnings and does not close its object to further
    members, which clients ignore.
    """
    member = json.dumps(list(warnings), ensure_ascii=False).encode()
    return results.rstrip()[:-1] + b',"warnings":' + member + b"}"


def warning_header(warnings: Sequence[str]) -> dict[str, str]:
    """Return the header for some warnings, none for none; its value is ASCII and not long."""
    listed: list[str] = []
    for warning in warnings:
        # A string of RFC 9651 has printable ASCII alone, quotes and backslashes escaped.
        text = warning.encode("ascii", "backslashreplace").decode()
        text = "".join(letter if letter.isprintable() else " " for letter in text)
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        listed.append(f'"{quoted}"')
        if sum(map(len, listed)) > _LONGEST_WARNINGS:
            listed.pop()
            break
    return {WARNING_HEADER: ", ".join(listed)} if listed else {}
