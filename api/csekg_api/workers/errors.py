"""Failures of jobs; none of them is a fault of the calling process."""

from __future__ import annotations

from csekg.errors import CsekgError


class EngineError(CsekgError):
    """Base of the errors of this package."""


class BusyError(EngineError):
    """No further job can be taken now; the same job may be taken a little later."""


class NoProcessError(BusyError):
    """The system has no room for a further process."""


class LateError(EngineError):
    """The job was not done by its deadline, and its worker was killed."""


class WorkerLostError(EngineError):
    """The worker died under the job: out of memory or stack, or killed from outside."""


class JobCrashError(Exception):
    """The job raised an exception that it should have handled; the message is its traceback.

    It is a fault of the program, hence no CsekgError, whose message may be shown to anybody.
    """
