"""What a job is, what can run one, and the errors that running one can raise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, NamedTuple, Protocol, TypeAlias

from anyio import to_thread

from csekg.errors import CsekgError

#: Bytes of the largest content of a reply that a server holds in memory.
IN_MEMORY = 1 << 20


class WorkerError(CsekgError):
    """Base of the errors that are no fault of the job; none is a fault of the caller either."""


class BusyError(WorkerError):
    """No further job can be taken now; the same job may be taken a little later."""


class NoProcessError(BusyError):
    """No worker can be had: the system has no room for a further process, or the data are gone."""


class LateError(WorkerError):
    """The job was not done by its deadline, and its worker was killed."""


class WorkerLostError(WorkerError):
    """The worker died during the job: out of memory or stack, or killed from outside."""


class JobCrashError(Exception):
    """The job raised an exception that it should have handled; the message is its traceback.

    It is a fault of the program, hence no CsekgError, whose message may be shown to anybody.
    """


class Reply(NamedTuple):
    """The answer of a job: a short head in a form that the job chooses, and its content.

    A pool gives content of more than `IN_MEMORY` bytes as a file, which its user closes.
    """

    head: bytes
    content: bytes | IO[bytes]

    @property
    def body(self) -> bytes:
        """The content as bytes; a file is closed, so that it can be read once."""
        if isinstance(self.content, bytes):
            return self.content
        with self.content as file:
            return file.read()


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work: `run` takes the payload and returns the reply, in a worker sealed by then.

    An exception in `run` counts as a fault of the program (JobCrashError), so a refusal goes into
    the reply. Most jobs take milliseconds and share their workers. A job that takes long and
    certainly ends has a worker of its own: `prepare` opens what it needs, before the worker is
    sealed. If a job `opens_files` in `run`, too, and evaluates nothing that a stranger wrote, its
    worker is not sealed. Jobs of one `kind` that have workers of their own share their places.
    """

    run: Callable[[bytes], Reply]
    prepare: Callable[[], object] | None = None
    opens_files: bool = False
    kind: str = ""

    @property
    def alone(self) -> bool:
        """Whether the job has a worker of its own."""
        return self.prepare is not None or self.opens_files


Jobs: TypeAlias = Mapping[str, Job]


class WorkerPool(Protocol):
    """Runs jobs by name: `Pool` in processes, `Inline` in threads."""

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of what seals the workers; see `csekg_api.workers.seal`."""

    async def __aenter__(self) -> WorkerPool:
        """Start, within the event loop that will run jobs."""

    async def __aexit__(self, *exception: object) -> None:
        """Stop all jobs that still run."""

    async def run(self, job: str, payload: bytes, timeout: float, client: str = "") -> Reply:
        """Return the job's reply; `timeout` is in seconds, jobs of one `client` share its places.

        Raises WorkerError, and JobCrashError for a fault of the job.
        """

    def idle(self) -> bool:
        """Return whether a worker is known to be waiting for a job."""


class Inline:
    """A worker pool without processes: a job runs to its end, whatever its timeout is.

    It is good for one's own queries only: a stranger's query could occupy it for ever.
    """

    layers = ()

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def __aenter__(self) -> WorkerPool:
        """Do nothing: there is nothing to start."""
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Do nothing: there is nothing to stop."""

    async def run(self, job: str, payload: bytes, timeout: float, client: str = "") -> Reply:
        """Return the job's reply; raises what the job raises."""
        work = self._jobs[job]
        if work.prepare:
            await to_thread.run_sync(work.prepare)
        return await to_thread.run_sync(work.run, payload)

    def idle(self) -> bool:
        """Return True: there is always a thread."""
        return True
