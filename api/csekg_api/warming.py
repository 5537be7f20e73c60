"""What is made once in each server process, made before anyone asks for it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from itertools import chain

from csekg.answers.briefs.brief import look_up_shared
from csekg.answers.common.base import part_key
from csekg.answers.common.groups import groups_by_key
from csekg.answers.common.references import treaties
from csekg.answers.entities.description import fragments
from csekg.answers.pages.links import Links
from csekg.answers.practice.assessments import asked_about
from csekg.answers.practice.promises import fields_of
from csekg.answers.practice.recommendations import asked_to_join
from csekg.answers.status.acts import acts_of_treaty
from csekg.answers.status.events import happenings_by_actor, happenings_of
from csekg.answers.status.intervals import intervals_of
from csekg.answers.status.matrix import group_comparison
from csekg.answers.texts.instruments import instruments
from csekg.answers.texts.topics import from_broad_to_narrow, topic
from csekg.errors import CsekgError, UnknownNameError, is_installed
from csekg.languages import messages
from csekg.languages.current import LANGUAGES
from csekg.languages.forms import own_name
from csekg.sparql.errors import EndpointError
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import dataset_report, findings_about, search_index
from csekg_api.linked_data import vocabularies
from csekg_api.observing.logs import Log
from csekg_api.observing.observation import traffic
from csekg_api.settings import settings
from csekg_api.site.choices import Choices
from csekg_api.site.data.method import content
from csekg_api.site.discovery import page_paths
from csekg_api.site.home import newest_acts, overview
from csekg_api.site.questions.query import terms
from csekg_api.site.resolution.resolution import Resolution
from csekg_api.site.topics.topics import glossary
from csekg_api.site.treaties.treaty import shared, unchanging
from csekg_api.web.templates import loading_templates
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
    time.sleep(_PAUSE)
    try:
        for step in chain(others, _steps(store)):
            traffic.wait(_PATIENCE)
            _take(step)
    except CsekgError as error:
        log.unprepared(error)
    # What was made stays: the garbage collector would look through it again and again, for a quarter of a second.
    gc.freeze()


def _steps(store: QueryEngine) -> Iterator[Callable[[], object]]:
    yield lambda: import_module("csekg_api.site.resolution.network")
    if is_installed("mcp"):
        yield lambda: import_module("csekg_api.assistants.server")
    yield from loading_templates()
    # Those of all languages stand on every page.
    yield from (partial(own_name, language) for language in LANGUAGES)
    yield from (file.described for file in vocabularies.FILES.values() if file.has_page)
    yield lambda: search_index(store).names
    yield lambda: dataset_report(store)
    yield from _lookups(store, settings().base_iri)
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


def _lookups(store: QueryEngine, base: str) -> Iterator[Callable[[], object]]:
    """Return what fills the memory of a store with what pages show about the dataset as a whole.

    Each takes a fifth of a second or less, all of them take some seconds. `base` is the base IRI of
    the service. They raise EndpointError where a server does not give the data, and another
    CsekgError where a foreign dataset lacks what a page is about.
    """
    choices, resolution = Choices(store), Resolution(store)
    for of_treaty in (intervals_of, acts_of_treaty, happenings_of, unchanging):
        yield from _each(of_treaty, store, lambda: treaties(store))
    yield lambda: happenings_by_actor(store)
    yield lambda: (choices.first_treaty, choices.terms)
    yield lambda: (choices.statuses, choices.headings, choices.consent_kinds, choices.bases)
    yield lambda: look_up_shared(store)
    yield lambda: asked_to_join(store)
    yield from _each(shared, store, lambda: (each.key for each in instruments(store)))
    yield from _each(
        group_comparison, store, lambda: (key for key, each in groups_by_key(store).items() if each.members)
    )
    yield lambda: (resolution.about, resolution.passages, resolution.footnotes, resolution.words)
    yield lambda: resolution.network if resolution.about else None
    yield lambda: (overview(store), newest_acts(store), content(store))
    yield from _each(topic, store, lambda: _topics(store))
    yield from _each(fields_of, store, lambda: map(part_key, asked_about(store)))
    yield lambda: findings_about(store, "")
    yield lambda: (page_paths(store), glossary(store), Links(store).of(""))
    yield lambda: (terms(store, "class"), terms(store, "property"))
    yield lambda: fragments(store, base)


def _each(
    ask: Callable[[QueryEngine, str], object], store: QueryEngine, keys: Callable[[], Iterable[str]]
) -> Iterator[Callable[[], object]]:
    try:
        found = [*keys()]
    except UnknownNameError:
        # A foreign dataset has no such vocabulary.
        return
    yield from (partial(ask, store, key) for key in found)


def _topics(store: QueryEngine) -> Iterator[str]:
    for broad, narrow in from_broad_to_narrow(store):
        yield from (each.key for each in (broad, *narrow))
