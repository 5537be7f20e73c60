from __future__ import annotations

from datetime import date, timedelta

import pytest

from csekg.answers.status.coverage import freshness
from csekg.errors import UnknownNameError
from csekg.sparql.oxigraph_store import Store
from tests.records import all_facts

_TODAY = date(2026, 11, 25)


def test_every_list_of_the_facts_has_a_row_with_its_days(store: Store) -> None:
    rows = {(row.treaty.key, row.list_of): row for row in freshness(store, _TODAY)}
    treaties = all_facts().treaties
    lists = {(key, each.kind): each for key, treaty in treaties.items() for each in treaty.lists}
    unread = {(key, "parties") for key, treaty in treaties.items() if not treaty.lists}
    assert unread, "no treaty without a list: give this test one"
    assert set(rows) == set(lists) | unread
    for (key, kind), row in rows.items():
        each = lists.get((key, kind))
        days = [day for day in (each.complete_on, each.checked_until) if day] if each else []
        assert row.as_of == treaties[key].as_of
        assert row.read_until == max(days, default=row.as_of)
        # Sources that need not print all make no list younger.
        listed_to = (each and each.complete_on) or row.as_of
        assert listed_to + timedelta(days=row.days_since) == _TODAY
        assert row.next_check == listed_to + timedelta(days=treaties[key].read_every_days)


def test_a_list_is_due_from_the_day_after_its_next_check(store: Store) -> None:
    [row] = [row for row in freshness(store, _TODAY, treaty="c029") if row.list_of == "parties"]
    assert row.overdue
    assert row.next_check is not None
    [then] = freshness(store, row.next_check, treaty="c029")
    assert not then.overdue
    [later] = freshness(store, row.next_check + timedelta(days=1), treaty="c029")
    assert later.overdue
    [before] = freshness(store, row.read_until - timedelta(days=3), treaty="c029")
    assert (before.days_since, before.overdue) == (-3, False)


def test_an_unknown_treaty_is_named_with_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="opsc"):
        freshness(store, _TODAY, treaty="opcs")
