from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

from starlette.testclient import TestClient

from csekg.answers.status.events import Span, events
from csekg.sparql.embedded import Store
from tests.csekg_api.site.conftest import Open

_ATOM = "{http://www.w3.org/2005/Atom}"


def test_acts_between_two_days(show: Open, store: Store) -> None:
    span = Span(date(2007, 4, 27), date(2007, 12, 31))
    acts = [e for e in events(store, treaty="opsc", span=span) if e.what != "status-change"]
    page = show("/changes", **{"from": "2007-04-27", "until": "2007-12-31", "treaty": "opsc"})
    assert f"{len(acts)} acts." in page.text
    assert all(f"/states/{act.actor.key}" in page.html for act in acts)
    # An act and its source are two things.
    assert ' <span class="aside">' in page.html
    assert not re.search(r'\S<span class="aside">', page.html)
    # The newest first.
    days = [tag["datetime"] for tag in page.all("time") if tag["datetime"].startswith("2007")]
    assert days == sorted(days, reverse=True)


def test_changes_of_status_on_demand(show: Open) -> None:
    span = {"from": "2007-04-27", "until": "2007-12-31", "treaty": "opsc"}
    assert "signatory only to" not in show("/changes", **span).text
    assert "signatory only to" in show("/changes", **span, all="true").text


def test_what_cannot_be_shown_is_told(show: Open) -> None:
    assert (
        "Nothing is recorded"
        in show("/changes", **{"from": "1931-01-01", "until": "1931-01-02"}).text
    )
    assert show("/changes", **{"from": "2008-01-01", "until": "2007-01-01"}).status == 404
    assert show("/changes", **{"from": "yesterday"}).status == 400
    assert show("/changes", treaty="opcs").status == 404


def test_feed_holds_the_newest_acts_once_each(site: TestClient, store: Store) -> None:
    answer = site.get("/changes.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{_ATOM}entry")
    identifiers = [entry.findtext(f"{_ATOM}id") or "" for entry in entries]
    assert len(identifiers) == len(set(identifiers)) == 50
    days = [entry.findtext(f"{_ATOM}updated") or "" for entry in entries]
    assert days == sorted(days, reverse=True)
    assert store.query(f"ASK {{ <{identifiers[0]}> a cse:TreatyAction }}")
    for required in ("title", "id", "updated", "author"):
        assert feed.find(f"{_ATOM}{required}") is not None
