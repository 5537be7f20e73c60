from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from csekg.answers.common.references import find_treaty, treaties
from csekg.answers.status import status_answers
from csekg.answers.status.comparisons import bound_spans, years_of_parties
from csekg.answers.status.entry_into_force import entry_into_force
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


@pytest.mark.parametrize("treaty", ["opsc", "cets201", "tip", "c138", "cyber"])
def test_rule_of_entry_into_force_is_told_with_its_sum(show: Open, store: Store, treaty: str) -> None:
    text = show(f"/treaties/{treaty}").text
    own, _ = entry_into_force(store, treaty)
    assert own.rule is not None
    assert f"{own.rule.threshold} instruments" in text
    assert own.arithmetic is None or own.arithmetic in text


def test_final_clauses_name_their_articles_in_words(show: Open) -> None:
    html = show("/treaties/opsc").html
    [section] = re.findall(r'aria-labelledby="clauses">.*?</section>', html, re.DOTALL)
    assert "article 13(1)" in section
    assert "18 Oct 2001" in section
    assert "Arabic, Chinese, English" in section
    assert not re.search(r"<td>P\d+[DMY]", section)


def test_articles_have_anchors_and_summaries(show: Open, store: Store) -> None:
    page = show("/treaties/opsc")
    ids = {tag["id"] for tag in page.all("tr") if "id" in tag}
    for each in provisions(store, "opsc"):
        if each.description:
            assert each.key in ids
            assert " ".join(each.description.split()) in page.text


def test_correspondences_are_all_told_and_lead_to_articles(show: Open, store: Store) -> None:
    page = show("/treaties/opsc")
    [section] = re.findall(r'aria-labelledby="resolution">.*?</section>', page.html, re.DOTALL)
    links = correspondences(store, instrument="opsc")
    assert len(re.findall(r'class="strength-', section)) == len(links)
    ids = {tag["id"] for _, tag in page.tags if "id" in tag}
    assert {f"{link.provision.key}" for link in links} <= ids
    assert "Carry out both treaties in full." in section


def test_protocols_and_parent_lead_to_each_other(show: Open) -> None:
    assert 'href="/treaties/crc"' in show("/treaties/opsc").html
    for key in ("opsc", "opac", "opic"):
        assert f'href="/treaties/{key}"' in show("/treaties/crc").html


def test_who_cites_it_is_told_with_the_verb(show: Open) -> None:
    text = show("/treaties/opsc").text
    assert "operative paragraph 3 : Urges" in text.replace("3:", "3 :")
    assert "The resolution does not cite it." in show("/treaties/c138").text


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
