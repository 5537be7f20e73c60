"""What pages, briefs and commands need of the dataset as a whole, looked up before anyone asks for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from csekg.answers.briefs.accession import joining_rules
from csekg.answers.briefs.peers import joiners
from csekg.answers.common.base import part_key
from csekg.answers.common.composed import FAMILIES
from csekg.answers.common.groups import groups_by_key
from csekg.answers.common.names import status_headings
from csekg.answers.common.references import treaties
from csekg.answers.common.remembering import write_answers
from csekg.answers.common.stated import texts_by_language
from csekg.answers.entities.actors import actors, continued_by, details, existences, places
from csekg.answers.entities.description import fragments
from csekg.answers.entities.vocabularies import concepts_by_code, schemes, topics
from csekg.answers.pages.links import Links
from csekg.answers.practice.assessments import asked_about, assessments
from csekg.answers.practice.promises import fields_of
from csekg.answers.practice.recommendations import asked_to_join
from csekg.answers.quality.dataset import sources
from csekg.answers.quality.discrepancies import discrepancies
from csekg.answers.quality.quality import dataset_validation, measures
from csekg.answers.search.search import SearchIndex
from csekg.answers.status.acts import acts_of_treaty, territorial_acts
from csekg.answers.status.declarations import declarations
from csekg.answers.status.events import happenings_by_actor, happenings_of, newest_acts
from csekg.answers.status.intervals import intervals_of
from csekg.answers.status.matrix import counts_of, group_comparison, status_counts
from csekg.answers.status.participation import differences
from csekg.answers.status.reports import reporting_rules
from csekg.answers.status.status_answers import standings_of_treaty
from csekg.answers.status.upcoming import invitation_sources
from csekg.answers.texts.affected_texts import affected_paragraphs, objections
from csekg.answers.texts.correspondences import correspondences
from csekg.answers.texts.instruments import instrument, instruments
from csekg.answers.texts.resolution import citations, follow_ups, footnotes
from csekg.answers.texts.resolution_requests import requests
from csekg.answers.texts.topics import topic
from csekg.errors import CsekgError
from csekg.sparql.errors import EndpointError
from csekg.sparql.store import QueryEngine

#: Answers about all States and treaties.
_WHOLE: tuple[Callable[[QueryEngine], object], ...] = (
    actors,
    affected_paragraphs,
    asked_to_join,
    assessments,
    citations,
    continued_by,
    correspondences,
    dataset_validation,
    declarations,
    details,
    differences,
    discrepancies,
    existences,
    follow_ups,
    footnotes,
    fragments,
    happenings_by_actor,
    invitation_sources,
    joiners,
    joining_rules,
    measures,
    partial(newest_acts, most=0),
    places,
    objections,
    reporting_rules,
    requests,
    sources,
    status_headings,
    territorial_acts,
    texts_by_language,
)


def prepare(store: QueryEngine, progress: Callable[[str], object]) -> None:
    """Let a store remember what is asked of the dataset as a whole, which takes some twenty seconds.

    Beside a kept dataset that is written once, and does nothing afterwards; where it cannot be
    written, or for another dataset, it is in the memory of the store alone. `progress` gets the
    name of the step where something is written. Raises EndpointError where a server does not answer.
    """
    folder = store.answers
    if folder and folder.is_dir():
        return
    if folder:
        progress("preparing answers")
    for step in _steps(store):
        try:
            step()
        except EndpointError:
            raise
        except CsekgError:
            # Another dataset may lack what an answer is about.
            continue
    if folder:
        with suppress(OSError), tempfile.TemporaryDirectory(".part", dir=folder.parent) as part:
            new = Path(part, folder.name)
            new.mkdir()
            write_answers(store, new)
            new.rename(folder)


def _steps(store: QueryEngine) -> Iterator[Callable[[], object]]:
    for of_treaty in (intervals_of, acts_of_treaty, happenings_of, counts_of, status_counts, standings_of_treaty):
        yield from _each(of_treaty, store, lambda: treaties(store))
    for ask in _WHOLE:
        yield partial(ask, store)
    yield from _each(instrument, store, lambda: (listed.key for listed in instruments(store)))
    yield from _each(
        group_comparison, store, lambda: (key for key, group in groups_by_key(store).items() if group.members)
    )
    yield from _each(concepts_by_code, store, lambda: (scheme.key for scheme in schemes(store)))
    yield from _each(topic, store, lambda: (listed.key for listed in topics(store)))
    yield from _each(fields_of, store, lambda: map(part_key, asked_about(store)))
    yield from (partial(family, store) for family in FAMILIES)
    yield lambda: Links(store).of("")
    yield partial(SearchIndex, store)


def _each(
    ask: Callable[[QueryEngine, str], object], store: QueryEngine, keys: Callable[[], Iterable[str]]
) -> Iterator[Callable[[], object]]:
    with suppress(CsekgError):
        yield from (partial(ask, store, key) for key in [*keys()])
