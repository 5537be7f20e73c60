"""The map of the world, each State marked with its status under a treaty.

The shapes come from the bundle (`make assets`, web/world.mjs, which says with whom disputed land is drawn).
Without it there is no map; the tables on the page have the same content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from csekg.answers.common.base import Ref
from csekg.answers.common.references import actor_refs, scope_notes
from csekg.answers.common.remembering import remembered
from csekg.answers.entities.actors import places
from csekg.answers.status.acts import territorial_acts
from csekg.answers.status.status_answers import Standing, StandingSummary
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg_api.web.assets import STATIC
from csekg_api.web.words import _

#: Left, top, right, bottom.
_Box: TypeAlias = tuple[float, float, float, float]
#: Of a part of the world: how much larger than its States, how tall at most for its width, and the
#: smallest width, in units of the whole map.
_MARGIN, _TALLEST, _CLOSEST = 1.08, 0.62, 90.0
#: Room left and right of the whole map, so that no point of the Pacific is cut, and above and below.
_EDGE, _ABOVE = 16, 12
#: What stands under every map, the first always, the others where the place has a status, as the notes on actors do.
_NOTES = {
    "": later(
        "The borders, names and colours of this map say nothing about the legal status of a country, a territory, "
        "an area or its authorities, nor about the course of its borders, and neither recognize nor accept any. "
        "Dashed lines: borders that are not final or are in dispute. Outlines: Natural Earth, reworked by Visionscarto."
    ),
    "FLK": later("Argentina and the United Kingdom dispute the sovereignty over the Falkland Islands (Malvinas)."),
}
#: The areas among the places by their codes, and land that the register does not name.
_AREAS = MappingProxyType({"ESH": "western-sahara"})
_UNNAMED = MappingProxyType(
    {"ATF": later("French Southern Territories"), "KAS": later("Siachen Glacier"), "PRI": later("Puerto Rico")}
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A State on a map, or a territory, which has the status of its State, with the words for it."""

    actor: Ref
    status: str
    status_label: str


#: What a map says of a State: its status, by which it has its colour, with the words for it.
Shown: TypeAlias = Standing | Marked


@dataclass(frozen=True, slots=True)
class Place:
    """A State or territory on the map, by its ISO 3166-1 alpha-3 code; a small one is a point, or has one as well."""

    key: str
    name: str
    path: str
    #: The same by steps, for a page: of half the length.
    short: str
    x: float
    y: float
    standing: Shown | None

    @property
    def is_territory(self) -> bool:
        """Whether it has the status of the State whose territory it is."""
        return self.standing is not None and self.standing.actor.key != self.key


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The places of a map in the order in which they are painted, and the part that is shown.

    `unsettled` is the path of the borders that are not final; a `partial` map does not show all States.
    """

    left: float
    top: float
    width: float
    height: float
    places: tuple[Place, ...]
    unsettled: str
    partial: bool
    scope_notes: Mapping[str, str]

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under the map: what it does not say, and what is to be known of single places."""
        shown = {"", *(place.key for place in self.places if place.standing)}
        own = (_(words) for key, words in _NOTES.items() if key in shown)
        return (*own, *(note for key, note in self.scope_notes.items() if key in shown))

    def title(self, place: Place) -> str:
        """Return what a place says of itself: its name, and its status or that it has none."""
        its = place.standing
        name, status = (its.actor.name, its.status_label) if its else (place.name, self.blank)
        return _("{state}: {status}", state=name, status=status)

    @property
    def blank(self) -> str:
        """The words for land without a status."""
        if self.partial:
            return _("not in this answer, or no statement that the treaty applies")
        return _("no statement in the register that the treaty applies")


@dataclass(frozen=True, slots=True)
class _Outline:
    width: int
    height: int
    # Code, path and the same by steps ('' for a point), and the point of a small place.
    places: tuple[tuple[str, str, str, float, float], ...]
    unsettled: str


