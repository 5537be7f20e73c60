"""The jobs that the service runs in worker processes, by name."""

from __future__ import annotations

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg_api.briefs.job import BRIEF, brief_job, prepare_briefs
from csekg_api.downloads.contents import DOWNLOADS, downloads_job
from csekg_api.rest.validation import VALIDATE, prepare_validation, validation_job
from csekg_api.settings import Settings
from csekg_api.site.sharing.raster import PICTURE, picture_job
from csekg_api.sparql.job import SPARQL, query_job
from csekg_api.workers.jobs import Job, Jobs


def job_table(store: QueryEngine, settings: Settings) -> Jobs:
    """Return the jobs over a store, open in this process; raises FileNotFoundError where its files are gone."""
    if isinstance(store, Store):
        store.open_files()
    return {
        SPARQL: Job(query_job(store)),
        BRIEF: Job(brief_job, prepare=prepare_briefs, kind="drawing"),
        VALIDATE: Job(validation_job, prepare=prepare_validation, kind="validating"),
        DOWNLOADS: Job(downloads_job(store), opens_files=True, kind="writing"),
        PICTURE: Job(picture_job, opens_files=True, kind="drawing"),
    }
