"""Runs jobs that may never end in processes that can be killed.

Neither a query nor a validation can be cancelled from within its process, so jobs of strangers run
in worker processes. A single-threaded keeper has the dataset in memory and forks the workers, which
share that memory; a server process asks it for workers and kills those that miss their deadline.
The package knows neither SPARQL nor HTTP: a job is a name, and bytes in and out.

`csekg_api.workers.keeper` is imported where it is needed, since it works on POSIX systems only.
"""

from csekg_api.workers.errors import (
    BusyError,
    EngineError,
    JobCrashError,
    LateError,
    NoProcessError,
    WorkerLostError,
)
from csekg_api.workers.inline import Inline
from csekg_api.workers.jobs import Engine, Job, Jobs, Reply
from csekg_api.workers.pool import Pool

__all__ = [
    "BusyError", "Engine", "EngineError", "Inline", "Job", "JobCrashError", "Jobs", "LateError",
    "NoProcessError", "Pool", "Reply", "WorkerLostError",
]  # fmt: skip
