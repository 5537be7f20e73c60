"""Maps draw land with the State that maps of the United Nations give it, and show the part that a page is about."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from csekg.answers.status.status_answers import standings_of_treaty
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.shared.world_map import Place, WorldMap, map_of_treaty, world_map
from csekg_api.web.assets import STATIC
from tests.csekg_api.site.conftest import Open
from tests.records import examples

#: Land without a status. A place by the sea stands a little inland, since shores are drawn without their corners.
NOBODY = ""
#: Longitude, latitude, and the State with which the place is drawn under the Optional Protocol on the sale of children.
PLACES = {
    row["place"]: (float(row["longitude"]), float(row["latitude"]), row["state"])
    for row in examples(Path(__file__).with_name("places.csv"))
}


def _projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Return a place in the units of the map: Natural Earth, after Šavrič, Jenny, Patterson and others (2011)."""
    world = json.loads((STATIC / "built" / "world-map.json").read_bytes())
    north = math.radians(latitude)
    s, f = north**2, north**4
    x = math.radians(longitude) * (0.8707 - 0.131979 * s + f * (-0.013791 + f * (0.003971 * s - 0.001529 * f)))
    y = north * (1.007226 + s * (0.015085 + f * (-0.044475 + 0.028874 * s - 0.005916 * f)))
    return world["translate"][0] + world["scale"] * x, world["translate"][1] - world["scale"] * y


def _covers(path: str, x: float, y: float) -> bool:
    inside = False
    for ring in filter(None, path.split("Z")):
        corners = [tuple(map(float, corner.split(","))) for corner in re.split("[ML]", ring) if corner]
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
    return inside


def _drawn_at(world: WorldMap, longitude: float, latitude: float) -> Place | None:
    """The place that is drawn there; where there is no shape, the point that lies within two of its radii."""
    x, y = _projected(longitude, latitude)
    covering = [place for place in world.places if place.path and _covers(place.path, x, y)]
    assert len(covering) <= 1, covering
    points = [place for place in world.places if not place.path and math.hypot(place.x - x, place.y - y) < 1]
    return next(iter([*covering, *points]), None)


def _state_at(world: WorldMap, longitude: float, latitude: float) -> str:
    place = _drawn_at(world, longitude, latitude)
    return place.standing.actor.key if place and place.standing else NOBODY


def _opsc(store: Store, treaty: str = "opsc", on: date | None = None) -> WorldMap:
    drawn = map_of_treaty(store, *standings_of_treaty(store, treaty, on))
    assert drawn is not None, "this test needs the bundled map: make assets"
    return drawn


@pytest.mark.parametrize("name", PLACES)
def test_a_place_is_drawn_with_its_state(store: Store, name: str) -> None:
    longitude, latitude, state = PLACES[name]
    assert _state_at(_opsc(store), longitude, latitude) == state


# Greenland was excluded in 2003 and included in 2016; the CRC was extended to Hong Kong by the British, then by China.
@pytest.mark.parametrize(
    ("treaty", "on", "place", "state"),
    [
        ("opsc", date(2010, 1, 1), "Nuuk", NOBODY),
        ("opsc", date(2017, 1, 1), "Nuuk", "DNK"),
        ("tip", None, "Nuuk", NOBODY),
        ("crc", date(1995, 1, 1), "Hong Kong", "GBR"),
        ("crc", None, "Hong Kong", "CHN"),
        ("crc", None, "Falkland Islands (Malvinas)", "GBR"),
    ],
)
def test_a_territory_follows_the_latest_statement(
    store: Store, treaty: str, on: date | None, place: str, state: str
) -> None:
    longitude, latitude, _ = PLACES[place]
    assert _state_at(_opsc(store, treaty, on), longitude, latitude) == state


def test_every_state_is_on_the_map(store: Store) -> None:
    _, rows = standings_of_treaty(store, "crc")
    drawn = {place.key for place in _opsc(store, "crc").places}
    assert {row.actor.key for row in rows} - drawn == {"EUE"}


def test_borders_that_are_not_final_are_dashed(store: Store, show: Open) -> None:
    drawn = _opsc(store)
    ends = [tuple(map(float, corner.split(","))) for corner in re.split("[ML]", drawn.unsettled) if corner]
    for longitude, latitude in ((74.0, 34.5), (78.5, 34.0), (94.0, 29.0), (-11.0, 27.7), (29.0, 9.8), (35.8, 33.0)):
        x, y = _projected(longitude, latitude)
        assert min(math.hypot(x - at, y - below) for at, below in ends) < 8, (longitude, latitude)
    # The border of Punjab is settled.
    x, y = _projected(74.5, 31.0)
    assert min(math.hypot(x - at, y - below) for at, below in ends) > 3
    assert f'<path class="unsettled" d="{drawn.unsettled}"/>' in show("/treaties/opsc").html


def test_the_whole_lies_within_its_frame(store: Store) -> None:
    drawn = _opsc(store)
    for place in drawn.places:
        for corner in filter(None, re.split("[MLZ]", place.path)):
            x, y = map(float, corner.split(","))
            assert drawn.left < x < drawn.left + drawn.width
            assert drawn.top + 3 < y < drawn.top + drawn.height - 3


