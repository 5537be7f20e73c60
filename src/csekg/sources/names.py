"""Names as depositaries print them, resolved to the actors of `data/`."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from csekg.errors import close_names
from csekg.facts.actors import Actor, read_actors, read_groups
from csekg.facts.sources import read_sources
from csekg.resources import data_dir

#: Of more unknown names none is suggested: comparing one with all names takes 30 ms.
_MOST_HINTS = 100


def actors_of(participants: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the key of the actor for each name, and a warning for each name that is unknown.

    Case, accents, punctuation and spaces do not matter. An unknown name has the key ''; the
    warning gives the nearest known names. A former State's name gives the former State's key.
    """
    spellings = _spellings()
    keys: dict[str, str] = {}
    warnings: list[str] = []
    for name in dict.fromkeys(participants):
        found = spellings.get(normalised(name), frozenset()) if name else frozenset({""})
        keys[name] = next(iter(found)) if len(found) == 1 else ""
        if len(found) > 1:
            warnings.append(f"{name!r} may be any of {', '.join(sorted(found))}")
        elif not found:
            hint = _hint(name) if len(warnings) < _MOST_HINTS else ""
            warnings.append(f"unknown participant {name!r}. {hint}".rstrip())
    return keys, tuple(warnings)


def is_actor(name: str) -> bool:
    """Return whether a text is a name of one actor, or of several; nothing is suggested."""
    return normalised(name) in _spellings()


def normalised(name: str) -> str:
    """Return a name without case, accents, punctuation and a leading article."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    words = re.findall(r"[^\W_]+", plain)
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join("saint" if word == "st" else word for word in words)


@cache
def _actors() -> Mapping[str, Actor]:
    data = data_dir()
    return read_actors(data, read_groups(data), read_sources(data))


@cache
def _spellings() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for actor in _actors().values():
        for spelling in actor.spellings:
            name = normalised(spelling)
            found[name] = found.get(name, frozenset()) | {actor.key}
    # Names of sources that were read before, also in languages that names.csv does not have. Rows
    # of former States are left out: a source may print them under the name of a successor.
    printed: dict[str, frozenset[str]] = {}
    for spelling, key in _printed_names():
        name = normalised(spelling)
        if name not in found and _actors()[key].kind != "former_state":
            printed[name] = printed.get(name, frozenset()) | {key}
    return found | printed


def _printed_names() -> Iterator[tuple[str, str]]:
    """Yield the names under which the sources in data/ list actors, with the actors' keys."""
    for path in sorted(data_dir().glob("treaties/*/participation.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["name_in_source"] and not row["territory"]:
                    yield row["name_in_source"], row["actor"]


def _hint(name: str) -> str:
    spelled = {spelling: actor for actor in _actors().values() for spelling in actor.spellings}
    near = (spelled[spelling] for spelling in close_names(name, spelled))
    shown = ", ".join(dict.fromkeys(f"{actor.name} ({actor.key})" for actor in near))
    return f"Did you mean {shown}?" if shown else "No known name is close to it."
