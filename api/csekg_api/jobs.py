"""The jobs that the service gives to worker processes, by name."""

from __future__ import annotations

from csekg.engine import Jobs
from csekg.query_engine import QueryEngine
from csekg_api.downloads.job import downloads_job
from csekg_api.query_job import query_job
from csekg_api.settings import Settings
from csekg_api.validation_job import validation_job

SPARQL = "sparql"
VALIDATE = "validate"
DOWNLOADS = "downloads"

#: These take seconds and are sure to end, whoever asks for them.
FINITE = (VALIDATE, DOWNLOADS)


def job_table(store: QueryEngine, settings: Settings) -> Jobs:
    """Return the jobs over a store; the keeper forks workers that know them."""
    return {
        SPARQL: query_job(store, settings.max_answer_mb),
        VALIDATE: validation_job,
        DOWNLOADS: downloads_job(store),
    }
