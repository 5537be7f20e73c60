"""Reasons and sums come back from the dataset as they went in, and are said in any language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

import pytest

from csekg import namespaces as ns
from csekg.answers.common.reasons import Sum, dataset_reasons
from csekg.answers.common.references import treaties
from csekg.answers.status.acts import Act, acts_of_treaty
from csekg.answers.status.intervals import status_intervals
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.texts import is_english
from csekg.law.reasons import Reason
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg.wording.reasons import say
from tests.csekg.derived.test_participations import participations

OTHERS = [language for language in LANGUAGES if language != ENGLISH]


def test_each_reason_is_that_of_the_law(store: Store) -> None:
    asked = dataset_reasons(store)
    rows = store.values("""
        SELECT ?treaty ?actor ?since ?reason WHERE {
          ?participation cse:interval ?interval ; cse:treaty/dcterms:identifier ?treaty ;
                         cse:actor/dcterms:identifier ?actor .
          ?interval cse:from ?since ; cse:statusReason ?reason }""")
    found: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for treaty, actor, since, reason in rows:
        found[treaty, actor, since].append(reason)
    derived = {
        (*key, interval.since.isoformat()): interval.reasons
        for key, each in participations().items()
        for interval in each.intervals
    }
    assert derived.keys() == found.keys()
    for interval, reasons in derived.items():
        assert [*map(_named_in_order, asked.of(found[interval]))] == [*map(_named_in_order, reasons)], interval


def _named_in_order(reason: Reason) -> object:
    """The parts of a reason; States that a condition names have no order in a graph."""
    conditions = [(condition.kind, sorted(condition.values)) for condition in reason.conditions]
    return (
        reason.code,
        reason.day,
        reason.day2,
        reason.latest,
        reason.latest2,
        reason.treaty,
        reason.actor,
        conditions,
        reason.article,
        reason.way,
    )


def test_each_sentence_is_the_one_that_the_dataset_states(store: Store) -> None:
    asked = dataset_reasons(store)
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for status, together, label, reason in store.values("""
        SELECT ?s ?t ?l ?r WHERE {
          ?s cse:statusReason ?r . ?r rdfs:label ?l OPTIONAL { ?s cse:eligibilityReason ?t } }"""):
        found[status, together or label].append(reason)
    assert len(found) > 13_000
    assert {len(reasons) for reasons in found.values()} == {1, 2, 3, 4}
    for (status, sentence), reasons in found.items():
        assert say(asked.of(reasons), asked.names) == sentence, status


def test_each_sum_is_the_one_that_the_dataset_states(store: Store) -> None:
    rows = store.values("SELECT ?act ?sum WHERE { ?act cse:arithmetic ?sum }")
    stated = {act: text for act, text in rows}  # noqa: C416  # a row has any number of values
    found = {act.iri: act.sum.words for act in _acts(store) if act.sum}
    assert len(found) > 1_800
    assert found == {act: stated[act] for act in found}
    # The others are acts of participations that do not count, such as dismissed ones.
    assert len(stated) - len(found) < 150


@pytest.mark.parametrize("language", OTHERS)
def test_all_reasons_and_sums_are_said_in_each_language(store: Store, language: str) -> None:
    with speaking(language):
        spoken = {text for text in _texts(store) if text}
    assert len(spoken) > 4_000
    assert [text for text in spoken if is_english(text)] == []


def _acts(store: QueryEngine) -> Iterator[Act]:
    for key in treaties(store):
        yield from chain.from_iterable(acts_of_treaty(store, key).values())


def _sums_of_costa_rica(store: QueryEngine) -> list[Sum]:
    acts = acts_of_treaty(store, "untoc")[ns.participation("untoc", "CRI").value]
    return [act.sum for act in acts if act.sum]


def _texts(store: QueryEngine) -> list[str]:
    texts = [
        say(dataset_reasons(store).of([iri]), dataset_reasons(store).names) for iri in dataset_reasons(store).by_iri
    ]
    for interval in status_intervals(store, None):
        texts += [interval.reason, interval.reason_without_day]
    for act in _acts(store):
        if act.sum:
            texts += [act.sum.words, act.sum.short]
    return texts


def test_the_ground_of_a_rule_is_said_in_the_current_language(store: Store) -> None:
    with speaking("fr"):
        sums = _sums_of_costa_rica(store)
        assert "suivi dans la pratique pour le seul État concerné : Costa Rica)" in (
            sums[0].words.replace("\N{NO-BREAK SPACE}", " ")
        )
    [english] = _sums_of_costa_rica(store)
    assert "followed in practice for Costa Rica, the only State that it concerns)" in english.words


def test_no_reason_is_no_sentence(store: Store) -> None:
    asked = dataset_reasons(store)
    assert asked.of(["", ""]) == ()
    assert say(asked.of([]), asked.names) == ""
