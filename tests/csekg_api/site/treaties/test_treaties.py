from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from csekg.answers.common.references import find_treaty, treaties
from csekg.answers.status import status_answers
from csekg.answers.status.comparisons import bound_spans, years_of_parties
from csekg.answers.texts.correspondences import correspondences
from csekg.answers.texts.instruments import instruments
from csekg.answers.texts.provisions import provisions
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.site.conftest import Open


def test_list_has_every_instrument_under_its_legal_basis(show: Open, store: Store) -> None:
    html = show("/treaties").html
    shown = re.findall(r'href="/treaties/([\w-]+)"', html)
    assert sorted(shown) == sorted({each.key for each in instruments(store)})
    [urged] = re.findall(r'id="basis-urged">.*?</tbody>', html, re.DOTALL)
    expected = {key for key, info in treaties(store).items() if info.legal_basis == "urged"}
    assert set(re.findall(r'href="/treaties/([\w-]+)"', urged)) == expected


def test_table_by_year_says_what_the_curve_draws(show: Open, store: Store) -> None:
    info = find_treaty(store, "opsc")
    years = years_of_parties(bound_spans(store, "opsc"), info.as_of)
    assert years[-1].parties == status_answers.status(store, "opsc").counts()["party"]
    html = show("/treaties/opsc").html
    assert '<svg class="chart" viewBox="0 0 720 260"' in html
    for year in years:
        assert f'<th scope="row">{year.year}</th>' in html
    assert show("/treaties/cyber").html.count('class="chart"') == 0


def test_years_count_those_who_leave(store: Store) -> None:
    from csekg.answers.status.comparisons import BoundSpan

    spans = [BoundSpan(date(2001, 1, 1), None), BoundSpan(date(2001, 5, 1), date(2003, 2, 1))]
    found = years_of_parties(spans, date(2004, 1, 1))
    assert [(y.year, y.became_bound, y.ceased, y.parties) for y in found] == [(2001, 2, 0, 2), (2003, 0, 1, 1)]
    assert [y.year for y in years_of_parties(spans, date(2002, 1, 1))] == [2001]


def test_articles_have_anchors_and_summaries(show: Open, store: Store) -> None:
    page = show("/treaties/opsc/articles")
    ids = {tag["id"] for tag in page.all("tr") if "id" in tag}
    for each in provisions(store, "opsc"):
        if each.description:
            assert each.key in ids
            assert " ".join(each.description.split()) in page.text


def test_correspondences_are_all_told_and_lead_to_articles(show: Open, store: Store) -> None:
    page = show("/treaties/opsc/articles")
    [section] = re.findall(r'aria-labelledby="resolution">.*?</section>', page.html, re.DOTALL)
    links = correspondences(store, instrument="opsc")
    assert len(re.findall(r'class="strength-', section)) == len(links)
    ids = {tag["id"] for _, tag in page.tags if "id" in tag}
    assert {f"{link.provision.key}" for link in links} <= ids
    asked = "Carry out the Convention on the Rights of the Child and its sale-of-children Protocol in full."
    assert asked in show("/treaties/opsc").text


def test_other_instruments_have_a_page(site: TestClient, show: Open, store: Store) -> None:
    for each in instruments(store):
        if each.kind != "treaty" and each.key != "ccpcj-16-2":
            page = show(f"/treaties/{each.key}")
            assert page.status == 200
            assert " ".join(each.name.split()) in page.text
    answer = site.get("/treaties/ccpcj-16-2", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/resolution")


@pytest.mark.parametrize(
    ("key", "links"),
    [
        (
            "opsc",
            {
                "Official text": "annex II to General Assembly resolution 54/263",
                "Depositary\N{RIGHT SINGLE QUOTATION MARK}s page": "status and text",
            },
        ),
        ("cets201", {"Depositary\N{RIGHT SINGLE QUOTATION MARK}s page": "leads to the text"}),
        ("c182", {"Official text": "at the depositary"}),
        ("a-res-54-263", {"Official text": "https://undocs.org/A/RES/54/263"}),
    ],
)
def test_official_text_leads_to_the_text_and_not_to_a_page_about_it(
    show: Open, key: str, links: dict[str, str]
) -> None:
    html = show(f"/treaties/{key}").html
    found = dict(re.findall(r'<dt>([^<]+)</dt><dd><a href="[^"]+" rel="external">([^<]+)</a>', html))
    assert {unescape(label): words for label, words in found.items()} == links
    [address] = re.findall(r"Official text</dt><dd><a href=\"([^\"]+)", html) or [""]
    assert "ViewDetails" not in address
    assert "module=treaty-detail" not in address
    assert ("Official text" in links) == bool(address)
