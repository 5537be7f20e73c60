"""What is made once in each server process, made before anyone asks for it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import chain

from csekg.errors import CsekgError
from csekg.languages import messages
from csekg.languages.current import LANGUAGES
from csekg.languages.forms import own_name
from csekg.sparql.lock_sharing import share_lock
from csekg.sparql.remote.errors import EndpointError
from csekg.sparql.store import QueryEngine
from csekg_api.assistants.route import INSTALLED
from csekg_api.linked_data import shapes_page
from csekg_api.observing.logs import Log
from csekg_api.observing.traffic import traffic
from csekg_api.prepared import dataset_report, search_index
from csekg_api.settings import settings
from csekg_api.site.ready import lookups
from csekg_api.web.pages import loading_templates
from csekg_api.web.words import words

# Seconds in which the first requests have the process to themselves, and those that a step waits
# for requests to end.
_PAUSE, _PATIENCE = 1.0, 2.0


def warm_up(store: QueryEngine, log: Log, *others: Callable[[], object]) -> None:
    """Import the network, compile the templates, index and validate the dataset, look up the rest.

    `others` are further steps. All of them take some seconds; each waits while a request is being
    answered. Where a server does not give the data, a line goes to the log, and the first request
    that needs what is missing makes it.
    """
    share_lock()
    time.sleep(_PAUSE)
    try:
        for step in chain(others, _steps(store)):
            traffic.wait(_PATIENCE)
            _take(step)
        # It stays: to look through it for garbage would take a tenth of a second now and then.
        gc.freeze()
    except CsekgError as error:
        log.unprepared(error)


def _steps(store: QueryEngine) -> Iterator[Callable[[], object]]:
    yield lambda: import_module("csekg_api.site.network")
    if INSTALLED:
        yield lambda: import_module("csekg_api.assistants.server")
    yield from loading_templates()
    # Those of all languages stand on every page.
    yield from (partial(own_name, language) for language in LANGUAGES)
    yield shapes_page.groups
    yield lambda: search_index(store).names
    yield lambda: dataset_report(store)
    yield from lookups(store, settings().base_iri)
    for language in LANGUAGES:
        for each in (messages.words, words):
            yield partial(each.load, language)


def _take(step: Callable[[], object]) -> None:
    try:
        step()
    except EndpointError:
        raise
    except CsekgError:
        # A foreign dataset may lack what a page is about; it takes the other steps all the same.
        return
