"""Runs jobs in threads of this process, for programs that embed the service."""

from __future__ import annotations

from anyio import to_thread

from csekg_api.workers.jobs import Jobs, Reply, WorkerPool


class Inline:
    """A worker pool without processes: a job runs to its end, whatever its timeout is.

    It is good for one's own queries only: a stranger's query could occupy it for ever.
    """

    layers = ()

    def __init__(self, jobs: Jobs) -> None:
        """Take the jobs by name."""
        self._jobs = jobs

    async def __aenter__(self) -> WorkerPool:
        """Do nothing: there is nothing to start."""
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Do nothing: there is nothing to stop."""

    async def run(self, job: str, payload: bytes, timeout: float, client: str = "") -> Reply:
        """Return the job's reply; raises what the job raises."""
        found = self._jobs[job]
        if found.prepare:
            await to_thread.run_sync(found.prepare)
        return await to_thread.run_sync(found.run, payload)

    def idle(self) -> bool:
        """Return True: there is always a thread."""
        return True