@cache
def _outline() -> _Outline | None:
    file = STATIC / "built" / "world-map.json"
    if not file.is_file():
        return None
    world = json.loads(file.read_bytes())
    shapes = [(shape["key"], shape["d"], shape["short"], 0.0, 0.0) for shape in world["shapes"]]
    # Points are painted last, so that no shape covers them.
    points = [(point["key"], "", "", point["x"], point["y"]) for point in world["points"]]
    return _Outline(world["width"], world["height"], (*shapes, *points), world["unsettled"])


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
    points = {place.key for place in world.places if not place.path}

    def counts(place: Place) -> bool:
        return _is_actor(place) and not (place.path and place.key in points)

    shown = list(filter(counts, world.places))
    moved = [
        replace(place, x=place.x + world.width - 2 * _EDGE) if not place.path and place.x < world.width / 8 else place
        for place in world.places
    ]
    as_it_is = _around(map(_extent, shown))
    across = _around(map(_extent, filter(counts, moved)))
    near = across[2] - across[0] < as_it_is[2] - as_it_is[0]
    left, top, right, bottom = across if near else as_it_is
    width = max((right - left) * _MARGIN, (bottom - top) * _MARGIN / _TALLEST, _CLOSEST)
    height = max((bottom - top) * _MARGIN, width * world.height / world.width)
    return replace(
        world,
        left=round((left + right - width) / 2, 1),
        top=round((top + bottom - height) / 2, 1),
        width=round(width, 1),
        height=round(height, 1),
        places=tuple(moved) if near else world.places,
    )


def _is_actor(place: Place) -> bool:
    """Whether a place is a State with a status, not a territory of one."""
    return place.standing is not None and not place.is_territory


def _extent(place: Place) -> _Box:
    return _mainland(place.path) if place.path else (place.x, place.y, place.x, place.y)


@remembered
def _names(store: QueryEngine) -> Mapping[str, str]:
    """Return the names of States, territories and areas, by their codes."""
    known = places(store)
    areas = {code: known[key].ref.name for code, key in _AREAS.items() if key in known}
    named = {place.ref.key: place.ref.name for place in known.values()}
    return MappingProxyType(areas | named | {actor.key: actor.name for actor in actor_refs(store).values()})


def world_map(
    store: QueryEngine,
    standings: Iterable[Shown],
    *,
    territories: Iterable[tuple[str, Shown]] = (),
    fitted: bool = False,
    partial: bool = False,
) -> WorldMap | None:
    """Return the map of these standings under one treaty; None where no map is bundled.

    `territories` gives the code of each territory with the status that it has. Points without a standing are left
    out, land without one stays blank. `fitted` shows the part of the world where the States with a standing
    lie, in place of the whole; `partial` says that there are States beside them.
    """
    outline = _outline()
    if outline is None:
        return None
    by_key = dict(territories) | {standing.actor.key: standing for standing in standings}
    names = {**_names(store), **{key: _(words) for key, words in _UNNAMED.items()}}
    drawn = (
        Place(key, names.get(key, key), path, short, x, y, by_key.get(key)) for key, path, short, x, y in outline.places
    )
    shown = tuple(place for place in drawn if place.path or place.standing)
    width, height = outline.width + 2 * _EDGE, outline.height + 2 * _ABOVE
    world = WorldMap(-_EDGE, -_ABOVE, width, height, shown, outline.unsettled, partial, scope_notes(store))
    return _fitted(world) if fitted and any(map(_is_actor, shown)) else world


def map_of_treaty(
    store: QueryEngine, summary: StandingSummary, rows: Iterable[Standing], *, fitted: bool = False
) -> WorldMap | None:
    """Return the map of the statuses under one treaty on a day; None where no map is bundled.

    A territory that the atlas draws apart has the status of its State if the latest statement to that day, as a
    territorial application, extends the treaty to it; else it stays blank.
    """
    rows = list(rows)
    latest = {
        act.territory.key: act
        for act in sorted(territorial_acts(store, treaty=summary.treaty.key), key=lambda act: act.date or date.min)
        if act.territory and (act.date or date.min) <= summary.on
    }
    by_actor = {row.actor.key: row for row in rows}
    territories = []
    for key, act in latest.items():
        row = by_actor.get(act.actor.key)
        if row and act.territory and act.type == "TerritorialApplication":
            name = _("{territory} ({state})", territory=act.territory.name, state=row.actor.name)
            its = Marked(Ref(id=row.actor.id, key=row.actor.key, name=name), row.status, row.status_label)
            territories.append((key, its))
    return world_map(store, rows, territories=territories, fitted=fitted, partial=fitted)
