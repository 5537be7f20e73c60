"""What a job is, and what can run one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol, TypeAlias


class Reply(NamedTuple):
    """The answer of a job: a short head in whatever form the job has chosen, and a body."""

    head: bytes
    body: bytes


#: Takes the payload and answers. What it raises counts as a fault of ours (JobCrashError), so it
#: tells a refusal in its reply.
Job: TypeAlias = Callable[[bytes], Reply]
Jobs: TypeAlias = Mapping[str, Job]


class Engine(Protocol):
    """Whatever runs jobs by name: `Pool` in processes, `Inline` in threads."""

    async def __aenter__(self) -> Engine:
        """Make ready, within the event loop that will ask."""

    async def __aexit__(self, *exception: object) -> None:
        """Stop all that still runs."""

    async def run(self, job: str, payload: bytes, timeout: float) -> Reply:
        """Return the job's reply; `timeout` is in seconds.

        Raises EngineError, and JobCrashError for a fault of the job.
        """

    def idle(self) -> bool:
        """Tell whether a worker is known to be waiting for a job."""
