from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl

import pytest

from csekg.answers.entities.actors import actors
from csekg.answers.status.status_answers import standings_of_actor
from csekg.languages.days import spelled
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.shared.standing_table import how
from tests.csekg_api.site.conftest import Open


def part(html: str, name: str) -> str:
    """The section with this heading."""
    [found] = re.findall(rf'<section aria-labelledby="{name}".*?</section>', html, re.DOTALL)
    return str(found)


def listed(html: str) -> set[str]:
    return set(re.findall(r'<th scope="row"><a href="/states/(\w{3})"', html))


def test_list_is_that_of_the_library(show: Open, store: Store) -> None:
    assert listed(show("/states").html) == {actor.key for actor in actors(store)}
    members = {actor.key for actor in actors(store, group="m49-155")}
    assert listed(show("/states", group="m49-155").html) == members


LAST_DAYS = {"CSK": date(1992, 12, 31), "SUN": date(1991, 12, 25), "YUG": date(2003, 2, 3)}


@pytest.mark.parametrize("key", ["USA", "SRB"])
def test_every_treaty_is_told_as_the_library_does(show: Open, store: Store, key: str) -> None:
    page = show(f"/states/{key}")
    html = part(page.html, "treaties")
    rows = standings_of_actor(store, key)
    assert re.findall(r'<th scope="row"><a href="/treaties/([\w-]+)"', html) == [row.treaty.key for row in rows]
    text = page.text
    for row in rows:
        for day in (row.signed_on, row.consented_on, row.entry_into_force_stated):
            assert day is None or spelled(day) in text
        assert how(row) in text


@pytest.mark.parametrize(
    ("key", "last", "treaties"), [("CSK", "31 Dec 1992", 4), ("SUN", "25 Dec 1991", 4), ("YUG", "3 Feb 2003", 12)]
)
def test_former_state_is_shown_on_its_last_day(show: Open, store: Store, key: str, last: str, treaties: int) -> None:
    page = show(f"/states/{key}")
    assert f"ceased to exist: its last day was {last}" in page.text
    rows = standings_of_actor(store, key, LAST_DAYS[key])
    listed = re.findall(r'<th scope="row"><a href="/treaties/([\w-]+)"', part(page.html, "treaties"))
    assert listed == [row.treaty.key for row in rows]
    assert len(listed) == treaties
    assert {row.status for row in rows} & {"party", "unknown"}
    assert 'id="asks"' not in page.html


_NOTE = "References to Kosovo are to be understood in the context of Security Council resolution 1244 (1999)."


@pytest.mark.parametrize(
    "path",
    [
        "/states/XKX",
        "/states/XKX/brief",
        "/states/XKX/join/opsc",
        "/compare?state=XKX&group=un-member",
        "/joined?state=XKX",
        "/joined?state=XKX&status=not-eligible",
        "/joined?status=not-bound&treaty=opsc",
        "/treaties/opsc",
        "/joined?view=table",
        "/states",
    ],
)
def test_a_note_on_an_actor_stands_once_wherever_it_stands(show: Open, path: str) -> None:
    place, _, query = path.partition("?")
    assert show(place, **dict(parse_qsl(query))).text.count(_NOTE) == 1
    assert _NOTE not in show("/states/FRA").text


def test_a_reason_that_holds_under_every_treaty_is_said_once(show: Open) -> None:
    text = show("/states/XKX").text
    assert text.count("lists that were read name it neither as a State nor as an organization") == 1
    assert "is not bound by" not in text
    assert "It is party to" not in text
    assert "To consider joining" not in text
