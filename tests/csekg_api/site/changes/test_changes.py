"""The page of changes, and calendars, read by a library as calendar programs would."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, datetime

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from csekg.answers.common.references import treaties
from csekg.answers.status.events import events
from csekg.answers.status.subjects import Span
from csekg.languages.days import today
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.changes import feeds
from tests.csekg_api.site.conftest import Open


def test_acts_between_two_days(show: Open, store: Store) -> None:
    span = Span(date(2007, 4, 27), date(2007, 12, 31))
    acts = [e for e in events(store, treaty="opsc", span=span) if e.what != "status-change"]
    page = show("/changes", **{"from": "2007-04-27", "until": "2007-12-31", "treaty": "opsc"})
    assert f": {len(acts)} acts." in page.text
    assert all(f"/states/{act.actor.key}" in page.html for act in acts)
    # An act and its source are two things.
    assert '<td data-label="Sources" data-column="sources"><span class="aside">' in page.html
    assert not re.search(r'[^>\s]<span class="aside">', page.html)
    # The newest first.
    shown = page.html.split('<h2 id="done">')[1].split("</section>")[0]
    days = re.findall(r'<time datetime="(2007-[0-9-]+)"', shown)
    assert days == sorted(days, reverse=True)


def test_changes_of_status_on_demand(show: Open) -> None:
    span = {"from": "2007-04-27", "until": "2007-12-31", "treaty": "opsc"}
    assert "became bound" not in show("/changes", **span).text
    assert "became bound" in show("/changes", **span, all="true").text


def test_the_parts_are_told_apart(show: Open) -> None:
    # Greece registered on 3 March 2026, and the Protocol waits twelve months.
    page = show("/changes", **{"from": "2026-03-01", "until": "2026-04-30", "treaty": "p029"})
    done, ahead = page.html.split('<h2 id="done">')[1].split('<h2 id="ahead">')
    assert "/states/GRC" in done
    assert "/states/ITA" not in page.html.split("<main")[1].replace("Italy", "")
    assert "3 Mar 2026 + 12 months = 3 Mar 2027" in ahead
    # On the day itself it lies ahead no more.
    after = show("/changes", **{"from": "2026-03-01", "until": "2027-03-03", "treaty": "p029"})
    assert "= 3 Mar 2027" not in after.html


def test_the_treaties_are_named_whose_data_end_before_the_period(show: Open, store: Store) -> None:
    page = show("/changes", **{"from": "2026-06-12", "until": "2026-08-01"})
    missing = page.html.split('<details class="notice"')[1].split("</details>")[0]
    notice, within = missing.split("The data end within the period for")
    for info in treaties(store).values():
        link = f'/treaties/{info.key}"'
        assert (link in notice) == (info.as_of < date(2026, 6, 12)), info.key
        assert (link in within) == (date(2026, 6, 12) <= info.as_of < date(2026, 8, 1)), info.key
    whole = show("/changes", **{"from": "2007-01-01", "until": "2007-12-31"})
    assert "the data end" not in whole.text.lower()


def test_the_table_holds_what_the_page_shows(show: Open, site: TestClient) -> None:
    asked = {"from": "2026-03-01", "until": "2026-09-30", "group": "m49-150", "all": "true"}
    page = show("/changes", **asked)
    [link] = [tag["href"] for tag in page.all("link") if tag.get("type") == "text/csv"]
    rows = list(csv.DictReader(io.StringIO(site.get(link).text)))
    parts = Counter(row["part"] for row in rows)
    assert f": {parts['done']} entries. {parts['ahead']} events lie ahead." in page.text
    shown, ends = page.html.split('<h2 id="done">')[1], page.html.split('<details class="notice"')[1]
    states = set(re.findall(r"/states/([A-Z]{3})\"", shown))
    assert {row["actor"] for row in rows if row["actor"]} == states
    named = set(re.findall(r"/treaties/([a-z0-9]+)\"", ends.split("</details>")[0]))
    assert {row["treaty"] for row in rows if row["part"] == "data-end"} == named


def test_a_state_and_a_group_that_it_is_no_member_of_have_nothing(show: Open) -> None:
    page = show("/changes", **{"from": "2000-01-01", "state": "FRA", "group": "m49-053"})
    assert ": 0 acts." in page.text
    assert "lie ahead" not in page.text
    assert show("/changes", state="XYZ").status == 404
    assert show("/changes", group="m49-999").status == 404


def test_what_is_chosen_can_be_followed(show: Open, site: TestClient) -> None:
    page = show("/changes", state="Kenya", group="eu", treaty="opsc")
    box = page.html.split('<h2 id="subscribe">')[1].split("</section>")[0]
    links = re.findall('href="([^"]+)"', box)
    assert links == [
        f"/{about}/{file}"
        for about in ("states/KEN", "treaties/opsc", "groups/eu")
        for file in ("changes.atom", "calendar.ics")
    ]
    assert {site.get(link).status_code for link in links} == {200}
    assert '"/changes.atom"' in show("/changes").html


def read(site: TestClient, path: str) -> Calendar:
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert b"\r\n" in answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    found = Calendar.from_ical(answer.content)
    assert isinstance(found, Calendar)
    return found


def test_ireland_signed_and_did_not_ratify(site: TestClient) -> None:
    events = read(site, "/states/IRL/calendar.ics").walk("VEVENT")
    [opsc] = [each for each in events if "OPSC" in str(each["SUMMARY"])]
    begins = opsc.decoded("DTSTART")
    assert type(begins) is date
    assert (begins.month, begins.day) == (9, 7)
    assert (opsc.decoded("DTEND") - begins).days == 1
    assert opsc["UID"] == f"https://w3id.org/csekg/calendar/signature-opsc-IRL-{begins.year}"
    assert isinstance(opsc.decoded("DTSTAMP"), datetime)
    assert opsc["URL"] == "http://testserver/states/IRL"


def test_whole_calendar_holds_those_of_treaties_and_names_each_event_once(site: TestClient) -> None:
    whole = [str(each["UID"]) for each in read(site, "/calendar.ics").walk("VEVENT")]
    assert len(set(whole)) == len(whole) > 100
    one = [str(each["UID"]) for each in read(site, "/treaties/opsc/calendar.ics").walk("VEVENT")]
    assert one
    assert set(one) < set(whole)


def test_the_name_of_an_event_is_the_same_on_another_day(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def uids() -> dict[str, bytes]:
        events = read(site, f"/treaties/tip/calendar.ics?{today()}").walk("VEVENT")
        return {str(each["UID"]): each.to_ical() for each in events}

    monkeypatch.setattr(feeds, "today", lambda: date(2026, 11, 26))
    first = uids()
    monkeypatch.setattr(feeds, "today", lambda: date(2026, 11, 27))
    second = uids()
    both = first.keys() & second.keys()
    assert len(both) >= len(first) - 3
    assert all(first[uid] == second[uid] for uid in both)
