"""What the dataset does not state since one step gives it, as the page of the model lists it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parents[1] / "docs/model.md"


class Step(NamedTuple):
    """A property that is not stated of a class, how often it was, and the path that takes its place."""

    left: str
    of: str
    quads: int
    path: str


@cache
def steps() -> tuple[Step, ...]:
    """The rows of the first table."""
    text = PAGE.read_text("utf-8").partition("## What follows, and is not stated")[2]
    rows = re.findall(r"^\| `(\S+)` \| `(\S+)` \| ([\d,]+) \| `(.+)` \|$", text, re.MULTILINE)
    return tuple(
        Step(left, of, int(quads.replace(",", "")), path.replace("\\|", "|")) for left, of, quads, path in rows
    )


@cache
def composed() -> dict[str, tuple[int, tuple[str, ...]]]:
    """By class: how many labels left, and the paths of which they are made."""
    text = PAGE.read_text("utf-8").partition("## What follows, and is not stated")[2]
    rows = re.findall(r"^\| `rdfs:label` of `(\S+)` \| ([\d,]+) \| (.+) \|$", text, re.MULTILINE)
    return {of: (int(quads.replace(",", "")), tuple(re.findall(r"`(\S+)`", paths))) for of, quads, paths in rows}
