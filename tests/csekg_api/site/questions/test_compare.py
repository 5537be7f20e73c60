"""The pages of comparisons."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from tests.csekg_api.site.conftest import Visit

#: As the United Nations writes it in French.
COTE_D_IVOIRE = "Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire"
STATES = "/compare?state=FRA&state=DEU&state=KEN"


def rows(html: str) -> dict[str, str]:
    """The rows of the table by the key of the treaty."""
    found = re.findall(r"<tr( class=\"differs\")?><th scope=\"row\">(.*?)</tr>", html, re.DOTALL)
    return {re.findall(r"/treaties/([\w-]+)", body)[0]: mark + body for mark, body in found}


def test_states_stand_side_by_side(site: TestClient, visit: Visit) -> None:
    page = visit(STATES)
    answer = site.get("/api/v1/compare/states?state=FRA&state=DEU&state=KEN&limit=100").json()
    found = rows(page.html)
    assert found.keys() == {item["treaty"]["key"] for item in answer["items"]}
    for item in answer["items"]:
        body = found[item["treaty"]["key"]]
        assert ("differs" in body) == item["differs"]
        assert item["statusLabel"] in body
    assert "5 Feb 2003" in found["opsc"]
    assert "#statements-FRA" in found["crc"]
    only = rows(visit(f"{STATES}&only=differences").html)
    assert only == {key: body for key, body in found.items() if "differs" in body}
    assert 0 < len(only) < len(found)


def test_states_are_typed_by_their_names(visit: Visit) -> None:
    page = visit("/fr/compare?state=kenya&state=Costa+de+Marfil&state=肯尼亚&state=Ouganda&state=RWA")
    fields = [tag["value"] for tag in page.all("input") if tag.get("name") == "state"]
    # One more State can be typed.
    assert fields == ["Kenya", COTE_D_IVOIRE, "Ouganda", "Rwanda", ""]
    assert f"Kenya, {COTE_D_IVOIRE}, Ouganda, Rwanda" in page.text
    offered = {tag["value"] for tag in page.all("option")}
    assert {"Kenya", "Ouganda", "COG"} <= offered


def test_a_state_stands_under_the_name_of_then(visit: Visit) -> None:
    page = visit("/compare?state=RUS&state=KEN&on=1991-06-01")
    body = rows(page.html)["crc"]
    assert body.count("as Soviet Union") == 1
    assert "15 Sep 1990" in body
    assert "did not exist" not in page.text


def test_treaties_stand_on_one_chart(visit: Visit) -> None:
    page = visit("/compare?treaty=opsc&treaty=tip&on=2007-04-27")
    assert '<svg class="chart" viewBox="0 0 720 320"' in page.html
    assert "118 bound on 27 Apr 2007" in page.text
    lines = [tag["d"] for tag in page.all("path") if tag.get("class", "").startswith("line line-")]
    # Each line stands on the chart and in the legend.
    assert len(lines) == 4
    assert [tag for tag in page.all("path") if tag.get("class") == "day"]
    assert re.search(r"End of 2007: OPSC \d+, Trafficking Protocol \d+", page.text)
    assert "The same as a table by year" in page.text
