"""Pages of territories, of findings, and of States that have ended."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from csekg.answers.practice.assessments import assessments
from csekg.answers.status.acts import territorial_acts
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.site.conftest import Open


@pytest.mark.parametrize("key", ["HKG", "MAC", "ABW", "GRL"])
def test_a_territory_has_every_act_for_it(show: Open, store: Store, key: str) -> None:
    page = show(f"/places/{key}")
    acts = [act for act in territorial_acts(store) if act.territory and act.territory.key == key]
    assert acts
    assert page.text.count(" extended it to the territory") + page.text.count(" left the territory out") == len(acts)


def test_hong_kong_stands_under_its_un_name_and_tells_both_states(show: Open, site: TestClient) -> None:
    page = show("/places/HKG")
    assert "<h1>China, Hong Kong SAR</h1>" in page.html
    assert "United Kingdom of Great Britain and Northern Ireland extended it to the territory, 7 Sep 1994" in page.text
    assert site.get("/places/hkg", follow_redirects=False).headers["location"] == "/places/HKG"
    assert site.get("/places/ATL").status_code == 404
    for key in ("HKG", "hkg"):
        moved = site.get(f"/states/{key}", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (308, "/places/HKG")
    # What the United Kingdom stated is not told as what holds there today.
    today, _, earlier = page.html.partition("By a State that does not act for it today")
    assert "action-crc-CHN-" in today
    assert "action-crc-GBR-" not in today
    assert earlier.count('id="action-crc-GBR-') == 4


@pytest.mark.parametrize("key", ["Taiwan", "TWN", "twn"])
def test_an_area_is_answered_by_its_name_and_its_code(show: Open, key: str) -> None:
    page = show(f"/states/{key}")
    assert page.status == 404
    assert "The register has no State or organization of this name" in page.text
    assert "Did you mean" not in page.text


def test_what_is_no_territory_has_no_table(show: Open) -> None:
    page = show("/places/taiwan")
    assert "holds no act under it" in page.text
    assert "<table" not in page.html


def test_a_finding_has_its_anchor_and_its_source(show: Open, store: Store) -> None:
    page = show("/assessments", state="BGD")
    for each in assessments(store, state="BGD"):
        assert f'id="{each.assessor.key}-{each.indicator.key}-{each.assessed_year}"' in page.html
    assert 'href="/assessments?state=BGD#dol-' in show("/states/BGD").html


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("DDR", "German Democratic Republic ended on 2 Oct 1990. After it: Germany."),
        ("SCG", "Serbia and Montenegro began on 4 Feb 2003. Before it: Yugoslavia."),
    ],
)
def test_ask_says_when_a_state_did_not_exist(show: Open, state: str, told: str) -> None:
    text = show("/joined", state=state, status="party", on="1991-01-01").text
    assert told in text
    assert "None of 0" not in text
    assert "none of 0" not in text
