"""Whether the service can answer queries, found out without making anyone wait."""

from __future__ import annotations

import asyncio

from csekg.sparql.remote.errors import RefusedQueryError
from csekg_api.sparql.job import SPARQL, decode, encode
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.problems import ProblemError
from csekg_api.workers import (
    BusyError,
    Engine,
    JobCrashError,
    LateError,
    NoProcessError,
    WorkerLostError,
)

#: Seconds within which a service that is ready answers the simplest query, however busy it is.
PATIENCE = 5.0
# A load balancer gives up soon: until the query is done the last finding stands.
_SOON = 0.5
_PROBE = encode(QueryRequest("ASK {}", None, ""))


class Readiness:
    """Tries a query, one at a time however many ask, unless an idle worker is enough of a sign.

    A busy service is ready: where no more queries are taken, others are being answered, and the
    last finding stands.
    """

    def __init__(self, engine: Engine, *, elsewhere: bool) -> None:
        """Take what runs the queries; with the data `elsewhere`, an idle worker is no evidence."""
        self._engine, self._elsewhere = engine, elsewhere
        self._trial: asyncio.Task[None] | None = None
        #: What the log says of the fault that `fault` has returned, and no client reads.
        self.cause = ""
        self._fault = "the server that holds the data has not answered yet" if elsewhere else ""

    async def fault(self) -> str:
        """Return why no query can be answered, empty if the service is ready; within 0.5 s."""
        if not self._elsewhere and self._engine.idle():
            return ""
        if self._trial is None or self._trial.done():
            self._trial = asyncio.get_running_loop().create_task(self._try())
        await asyncio.wait({self._trial}, timeout=_SOON)
        return self._fault

    async def _try(self) -> None:
        try:
            decode(await self._engine.run(SPARQL, _PROBE, PATIENCE))
            self._fault = ""
        except NoProcessError as error:
            self._fault = str(error)
        except BusyError:
            return
        except LateError:
            self._fault = f"no query is answered within {PATIENCE:g} seconds"
        except WorkerLostError:
            self._fault = "the processes that answer queries die"
        except (JobCrashError, ProblemError, RefusedQueryError) as error:
            self.cause = error.cause if isinstance(error, ProblemError) else str(error)
            self._fault = "the simplest query fails"
            if self._elsewhere:
                self._fault = "the server that holds the data does not answer as it should"
