"""What is made once in each server process, made before anyone asks for it."""

from __future__ import annotations

import time
from importlib import import_module

from csekg.errors import CsekgError
from csekg.sparql.store import QueryEngine
from csekg_api.linked_data import shapes_page
from csekg_api.observing.logs import Log
from csekg_api.prepared import dataset_report, search_index
from csekg_api.settings import settings
from csekg_api.site.ready import look_up
from csekg_api.web.pages import load_templates

# Seconds in which the first requests have the process to themselves.
_PAUSE = 1.0


def warm_up(store: QueryEngine, log: Log) -> None:
    """Import the network, compile the templates, index and validate the dataset, look up the rest.

    Takes two to three seconds. Where a server does not give the data, a line goes to the log, and
    the first request that needs what is missing makes it.
    """
    time.sleep(_PAUSE)
    import_module("csekg_api.site.network")
    load_templates()
    shapes_page.groups()
    try:
        search_index(store)
        dataset_report(store)
        look_up(store, settings().base_iri)
    except CsekgError as error:
        log.unprepared(error)
