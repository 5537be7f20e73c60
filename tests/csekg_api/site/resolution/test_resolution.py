from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from csekg.answers.texts.resolution import citations, footnotes, paragraphs
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.site.conftest import Open


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def states(html: str) -> list[str]:
    [table] = re.findall(r'id="bound-states">.*?</table>', html, re.DOTALL)
    return re.findall(r'<th scope="row"><a href="/states/(\w{3})"', table)


def test_every_paragraph_stands_in_order(show: Open, store: Store) -> None:
    page = show("/resolution")
    anchors = [name for name in ids(page.html) if re.fullmatch(r"[po]p-\d+(-[a-z])?", name)]
    every = paragraphs(store)
    assert anchors == [each.key.replace("/", "-") for each in every]
    assert all(each.description in page.text for each in every)


def test_citations_and_footnotes_lead_to_each_other(show: Open, store: Store) -> None:
    page = show("/resolution")
    links = {tag["href"] for tag in page.all("a") if "href" in tag}
    for citation in citations(store):
        for note in citation.cited_via:
            assert f"/resolution#{note.key.replace('/', '-')}" in links
    for footnote in footnotes(store):
        assert footnote.key.replace("/", "-") in ids(page.html)
        assert {f"#{where.key.replace('/', '-')}" for where in footnote.cited_in} <= links


def test_the_list_of_those_bound_sorts_and_filters(site: TestClient, show: Open) -> None:
    usual = states(show("/resolution/op/12").html)
    turned = states(show("/resolution/op/12", sort="-state").html)
    assert (turned[0], turned[-1]) == (usual[-1], usual[0])
    assert sorted(turned) == sorted(usual)
    filtered = show("/resolution/op/12", treaty="ets185", region="m49-150", sort="since")
    assert 0 < len(states(filtered.html)) < len(usual)
    answer = site.get("/resolution/op/12?treaty=ets185&region=m49-150&format=csv")
    assert answer.text.startswith("state,since,closest,treaties\r\n")
    assert len(answer.text.splitlines()) == len(states(filtered.html)) + 1
    assert show("/resolution/op/12", sort="age").status == 400


def test_paragraph_without_counterpart_says_so(show: Open) -> None:
    assert "Not assessed: no reading looked" in show("/resolution/pp/1").text
    text = show("/resolution/op/6").text
    assert "Assessed, none: 3 readings" in text
    assert "see the sub-paragraphs" in text
    assert "Nothing at the level of the chapeau" in text


def test_nobody_is_listed_as_bound_to_a_paragraph_of_the_preamble(show: Open) -> None:
    page = show("/resolution/pp/16")
    assert "A paragraph of the preamble asks nothing" in page.text
    assert 'id="bound' not in page.html


@pytest.mark.parametrize(
    ("identifier", "page"), [("ccpcj-16-2", "/resolution"), ("ccpcj-16-2/op/4/a", "/resolution/op/4/a")]
)
def test_linked_data_sends_people_on(site: TestClient, identifier: str, page: str) -> None:
    answer = site.get(f"/page/instrument/{identifier}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
