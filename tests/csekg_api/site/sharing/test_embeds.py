"""Pages for frames of other sites: framing is allowed there and nowhere else."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.csekg_api.site.conftest import Open, Page

EMBEDS = {
    "/embed/treaties/opsc/map": "Who is bound by the OPSC",
    "/embed/treaties/opsc/map?on=2007-04-27": "27 Apr 2007",
}


@pytest.mark.parametrize("path", EMBEDS)
def test_any_site_may_frame_it_without_script_and_cookie(site: TestClient, path: str) -> None:
    answer = site.get(path)
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "x-frame-options" not in answer.headers
    assert "set-cookie" not in answer.headers
    page = Page(answer.text, answer.status_code)
    assert EMBEDS[path] in page.text
    assert "The depositary is authoritative" in page.text
    assert not page.all("script")
    assert not page.all("form")


def test_a_day_beyond_the_data_and_an_incomplete_list_are_said(site: TestClient) -> None:
    later = Page(site.get("/embed/treaties/opsc/map?on=2040-01-01").text, 200).text
    assert "1 Jan 2040 is beyond the data" in later
    assert re.search(r"Data as of \d+ \w{3} 20\d\d", later)
    drawn = site.get("/treaties/opsc/map.svg?on=2040-01-01").text
    assert re.search(r"data stand for \d+ \w{3} 20\d\d, what happened later may be missing", drawn)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/treaties/opsc",
        "/states/IRL",
        "/embed",
        "/embed/treaties/opsk/map",
        "/api/v1/states",
        "/treaties/opsc/map.svg",
        "/calendar.ics",
    ],
)
def test_framing_is_refused_everywhere_else(site: TestClient, path: str) -> None:
    policy = site.get(path).headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy


def test_pages_offer_what_can_be_taken_away(show: Open) -> None:
    treaty = show("/treaties/opsc")
    hrefs = [each.get("href", "") for each in treaty.all("a")]
    assert {
        "/treaties/opsc/parties.png?width=1200",
        "/treaties/opsc/parties.svg",
        "/treaties/opsc/calendar.ics",
    } <= set(hrefs)
    assert 'src="http://testserver/embed/treaties/opsc/map"' in treaty.text
