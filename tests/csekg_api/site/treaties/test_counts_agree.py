"""The numbers of those bound, not bound, not known and unable to join are the same wherever they stand."""

from __future__ import annotations

import re

import pytest

from csekg.answers.texts.parallels import parallels
from csekg.answers.texts.provisions import provisions
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.treaties.treaty import topics_of
from tests.csekg_api.site.conftest import Open
from tests.queries.oracle import TREATIES

_SENTENCE = re.compile(
    r"(At least )?(\d+) bound\. (At most )?(\d+) (?:is|are) not bound\."
    r"(?: Of (\d+) it is not known\.)?(?: (\d+) cannot join\.)?(?: The treaty is not in force yet\.)?"
)


def _row(html: str, treaty: str) -> list[str]:
    """The cells of the row that begins with a link to a treaty, as text."""
    [row] = re.findall(rf'<tr[^>]*>\s*<th scope="row"><a href="/treaties/{treaty}">.*?</tr>', html, re.DOTALL)[:1]
    cells = re.findall(r"<td.*?</td>", row, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in cells]


@pytest.mark.parametrize("treaty", TREATIES)
def test_a_treaty_has_the_same_numbers_on_every_page(show: Open, store: Store, treaty: str) -> None:
    told = _SENTENCE.search(show("/gaps", treaty=treaty).text)
    assert told
    least, bound, most, outside, not_known, cannot = told.groups()
    number, others = f"{(least or '').lower()}{bound}", f"{(most or '').lower()}{outside}"
    page = show(f"/treaties/{treaty}")
    assert told[0] in page.text
    counted = sum(map(int, filter(None, (bound, outside, not_known, cannot))))
    numbers = re.findall(r'</span></a> <span class="count">(\d+)</span>', page.html)
    assert sum(map(int, numbers)) == counted
    article = next(each for each in provisions(store, treaty) if "/article/" in each.id)
    assert told[0] in show(f"/treaties/{treaty}/articles/{article.id.partition('/article/')[2]}").text

    assert number in (
        _row(show("/").html, treaty)[1],
        _row(show("/").html, treaty)[1].partition(" consented")[0].rpartition(" ")[0],
    )
    assert number in _row(show("/treaties").html, treaty)
    topic = _row(show(f"/topics/{topics_of(store, treaty)[0].key}").html, treaty)
    apart = ((not_known, "not known"), (cannot, "cannot join"))
    assert topic[:2] == [number, " ".join([others, *(f"{count} {words}" for count, words in apart if count)])]


@pytest.mark.parametrize("paragraph", ["op/4/b", "op/7"])
def test_a_paragraph_has_the_numbers_of_the_treaties(show: Open, store: Store, paragraph: str) -> None:
    page = show(f"/resolution/{paragraph}")
    seen = set()
    for each in {binding.treaty.key: binding for one in parallels(store) for binding in one.bindings}.values():
        told = _SENTENCE.search(show("/gaps", treaty=each.treaty.key).text)
        assert told
        number = f"{(told[1] or '').lower()}{told[2]}"
        for cells in re.findall(
            rf'<tr><th scope="row"><a href="/treaties/{each.treaty.key}/articles/[^>]*>.*?</th>(.*?)</tr>', page.html
        ):
            assert f'data-label="Bound">{number}</td>' in cells
        lines = re.findall(
            rf'<li><a href="/treaties/{each.treaty.key}/articles/[^>]*>[^<]*</a>: ([^<]*)</li>', page.html
        )
        assert set(lines) <= {told[0]}
        seen |= {each.treaty.key} if lines else set()
    assert {"ets185", "cyber", "opsc"} <= seen
