"""Topics: what is on each, who is bound, in the facts of data/."""

from __future__ import annotations

import pytest

from csekg.answers.status.status_answers import status
from csekg.answers.texts.topics import from_broad_to_narrow, topic
from csekg.errors import UnknownNameError
from csekg.sparql.oxigraph_store import Store
from tests.records import all_facts, rows


def test_a_topic_has_the_paragraphs_and_provisions_of_the_facts(store: Store) -> None:
    found, facts = topic(store, "travel-and-tourism"), all_facts()
    assert [each.key for each in found.texts] == [
        row["path"] for row in rows("resolution/paragraphs.csv") if "travel-and-tourism" in row["topics"].split(";")
    ]
    expected = {
        (treaty, printed)
        for treaty, its in facts.provisions.items()
        for printed, each in its.items()
        if "travel-and-tourism" in each.topics
    }
    shown = {(each.treaty.key, one.number) for each in found.treaties for one in each.provisions}
    assert shown == expected
    assert len(expected) > 5


def test_a_broad_topic_holds_what_its_narrower_ones_hold(store: Store) -> None:
    whole = topic(store, "victims")
    assert not whole.broader
    parts = [topic(store, each.key) for each in whole.narrower]
    assert all(part.broader[0].key == "victims" for part in parts)
    assert {each.key for each in whole.texts} == {each.key for part in parts for each in part.texts}
    assert {each.id for each in whole.statements} == {each.id for part in parts for each in part.statements}


def test_bound_and_outside_are_those_of_the_treaties(store: Store) -> None:
    found = topic(store, "jurisdiction")
    parties: set[str] = set()
    for each in found.treaties:
        report = status(store, each.treaty.key)
        its = report.with_status("party")
        assert each.bound == len(its)
        closed = len(report.with_status("not-eligible", "unknown"))
        assert each.outside == len(report.rows) - len(its) - closed
        parties |= {row.actor.key for row in its}
    assert not parties & {each.key for each in found.outside}
    assert {"PNG", "TUV"} == {each.key for each in found.outside}
    for number, region in enumerate(found.regions):
        of_each = [each.regions[number] for each in found.treaties]
        assert {each.group.key for each in of_each} == {region.group.key}
        assert max(each.bound for each in of_each) <= region.bound <= region.members


def test_the_list_goes_from_broad_to_narrow_without_empty_topics(store: Store) -> None:
    listed = from_broad_to_narrow(store)
    assert all(not broad.broader for broad, _ in listed)
    assert all(each.paragraphs + each.provisions for _, narrow in listed for each in narrow)
    named = {broad.name: [each.key for each in narrow] for broad, narrow in listed}
    assert "travel-and-tourism" in named["forms of exploitation"]


def test_an_unknown_topic_is_refused_with_the_closest(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="demand"):
        topic(store, "demands")
