"""Calendar files, read by a library as calendar programs would."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from csekg.days import today
from csekg_api.site.changes import feeds


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


def test_unknown_subjects_are_not_found(site: TestClient) -> None:
    for path in ("/states/XYZ/calendar.ics", "/treaties/opsk/calendar.ics"):
        assert site.get(path).status_code == 404
    assert "Did you mean" in site.get("/treaties/opsk/calendar.ics").json()["detail"]