@pytest.mark.parametrize(
    "path",
    ["/", "/treaties/crc", "/joined?status=not-bound&treaty=crc", "/embed/treaties/crc/map", "/joined?treaty=crc"],
)
def test_each_map_says_what_it_does_not_say_and_what_each_colour_means(site: TestClient, path: str) -> None:
    html = site.get(path, headers={"Accept": "text/html"}).text
    assert "say nothing about the legal status of a country" in html
    legend = re.search(r'<ul class="legend fills">(.*?)</ul>', html, re.DOTALL)
    assert legend
    drawn = re.search(r'<svg class="map".*?</svg>', html, re.DOTALL)
    assert drawn
    colours = set(re.findall(r'class="s-([a-z-]+)"', drawn[0]))
    assert colours
    assert colours <= set(re.findall(r'class="status s-([a-z-]+)"', legend[1]))
    assert "no statement" in legend[1]


def test_notes_stand_where_the_place_is_shown(show: Open) -> None:
    world = show("/", treaty="crc").text
    africa = show("/joined", treaty="crc", status="party", group="m49-002").text
    for note in ("resolution 1244 (1999)", "sovereignty over the Falkland Islands (Malvinas)"):
        assert note in world
        assert note not in africa
    assert "sovereignty over the Falkland Islands" not in show("/joined", treaty="opsc").text
    assert "Somaliland" not in world


def test_each_shape_says_its_name_and_status_or_that_it_has_none(show: Open, site: TestClient) -> None:
    none = "no statement in the register that the treaty applies"
    drawn = re.search(r'<svg class="map".*?</svg>', show("/treaties/opsc").html, re.DOTALL)
    assert drawn
    shapes = re.findall(r'<path d="[^"]*"(?:/>|><title>)', drawn[0])
    assert len(re.findall(r"<title>[^<]+</title>", drawn[0])) >= len(shapes)
    named = dict(re.findall(r"<title>([^<:]+): ([^<]+)</title>", drawn[0]))
    assert [named[each] for each in ("Western Sahara", "Puerto Rico", "Norway")] == [none, none, "party"]
    assert not any(re.fullmatch("[A-Z]{3}", name) for name in named)
    assert f"<title>Western Sahara: {none}</title>" in site.get("/treaties/opsc/map.svg").text
    assert "<title>Sahara occidental" in show("/fr/treaties/opsc").html


def test_the_far_north_is_not_pressed_into_a_line(store: Store) -> None:
    tops = {
        place.key: min(float(y) for y in re.findall(r",(-?[0-9.]+)", place.path))
        for place in _opsc(store).places
        if place.path
    }
    # Cape Morris Jesup lies 1.8 degrees north of Franz Josef Land.
    assert tops["RUS"] - tops["GRL"] > 3 > 0 < tops["CAN"] - tops["GRL"]


def _view(html: str) -> tuple[float, float, float, float]:
    found = re.search(r'<svg class="map" viewBox="([-0-9. ]+)"', html)
    assert found, "this test needs the bundled map: make assets"
    left, top, width, height = map(float, found[1].split())
    return left, top, width, height


def _marks(html: str) -> list[tuple[float, float]]:
    """The points of the States with a status; of a large one, the first of its outline."""
    paths = re.findall(r'class="s-[^>]*><title>[^<]*</title><path (?:class="rim" )?d="M([^lh]*)', html)
    return [(float(x), float(y)) for x, y in (re.split("[ ,]", path) for path in paths)]


def test_the_whole_world_where_no_group_is_chosen(show: Open) -> None:
    left, _, width, _ = _view(show("/joined", treaty="opsc").html)
    assert left < 0
    assert width > 960


@pytest.mark.parametrize("group", ["m49-002", "m49-150", "m49-009", "m49-029"])
def test_a_group_fills_the_map(show: Open, group: str) -> None:
    html = show("/joined", treaty="opsc", status="party", group=group).html
    left, top, width, height = _view(html)
    assert width < 480
    marks = _marks(html)
    assert len(marks) > 10
    inside = [left <= x <= left + width and top <= y <= top + height for x, y in marks]
    # The outline of a State may begin overseas, and a territory lie there.
    assert sum(inside) >= len(marks) - 3
    across = [x for x, _ in marks if left <= x <= left + width]
    assert max(across) - min(across) > width / 5


def test_without_a_standing_the_whole_is_shown(store: Store) -> None:
    drawn = world_map(store, [], fitted=True)
    assert drawn is None or drawn.width > 960


def test_picture_of_a_group_shows_the_same_part(show: Open, site: TestClient) -> None:
    picture = site.get("/joined/map.svg?treaty=opsc&group=m49-002").text
    inner = re.findall(r'viewBox="([^"]+)"', picture)[1]
    page = _view(show("/joined", treaty="opsc", group="m49-002").html)
    assert [float(number) for number in inner.split()] == pytest.approx(page, abs=0.1)
