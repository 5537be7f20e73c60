"""Prepares in each server process what is made once, before the first request needs it."""

from __future__ import annotations

import time
from importlib import import_module

from csekg.errors import CsekgError
from csekg.sparql.store import QueryEngine
from csekg_api.dataset_report import dataset_report
from csekg_api.observing.logs import Log
from csekg_api.prepared import search_index

# Seconds during which the first requests have the process to themselves.
_PAUSE = 1.0


def warm_up(store: QueryEngine, log: Log) -> None:
    """Import what draws the network, index the dataset for the search, validate it.

    Takes one to two seconds. If another server holds the data and fails, the log says so, and the
    first request that needs what is missing makes it.
    """
    time.sleep(_PAUSE)
    import_module("csekg_api.site.network")
    try:
        search_index(store)
        dataset_report(store)
    except CsekgError as error:
        log.unprepared(error)
