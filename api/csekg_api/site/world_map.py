"""The map of the world, each State marked with its status under a treaty.

The shapes come from the bundle (`make assets`, web/world.mjs). Without it there is no map; the
tables on the page have the same content.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from csekg.answers.common.base import Ref
from csekg_api.web.assets import STATIC


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
    """The places of a map in the order in which they are painted."""

    width: int
    height: int
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


def world_map(standings: Iterable[Shown], numeric: Mapping[str, str]) -> WorldMap | None:
    """Return the map of these standings under one treaty; None where no map is bundled.

    `numeric` gives the numeric ISO 3166-1 code of each actor's key. Points without a standing
    (territories) are left out, land without one stays blank.
    """
    outline = _outline()
    if outline is None:
        return None
    by_code = {numeric[s.actor.key]: s for s in standings if s.actor.key in numeric}
    places = (Place(path, x, y, by_code.get(code)) for code, path, x, y in outline.places)
    return WorldMap(outline.width, outline.height, tuple(p for p in places if p.path or p.standing))
