"""The saved questions of people: which there are, a search among them, and each as a form."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from csekg.sparql.saved_queries import saved_queries
from tests.csekg_api.site.conftest import Open


def test_every_saved_question_is_a_form_that_answers(show: Open) -> None:
    listed = [tag["href"] for tag in show("/questions").all("a") if tag["href"].startswith("/questions/")]
    public = {name for name, saved in saved_queries().items() if saved.asked_by == "advocates"}
    assert {link.removeprefix("/questions/") for link in listed} == public
    assert len(public) <= 25
    # Each question answers in `tests/queries`.
    for link in sorted(listed)[::5]:
        page = show(link)
        assert page.status == 200, link
        assert re.search(r"\d+ rows?", page.text), link


def test_a_saved_question_takes_its_parameters(site: TestClient, show: Open) -> None:
    page = show("/questions/who-was-bound-on", treaty="opsc", on="2007-04-27")
    assert "118 rows" in page.text
    [csv] = [tag["href"] for tag in page.all("a") if re.fullmatch("/api/.*format=csv", tag["href"])]
    assert len(site.get(csv).text.splitlines()) == 119
    assert "1 Jan" in show("/questions/who-was-bound-on", treaty="crc", on="2004-01-01").text
    assert show("/questions/nothing").status == 404


def test_questions_are_found_by_their_words(show: Open) -> None:
    found = {tag["href"] for tag in show("/questions", q="reservations").all("a")}
    assert "/questions/reservations-touching-paragraph" in found
    assert "/questions/not-party" not in found
    assert "No saved question has" in show("/questions", q="xylophone").text


def test_codes_are_names_with_links(show: Open) -> None:
    page = show("/questions/accepted-and-not-joined").html
    assert '<a href="/states/ATG">ATG</a>' in page
    assert '<a href="/treaties/opac">OPAC</a>' in page
