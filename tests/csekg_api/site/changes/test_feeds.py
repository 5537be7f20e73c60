"""Feeds: valid Atom, each act once and by its IRI, found from the pages."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from lxml import etree
from starlette.testclient import TestClient

from csekg.answers.common.groups import members
from csekg.answers.status.events import events
from csekg.answers.status.news import MOST_ENTRIES
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from tests.csekg_api.site.conftest import Open

_A = "{http://www.w3.org/2005/Atom}"
_ATOM = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
_FEEDS = ("/changes", "/states/FRA/changes", "/states/EUE/changes", "/treaties/opsc/changes", "/groups/m49-039/changes")


class _Entry(NamedTuple):
    id: str
    title: str
    updated: str
    url: str


def _read(site: TestClient, path: str) -> tuple[ElementTree.Element, list[_Entry]]:
    """The feed at a path, which is valid, and its entries."""
    answer = site.get(f"{path}.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    _ATOM.assertValid(etree.fromstring(answer.content))
    feed = ElementTree.fromstring(answer.content)
    return feed, [
        _Entry(
            *(entry.findtext(f"{_A}{name}") or "" for name in ("id", "title", "updated")),
            entry.find(f"{_A}link").attrib["href"],  # type: ignore[union-attr]
        )
        for entry in feed.findall(f"{_A}entry")
    ]


@pytest.mark.parametrize("path", _FEEDS)
def test_a_feed_holds_each_act_once(site: TestClient, store: Store, path: str) -> None:
    feed, rows = _read(site, path)
    assert 1 <= len(rows) <= MOST_ENTRIES
    assert len({row.id for row in rows}) == len(rows)
    days = [row.updated for row in rows]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{_A}updated") == days[0]
    assert feed.findtext(f"{_A}id") == f"https://w3id.org/csekg{path}"
    assert store.query(f"ASK {{ <{rows[0].id}> a cse:TreatyAction }}")
    # The page about an entry is there.
    assert site.get(rows[0].url).status_code == 200


def test_a_feed_is_about_its_state_treaty_or_group_alone(site: TestClient, store: Store) -> None:
    _, france = _read(site, "/states/FRA/changes")
    acts = [act for act in events(store, actor="FRA") if act.what != "status-change"]
    newest = sorted((str(act.date) for act in acts if act.date), reverse=True)[:MOST_ENTRIES]
    assert [entry.updated[:10] for entry in france] == newest
    assert {entry.id for entry in france} <= {act.id for act in acts}
    _, opsc = _read(site, "/treaties/opsc/changes")
    assert {entry.id.split("/action/")[1].split("/")[0] for entry in opsc} == {"opsc"}
    _, south = _read(site, "/groups/m49-039/changes")
    keys = {iri.rpartition("/")[2] for iri in members(store, "m49-039")}
    assert {entry.id.split("/action/")[1].split("/")[1] for entry in south} <= keys


def test_what_there_is_no_feed_of_is_named(site: TestClient) -> None:
    unknown = ("/states/XYZ/changes.atom", "/treaties/opcs/changes.atom", "/groups/m49-999/changes.atom")
    for path in (*unknown, "/states/XYZ/calendar.ics"):
        answer = site.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
        assert "unknown" in answer.json()["detail"]
    assert site.get("/changes.rss").status_code == 404
    # Keys in lower case are the same feed.
    lower = ElementTree.fromstring(site.get("/states/fra/changes.atom").content)
    assert lower.findtext(f"{_A}id") == "https://w3id.org/csekg/states/FRA/changes"


@pytest.mark.parametrize(
    ("page", "feed", "query"),
    [
        ("/", "/changes", {}),
        ("/changes", "/changes", {}),
        ("/treaties/opsc", "/treaties/opsc/changes", {}),
        ("/states/FRA", "/states/FRA/changes", {}),
        ("/states", "/groups/m49-039/changes", {"group": "m49-039"}),
    ],
)
def test_a_page_names_its_feeds(show: Open, site: TestClient, page: str, feed: str, query: dict[str, str]) -> None:
    links = {
        (link["type"], link["href"])
        for link in show(page, **query).all("link")
        if link["rel"] == "alternate" and link.get("title")
    }
    assert ("application/atom+xml", f"{feed}.atom") in links
    assert site.get(f"{feed}.atom").status_code == 200


def test_the_address_of_the_feed_as_json_leads_to_the_feed(site: TestClient) -> None:
    for path in _FEEDS:
        answer = site.get(f"{path}.json", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, f"{path}.atom")


def test_a_dataset_without_treaties_has_an_empty_feed(small_store: Store) -> None:
    with TestClient(create_app(small_store)) as client:
        feed, entries = _read(client, "/changes")
    assert feed.findtext(f"{_A}title")
    assert entries == []


def test_titles_have_names_and_no_numbers(site: TestClient) -> None:
    titles = [entry.title for entry in _read(site, "/states/DNK/changes")[1]]
    assert "Denmark, Forced Labour Protocol, 2014: territorial application to Greenland, 18 Mar 2026" in titles
    assert "Denmark, Lanzarote Convention: reservation, 18 Nov 2009" in titles
