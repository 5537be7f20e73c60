"""The job that answers a query in a worker process: request and answer as bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from csekg.errors import QueryError
from csekg.sparql.remote.errors import EndpointError, RefusedQueryError
from csekg.sparql.store import QueryEngine, Results, read, too_large
from csekg.sparql.strangers import load_planner
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.sparql.warnings import JSON_HEAD, with_member
from csekg_api.web.formats import choose, formats_for, serialise
from csekg_api.web.problems import ProblemError, endpoint_problem
from csekg_api.workers import Reply

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: The name of the job.
SPARQL = "sparql"


class Answered(NamedTuple):
    """The answer to a query: its media type, and the terms that the dataset does not hold."""

    media_type: str
    content: bytes
    warnings: tuple[str, ...]


class _Capped(io.BytesIO):
    """Receives an answer up to a size; beyond it, `write` raises, which ends the evaluation."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most_bytes = most_bytes

    def write(self, content: ReadableBuffer, /) -> int:
        count = super().write(content)
        if self.tell() > self._most_bytes:
            raise too_large(self._most_bytes)
        return count


def answer(
    store: QueryEngine, request: QueryRequest, most_bytes: int, *, planned: bool
) -> Answered:
    """Return the answer to a query, with warnings of terms that the dataset does not hold.

    Raises QueryError for a query that cannot be run and for an answer of more than `most_bytes`, a
    406 problem if no format is acceptable, EndpointError as `QueryEngine.query`.
    """

    def written(results: Results) -> tuple[str, bytes]:
        format_, media_type = choose(formats_for(results), request.accept, request.format)
        output = _Capped(most_bytes)
        serialise(results, format_, output)
        return media_type, output.getvalue()

    # No variable for the results: `read` has to hold the only reference.
    media_type, content = read(
        store.query(
            request.query,
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
            base=request.base,
            planned=planned,
        ),
        written,
    )
    warnings = _warnings(store, request)
    if warnings and content.startswith(JSON_HEAD):
        content = with_member(content, warnings)
    return Answered(media_type, content, warnings)


def _warnings(store: QueryEngine, request: QueryRequest) -> tuple[str, ...]:
    try:
        return tuple(term.message() for term in store.unknown_terms(request.query, request.base))
    except Exception:
        # The answer is right without them, and must not be lost to a fault of a help.
        return ()


def query_job(
    store: QueryEngine, most_mb: int, *, planned: bool = True
) -> Callable[[bytes], Reply]:
    """Return the job: its payload is made by `encode`, its reply is read by `decode`.

    An answer may have `most_mb` megabytes; `planned` as in `QueryEngine.query`.
    """
    # In a sealed worker the first query that needs it would be too late.
    load_planner()
    most_bytes = most_mb << 20
    store = store.limited(most_bytes)

    def job(payload: bytes) -> Reply:
        refusal: dict[str, object]
        try:
            request = QueryRequest(**json.loads(payload))
            media_type, body, warnings = answer(store, request, most_bytes, planned=planned)
            return Reply(json.dumps([media_type, warnings]).encode(), body)
        except RefusedQueryError as error:
            refusal = {"detail": str(error), "by_server": True}
        except QueryError as error:
            refusal = {"detail": str(error)}
        except (EndpointError, ProblemError) as error:
            problem = error if isinstance(error, ProblemError) else endpoint_problem(error)
            refusal = {
                "status": problem.status, "detail": problem.detail, "headers": problem.headers,
                "cause": problem.cause,
            }  # fmt: skip
        return Reply(b"", json.dumps(refusal).encode())

    return job


def encode(request: QueryRequest) -> bytes:
    """Return the payload of the job: exactly what determines the answer."""
    return json.dumps(asdict(request) | {"timeout": None}).encode()


def decode(reply: Reply) -> Answered:
    """Return the answer; raises what `answer` raised in the worker.

    EndpointError has become a problem, except RefusedQueryError: whether a query that the remote
    server refuses is the client's fault depends on who wrote it.
    """
    if reply.head:
        media_type, warnings = json.loads(reply.head)
        return Answered(media_type, reply.body, tuple(warnings))
    refusal = json.loads(reply.body)
    if "status" in refusal:
        raise ProblemError(**refusal)
    if "by_server" in refusal:
        raise RefusedQueryError(refusal["detail"])
    raise QueryError(refusal["detail"])
