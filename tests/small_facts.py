"""A small part of the facts: what few States did under three treaties, and France under all.

For tests that build datasets of their own. All texts stay: of the treaties, the resolution and how
they correspond. What is said of another State, and every act under another treaty, is left out of
each file, so that the rest is as consistent as the whole: it builds, and validates.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from csekg.resources import data_dir

TREATIES = ("crc", "opsc", "c182")
#: Those whose consents brought the three treaties into force, those that a clause on joining names,
#: and those that tests speak of.
_ACTORS = """
    BEN BGD BLZ BOL BTN ECU EGY GHA GIN GTM KEN KNA MNG MUS SDN SEN SLE SLV SWE TGO VAT VNM
    AND CUB ISL KAZ MAR NOR PAN ROU MWI SYC
    CAN EUE JPN MEX USA ZAF
    ALB BFA DEU FRA GBR IRL LAO SGP TUV
"""
ACTORS = frozenset(_ACTORS.split())
#: Who stands for all under every other treaty: one consent brings none into force.
ALONE = "FRA"
Row = Mapping[str, str]


def small_data(folder: Path) -> Path:
    """A copy of the data with the acts of `ACTORS` under `TREATIES` alone."""
    data = folder / "data"
    shutil.copytree(data_dir(), data)
    places = _places(data / "territories.csv", "territory_of") | _places(data / "areas.csv", "see")
    for file in data.rglob("*.csv"):
        treaty = file.parent.name if file.parent.parent.name == "treaties" else ""
        _keep(file, partial(_is_kept, places, treaty))
    return data


def _places(file: Path, column: str) -> frozenset[str]:
    """The keys of the territories or areas whose State is kept, or that have none."""
    with file.open(encoding="utf-8", newline="") as stream:
        return frozenset(row["key"] for row in csv.DictReader(stream) if row[column] in {*ACTORS, ""})


_ACT = re.compile(r"action/(?P<treaty>[^/]+)/(?P<actor>[A-Z]{3})/.*?(?:/(?P<territory>[A-Z-]{3,}))?")
_PLACE = re.compile(r"(?:state|organization|territory|area)/(?P<key>[A-Z-]{3,}|[a-z-]+)")


def _is_kept(places: frozenset[str], treaty: str, row: Row) -> bool:
    """Whether a row names no State, territory or act that is left out."""
    if "replaced_by" in row:
        # By an act that may be left out, such as an objection to a declaration of another State.
        return False
    actor, place = row.get("actor") or row.get("state", ""), row.get("territory") or row.get("area", "")
    treaty = row.get("treaty", treaty)
    if act := _ACT.fullmatch(row.get("thing", "")):
        treaty, actor, place = act["treaty"], act["actor"], act["territory"] or ""
    elif about := _PLACE.fullmatch(row.get("thing", "")):
        actor, place = (about["key"], "") if about["key"] in ACTORS else ("", about["key"])
    if "un_admission_year" in row:
        actor = row["key"]
    others = [
        row.get("territory_of", ""),
        row.get("see", ""),
        row.get("recommending", "").replace("unknown", ""),
        row.get("objects_to", "").partition("/")[0],
        *row.get("predecessors", "").split(";"),
    ]
    return (
        {*ACTORS, ""}.issuperset([actor, *others])
        and place in {*places, ""}
        and (not actor or treaty in {*TREATIES, ""} or actor == ALONE)
    )


def _keep(file: Path, is_kept: Callable[[Row], bool]) -> None:
    """Write a file again with some of its rows."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        kept = [row for row in rows if is_kept(row)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
