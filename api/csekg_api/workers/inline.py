"""Runs jobs in threads of this process, for those who embed the service: nothing is killed."""

from __future__ import annotations

from anyio import to_thread

from csekg_api.workers.jobs import Engine, Jobs, Reply


class Inline:
    """An engine without processes: a job runs to its end, whatever its timeout says.

    It is good for questions of one's own only; a stranger's query could occupy it for ever.
    """

    layers = ()

    def __init__(self, jobs: Jobs) -> None:
        """Take the jobs by name."""
        self._jobs = jobs

    async def __aenter__(self) -> Engine:
        """Do nothing: there is nothing to start."""
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Do nothing: there is nothing to stop."""

    async def run(self, job: str, payload: bytes, timeout: float) -> Reply:
        """Return the job's reply; what it raises comes through."""
        found = self._jobs[job]
        if found.prepare:
            await to_thread.run_sync(found.prepare)
        return await to_thread.run_sync(found.run, payload)

    def idle(self) -> bool:
        """Return True: there is always a thread."""
        return True
