"""Maps show the part of the world that the page is about."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from csekg_api.site.shared.world_map import world_map
from tests.csekg_api.site.conftest import Open


def _view(html: str) -> tuple[float, float, float, float]:
    found = re.search(r'<svg class="map" viewBox="([-0-9. ]+)"', html)
    assert found, "this test needs the bundled map: make assets"
    left, top, width, height = map(float, found[1].split())
    return left, top, width, height


def _marks(html: str) -> list[tuple[float, float]]:
    """The points of the States with a status; of a large one, the first of its outline."""
    paths = re.findall(r'class="s-[^>]*><title>[^<]*</title><path (?:class="rim" )?d="M([^Lh]*)', html)
    return [(float(x), float(y)) for x, y in (re.split("[ ,]", path) for path in paths)]


def test_the_whole_world_where_no_group_is_chosen(show: Open) -> None:
    left, _, width, _ = _view(show("/gaps", treaty="opsc").html)
    assert left < 0
    assert width > 960


@pytest.mark.parametrize("group", ["m49-002", "m49-150", "m49-009", "m49-029"])
def test_a_group_fills_the_map(show: Open, group: str) -> None:
    html = show("/gaps", treaty="opsc", group=group).html
    left, top, width, height = _view(html)
    assert width < 480
    marks = _marks(html)
    assert len(marks) > 10
    inside = [left <= x <= left + width and top <= y <= top + height for x, y in marks]
    # The outline of a State may begin overseas.
    assert sum(inside) >= len(marks) - 2
    across = [x for x, _ in marks if left <= x <= left + width]
    assert max(across) - min(across) > width / 3


def test_without_a_standing_the_whole_is_shown() -> None:
    drawn = world_map([], {}, fitted=True)
    assert drawn is None or drawn.width > 960


def test_picture_of_a_group_shows_the_same_part(show: Open, site: TestClient) -> None:
    picture = site.get("/treaties/opsc/map.svg?group=m49-002").text
    inner = re.findall(r'viewBox="([^"]+)"', picture)[1]
    page = _view(show("/gaps", treaty="opsc", group="m49-002").html)
    assert [float(number) for number in inner.split()] == pytest.approx(page, abs=0.1)
