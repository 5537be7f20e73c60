from __future__ import annotations

import re

import pytest

from csekg.answers.quality.quality import findings, measures
from csekg.sparql.oxigraph_store import Store
from csekg_api.indexes import dataset_report
from tests.csekg_api.site.conftest import Open, Page


def count(page: Page, part: str) -> int:
    [number] = re.findall(rf'id="{part}">[^<]*<span class="count">(\d+)', page.html)
    return int(number)


def test_measures_are_those_of_the_dataset(show: Open, store: Store) -> None:
    page = show("/quality")
    for measure in measures(store):
        assert measure.definition in page.text
        assert re.search(rf'<td class="number"[^>]*>{measure.value:,}</td>', page.html)


@pytest.mark.parametrize("chosen", [{}, {"severity": "warning"}, {"shape": "KIND-1"}])
def test_findings_can_be_narrowed(show: Open, store: Store, chosen: dict[str, str]) -> None:
    page = show("/quality", **chosen)
    expected = findings(dataset_report(store), **chosen)
    assert expected
    assert count(page, "findings") == len(expected)
    assert all(row.finding in page.text for row in expected)
