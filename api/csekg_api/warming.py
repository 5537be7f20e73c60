"""What is made once in each server process, made before anyone asks for it."""

from __future__ import annotations

import time
from importlib import import_module

from csekg.errors import CsekgError
from csekg.sparql.store import QueryEngine
from csekg_api.dataset_report import dataset_report
from csekg_api.observing.logs import Log
from csekg_api.prepared import search_index

# Seconds in which the first requests have the process to themselves.
_PAUSE = 1.0


def warm_up(store: QueryEngine, log: Log) -> None:
    """Import what draws the network, validate the dataset, index it for the search.

    Takes one to two seconds. Where a server does not give the data, the log is told, and the first
    request that needs what is missing makes it.
    """
    time.sleep(_PAUSE)
    import_module("csekg_api.site.network")
    try:
        search_index(store)
        dataset_report(store)
    except CsekgError as error:
        log.unprepared(error)
