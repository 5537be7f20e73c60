from __future__ import annotations

import re

import pytest

from csekg.answers.common.references import ORDER, status_headings
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.site.conftest import Open


def sections(html: str) -> dict[str, set[str]]:
    """The keys of the States in each part of the list."""
    return {
        part: set(re.findall(r'<th scope="row"><a href="/states/(\w{3})"', body))
        for part, body in re.findall(r'<section aria-labelledby="part-([\w-]+)">(.*?)</section>', html, re.DOTALL)
    }


def test_region_narrows_the_list(show: Open) -> None:
    found = sections(show("/gaps", treaty="opsc", group="m49-150").html)
    assert found == {"signatory": {"IRL"}}


def test_years_are_counted_to_the_day_that_is_told(show: Open) -> None:
    html = show("/gaps", treaty="ets185").html
    text = " ".join(re.sub(r"<[^>]+>", "", html.replace("</td>", " ").replace("</th>", " ")).split())
    assert "On 30 Jun 2026; the data stand for 19 Jun 2025" in text
    assert "The list of parties is complete to 19 Jun 2025. Sources" in text
    assert "is beyond the data" not in text
    # South Africa signed on 23 Nov 2001.
    assert re.search(r"23 Nov 2001\s+Unratified for 24 years", text)
    assert "1 Jan 2040 is beyond the data" in show("/gaps", treaty="ets185", on="2040-01-01").text


def test_legal_basis_stands_beside_it(show: Open) -> None:
    assert "urges States to consider becoming party" in show("/gaps", treaty="opsc").text


@pytest.mark.parametrize("path", ["/gaps?treaty=cyber", "/treaties/cyber", "/treaties/c182"])
def test_lists_are_headed_by_the_words_of_the_vocabulary(show: Open, store: Store, path: str) -> None:
    words = status_headings(store)
    headed = re.findall(
        r'(?:<h2 id="part-|<details id="part-)([\w-]+)".*?<span class="status [^>]*>(.*?)</span>', show(path).html
    )
    assert len(headed) > 1
    assert headed == [(status, words[status]) for status, _ in headed]
    orders = (ORDER, ("signatory", "no-action", *ORDER))
    assert [status for status, _ in headed] in [
        [each for each in dict.fromkeys(order) if each in dict(headed)] for order in orders
    ]
