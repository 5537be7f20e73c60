"""Feeds: valid Atom and JSON Feed, each act once and by its IRI, found from the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
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
_TEXT, _ADDRESS = {"type": "string", "minLength": 1}, {"type": "string", "format": "uri"}
#: What JSON Feed 1.1 requires, and what it names without requiring it; nothing else.
_JSON_FEED = jsonschema_rs.validator_for(
    {
        "type": "object",
        "required": ["version", "title", "items"],
        "additionalProperties": False,
        "properties": {
            "version": {"const": "https://jsonfeed.org/version/1.1"},
            "title": _TEXT,
            "home_page_url": _ADDRESS,
            "feed_url": _ADDRESS,
            "language": {"pattern": "^[a-z]{2}$"},
            "authors": {"type": "array", "items": {"required": ["name"]}},
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "content_text"],
                    "additionalProperties": False,
                    "properties": {
                        "id": _ADDRESS,
                        "url": _ADDRESS,
                        "title": _TEXT,
                        "content_text": _TEXT,
                        "date_modified": {"type": "string", "format": "date-time"},
                    },
                },
            },
        },
    },
    validate_formats=True,
)
_FEEDS = ("/changes", "/states/FRA/changes", "/states/EUE/changes", "/treaties/opsc/changes", "/groups/m49-039/changes")


def _read(site: TestClient, path: str) -> tuple[ElementTree.Element, dict[str, Any]]:
    """The feed at a path in both forms, each valid."""
    xml, text = site.get(f"{path}.atom"), site.get(f"{path}.json")
    assert xml.headers["content-type"].startswith("application/atom+xml")
    assert text.headers["content-type"].startswith("application/feed+json")
    _ATOM.assertValid(etree.fromstring(xml.content))
    _JSON_FEED.validate(text.json())
    return ElementTree.fromstring(xml.content), text.json()


@pytest.mark.parametrize("path", _FEEDS)
def test_both_forms_are_valid_and_hold_the_same_acts_once(site: TestClient, store: Store, path: str) -> None:
    feed, other = _read(site, path)
    found = feed.findall(f"{_A}entry")
    rows = [(each.findtext(f"{_A}id"), each.findtext(f"{_A}title"), each.findtext(f"{_A}updated")) for each in found]
    assert rows == [(each["id"], each["title"], each["date_modified"]) for each in other["items"]]
    assert 1 <= len(rows) <= MOST_ENTRIES
    assert len({identifier for identifier, _, _ in rows}) == len(rows)
    days = [updated or "" for _, _, updated in rows]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{_A}updated") == days[0]
    assert feed.findtext(f"{_A}id") == f"https://w3id.org/csekg{path}"
    assert store.query(f"ASK {{ <{rows[0][0]}> a cse:TreatyAction }}")
    # The page about an entry is there.
    assert site.get(other["items"][0]["url"]).status_code == 200


def test_a_feed_is_about_its_state_treaty_or_group_alone(site: TestClient, store: Store) -> None:
    _, france = _read(site, "/states/FRA/changes")
    acts = [each for each in events(store, actor="FRA") if each.what != "status-change"]
    newest = sorted((str(each.date) for each in acts if each.date), reverse=True)[:MOST_ENTRIES]
    assert [each["date_modified"][:10] for each in france["items"]] == newest
    assert {each["id"] for each in france["items"]} <= {each.id for each in acts}
    _, opsc = _read(site, "/treaties/opsc/changes")
    assert {each["id"].split("/action/")[1].split("/")[0] for each in opsc["items"]} == {"opsc"}
    _, south = _read(site, "/groups/m49-039/changes")
    keys = {iri.rpartition("/")[2] for iri in members(store, "m49-039")}
    assert {each["id"].split("/action/")[1].split("/")[1] for each in south["items"]} <= keys


def test_what_there_is_no_feed_of_is_named(site: TestClient) -> None:
    unknown = ("/states/XYZ/changes.atom", "/treaties/opcs/changes.json", "/groups/m49-999/changes.atom")
    for path in (*unknown, "/states/XYZ/calendar.ics"):
        answer = site.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
        assert "unknown" in answer.json()["detail"]
    assert site.get("/changes.rss").status_code == 422
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
    both = {("application/atom+xml", f"{feed}.atom"), ("application/feed+json", f"{feed}.json")}
    assert both <= links
    assert all(site.get(address).status_code == 200 for _, address in both)


def test_a_dataset_without_treaties_has_an_empty_feed(small_store: Store) -> None:
    with TestClient(create_app(small_store)) as client:
        feed, other = _read(client, "/changes")
    assert feed.findall(f"{_A}entry") == other["items"] == []


def test_titles_have_names_and_no_numbers(site: TestClient) -> None:
    titles = [item["title"] for item in _read(site, "/states/DNK/changes")[1]["items"]]
    assert "Denmark, Forced Labour Protocol, 2014: territorial application to Greenland, 18 Mar 2026" in titles
    assert "Denmark, Lanzarote Convention: reservation, 18 Nov 2009" in titles
