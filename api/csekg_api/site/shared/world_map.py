"""The map of the world, each State marked with its status under a treaty.

The shapes come from the bundle (`make assets`, web/world.mjs). Without it there is no map; the
tables on the page have the same content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol, TypeAlias

from csekg.answers.common.base import Ref
from csekg_api.web.assets import STATIC

#: Left, top, right, bottom.
_Box: TypeAlias = tuple[float, float, float, float]
#: Of a part of the world: how much larger than its States, how tall at most for its width, and the
#: smallest width, in units of the whole map.
_MARGIN, _TALLEST, _CLOSEST = 1.08, 0.62, 90.0
#: Room left and right of the whole map, so that no point of the Pacific is cut.
_EDGE = 16


class Shown(Protocol):
    """What a map says of a State: its status, with the words for it."""

    @property
    def actor(self) -> Ref:
        """The State."""

    @property
    def status(self) -> str:
        """The code of the status, by which the State has its colour."""

    @property
    def status_label(self) -> str:
        """The words that a reader sees on pointing at the State."""


@dataclass(frozen=True, slots=True)
class Place:
    """A State on the map, or land without a status; a small one is a point instead of a shape."""

    path: str
    x: float
    y: float
    standing: Shown | None


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The places of a map in the order in which they are painted, and the part that is shown."""

    left: float
    top: float
    width: float
    height: float
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Outline:
    width: int
    height: int
    # Numeric ISO code (empty for land without one), path, and the point of a small place.
    places: tuple[tuple[str, str, float, float], ...]


@cache
def _outline() -> _Outline | None:
    file = STATIC / "built" / "world.json"
    if not file.is_file():
        return None
    world = json.loads(file.read_bytes())
    shapes = [(shape.get("id", ""), shape["d"], 0.0, 0.0) for shape in world["shapes"]]
    # Points are painted last, so that no shape covers them.
    points = [(point["id"], "", point["x"], point["y"]) for point in world["points"]]
    return _Outline(world["width"], world["height"], (*shapes, *points))


@cache
def _mainland(path: str) -> _Box:
    """Return the extent of the largest part of a State: France without French Guiana."""
    return max((_box_of(part) for part in path.split("Z") if part), key=_area)


def _box_of(part: str) -> _Box:
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", part)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def _area(box: _Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _around(boxes: Iterable[_Box]) -> _Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _fitted(world: WorldMap) -> WorldMap:
    """Return the map with the States that have a standing filling it.

    The Pacific lies at both edges: small States at the left one move beyond the right one if they
    are nearer to the others there.
    """
    shown = [place for place in world.places if place.standing]
    moved = [
        replace(place, x=place.x + world.width - 2 * _EDGE) if not place.path and place.x < world.width / 8 else place
        for place in world.places
    ]
    as_it_is = _around(map(_extent, shown))
    across = _around(_extent(place) for place in moved if place.standing)
    near = across[2] - across[0] < as_it_is[2] - as_it_is[0]
    left, top, right, bottom = across if near else as_it_is
    width = max((right - left) * _MARGIN, (bottom - top) * _MARGIN / _TALLEST, _CLOSEST)
    height = max((bottom - top) * _MARGIN, width * world.height / world.width)
    return WorldMap(
        round((left + right - width) / 2, 1),
        round((top + bottom - height) / 2, 1),
        round(width, 1),
        round(height, 1),
        tuple(moved) if near else world.places,
    )


def _extent(place: Place) -> _Box:
    return _mainland(place.path) if place.path else (place.x, place.y, place.x, place.y)


def world_map(standings: Iterable[Shown], numeric: Mapping[str, str], *, fitted: bool = False) -> WorldMap | None:
    """Return the map of these standings under one treaty; None where no map is bundled.

    `numeric` gives the numeric ISO 3166-1 code of each actor's key. Points without a standing
    (territories) are left out, land without one stays blank. `fitted` shows the part of the world
    where the States with a standing lie, in place of the whole.
    """
    outline = _outline()
    if outline is None:
        return None
    by_code = {numeric[s.actor.key]: s for s in standings if s.actor.key in numeric}
    places = (Place(path, x, y, by_code.get(code)) for code, path, x, y in outline.places)
    shown = tuple(place for place in places if place.path or place.standing)
    world = WorldMap(-_EDGE, 0, outline.width + 2 * _EDGE, outline.height, shown)
    return _fitted(world) if fitted and any(p.standing for p in world.places) else world
