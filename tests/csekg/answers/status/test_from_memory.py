"""What is found in the intervals, acts and events that are remembered is what a query finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import get_args

import pytest

from csekg.answers.common.kinds import What
from csekg.answers.common.remembering import recalled
from csekg.answers.status.acts import every_act
from csekg.answers.status.ahead import awaited
from csekg.answers.status.events import events
from csekg.answers.status.happenings import every_event
from csekg.answers.status.intervals import every_interval
from csekg.answers.status.matrix import matrix
from csekg.answers.status.span import Span
from csekg.answers.status.standing import standings_of_actor, standings_of_treaty
from csekg.answers.status.subjects import subject
from csekg.answers.texts.bound import bound
from csekg.sparql.embedded import Store
from csekg.sparql.store import QueryEngine

_LONG_AGO, _AHEAD = date(2007, 4, 27), date(2031, 1, 1)
_DECADE = Span(date(1999, 5, 1), date(2009, 4, 30))


@pytest.fixture(scope="module")
def asking(dataset: bytes) -> Store:
    """A store of which nobody has looked up everything."""
    return Store(dataset)


@pytest.fixture(scope="module")
def knowing(dataset: bytes) -> Store:
    """A store that remembers every interval, act and event."""
    known = Store(dataset)
    assert every_interval(known)
    assert every_act(known)
    assert every_event(known)
    return known


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: standings_of_treaty(store, "opsc"),
        lambda store: standings_of_treaty(store, "ets185", _LONG_AGO),
        lambda store: standings_of_treaty(store, "crc", _AHEAD, statuses=("signatory",)),
        lambda store: standings_of_actor(store, "IRL"),
        lambda store: standings_of_actor(store, "SRB", _LONG_AGO),
        lambda store: bound(store, "op/4/b"),
        lambda store: bound(store, "op/4/b", _LONG_AGO, ("implements",)),
        lambda store: matrix(store, _LONG_AGO),
        lambda store: awaited(store, _LONG_AGO, subject(store)),
        lambda store: events(store, actor="YUG"),
        lambda store: events(store, treaty=("opsc", "tip"), span=_DECADE),
        lambda store: events(store, span=_DECADE, what="consent"),
        lambda store: events(store, treaty="crc", what=get_args(What)[0]),
    ],
)
def test_the_answer_is_the_same(
    asking: Store, knowing: Store, ask: Callable[[QueryEngine], object]
) -> None:
    found = ask(asking)
    assert found
    assert ask(knowing) == found
    for every in (every_interval, every_act, every_event):
        assert recalled(asking, every) is None
