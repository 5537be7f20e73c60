"""Pages of articles and of the statements under a treaty."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from csekg.answers.status.declarations import declarations
from csekg.answers.status.matrix import counts_of
from csekg.answers.texts.affected_texts import overlaps
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.site.conftest import Open, Visit


def test_an_article_says_who_is_bound_who_reserved_and_what_it_answers(show: Open, store: Store) -> None:
    page = show("/treaties/ets185/articles/9/1/d")
    counts = counts_of(store, "ets185")
    assert f"At least {counts.bound} bound. At most {counts.not_bound} are not bound." in page.text
    assert f"{counts.not_eligible} cannot join." in page.text
    assert "Argentina , article 9(1)(d)" in page.text
    assert "Whether it was withdrawn is not known." in page.text
    assert "Operative paragraph 4(b) : implements ( article 9(1) )" in page.text
    assert 'href="/treaties/cets201/articles/20/1/d"' in page.html
    assert 'href="/treaties/cyber/articles/14/1/b"' in page.html


@pytest.mark.parametrize("printed", ["9(1)(d)", "9(1)(D)", "9/1/D"])
def test_an_article_as_printed_leads_to_its_page(site: TestClient, printed: str) -> None:
    answer = site.get(f"/fr/treaties/ETS185/articles/{printed}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/fr/treaties/ets185/articles/9/1/d")


@pytest.mark.parametrize(
    "path", ["/treaties/opsc/articles/99", "/treaties/opsc/articles/<b>", "/treaties/ccpcj-16-2/articles/1"]
)
def test_what_is_no_article_is_refused(site: TestClient, path: str) -> None:
    answer = site.get(f"/treaties/{path}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "<b>" not in answer.text


def test_statements_are_those_of_an_article_or_of_none(visit: Visit, store: Store) -> None:
    every = declarations(store, treaty="opsc")
    asked = "https://w3id.org/csekg/id/instrument/opsc/article/3"
    on_three = {each.id for each in every if overlaps([about.id for about in each.concerns_provision], asked)}
    general = {each.id for each in every if not each.concerns_provision}
    for address, wanted in (("3", on_three), ("general", general), ("", {each.id for each in every})):
        page = visit(f"/statements?treaty=opsc&article={address}")
        shown = set(re.findall(r'id="(action-opsc-[^"]+)"', page.html))
        anchors = {iri.partition("/id/")[2].replace("/", "-") for iri in wanted}
        assert wanted
        assert anchors <= shown
        assert f"{len(wanted)} of {len(declarations(store)):,} statements." in page.text
    assert "action-opsc-KWT" in visit("/statements?treaty=opsc&article=3").html


def _marked(page_html: str) -> dict[str, str]:
    """Return the mark beside each State that is bound and has a reservation, by its key."""
    bound = page_html.partition('<ul class="names">')[2].partition("</ul>")[0]
    states = re.findall(r'href="/states/([A-Z]{3})">(?:(?!<li>).)*?<a href="#[^"]+">([^<]+)</a>', bound, re.DOTALL)
    return dict(states)


def test_a_reservation_counts_for_what_its_clause_excludes(show: Open) -> None:
    page = show("/treaties/cets201/articles/20/1/e")
    under = "with a reservation under article 20(3)"
    assert _marked(page.html) == dict.fromkeys(("CHE", "DEU", "DNK", "HUN", "LIE", "RUS", "SWE"), under)
    assert "7 of those bound have a reservation to it, marked below." in page.text
    # Belgium, Germany and Russia reserved attempts at it.
    assert "3 of those bound name it in reservations to article 24(2) (Aiding or abetting and attempt)" in page.text
    # The reservation under the clause stands below, too.
    assert 'id="action-cets201-CHE' in page.html


def test_a_reservation_of_jurisdiction_is_none_to_the_offence(show: Open) -> None:
    page = show("/treaties/ets185/articles/9/1/d")
    assert set(_marked(page.html)) == {"ARG", "ISR", "JPN", "LKA", "UKR"}
    assert "1 of those bound names it in a reservation to article 22(1)(b)" in page.text


def test_a_reservation_clause_names_those_who_used_it(show: Open) -> None:
    assert (
        "10 of those bound have a reservation under it, marked below." in show("/treaties/cets201/articles/24/3").text
    )


def test_the_word_of_the_list_stands_beside_our_kind_where_they_differ(visit: Visit) -> None:
    text = " ".join(visit("/statements?treaty=crc&state=VAT").text.split())
    # The Holy See's statement on family planning interprets, and the depositary heads it "Reservations".
    assert "interpretative declaration (listed by the depositary as: reservation) 20 Apr 1990" in text
    # It stands on that list without a withdrawal.
    assert "Not withdrawn by 3 Feb 2026" in text
    assert "reservation (listed by the depositary as: reservation)" not in text
