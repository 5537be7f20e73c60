"""Jobs, and the interface of what runs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias


class Reply(NamedTuple):
    """The answer of a job: a short head in whatever form the job has chosen, and a body."""

    head: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work: `run` takes the payload and answers, in a worker that is sealed by then.

    What `run` raises counts as a fault of ours (JobCrashError), so a job reports a refusal in its
    reply. Most jobs take milliseconds and share workers. One that is long and sure to end has a
    worker of its own: `prepare` opens what it needs, before the worker is sealed; where it
    `opens_files` even in `run`, and evaluates nothing that a stranger wrote, the worker stays open.
    """

    run: Callable[[bytes], Reply]
    prepare: Callable[[], object] | None = None
    opens_files: bool = False

    @property
    def alone(self) -> bool:
        """Return whether the job has a worker of its own."""
        return self.prepare is not None or self.opens_files


Jobs: TypeAlias = Mapping[str, Job]


class Engine(Protocol):
    """Runs jobs by name: `Pool` in processes, `Inline` in threads."""

    @property
    def layers(self) -> tuple[str, ...]:
        """Return the names of what seals the workers; see `csekg_api.workers.seal`."""

    async def __aenter__(self) -> Engine:
        """Start, in the event loop that will call `run`."""

    async def __aexit__(self, *exception: object) -> None:
        """Stop all that still runs."""

    async def run(self, job: str, payload: bytes, timeout: float) -> Reply:
        """Return the job's reply; `timeout` is in seconds.

        Raises EngineError, and JobCrashError for a fault of the job.
        """

    def idle(self) -> bool:
        """Return whether a worker is known to be waiting for a job."""
