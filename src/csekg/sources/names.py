"""Names as depositaries print them: of actors, and of the treaty that a file is about."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from csekg.errors import CsekgError, UnknownNameError, close_names
from csekg.facts.actors import Actor, read_actors, read_groups
from csekg.facts.sources import read_sources
from csekg.resources import data_dir
from csekg.sources.records import Reading

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
        actors = spellings.get(normalised(name), frozenset()) if name else frozenset({""})
        keys[name] = next(iter(actors)) if len(actors) == 1 else ""
        if len(actors) > 1:
            warnings.append(f"{name!r} may be any of {', '.join(sorted(actors))}")
        elif not actors:
            hint = _hint(name) if len(warnings) < _MOST_HINTS else ""
            warnings.append(f"unknown participant {name!r}. {hint}".rstrip())
    return keys, tuple(warnings)


def is_actor(name: str) -> bool:
    """Return whether a text is a name of one actor, or of several; nothing is suggested."""
    return normalised(name) in _spellings()


def normalised(name: str) -> str:
    """Return a name without case, accents, punctuation and a leading article."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
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
    by_name: dict[str, frozenset[str]] = {}
    for actor in _actors().values():
        for spelling in actor.spellings:
            name = normalised(spelling)
            by_name[name] = by_name.get(name, frozenset()) | {actor.key}
    # Names of sources that were read before, also in languages that names.csv does not have. Rows
    # of former States are left out: a source may print them under the name of a successor.
    printed: dict[str, frozenset[str]] = {}
    for spelling, key in _printed_names():
        name = normalised(spelling)
        if name not in by_name and _actors()[key].kind != "former_state":
            printed[name] = printed.get(name, frozenset()) | {key}
    return by_name | printed


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
    hints = ", ".join(dict.fromkeys(f"{actor.name} ({actor.key})" for actor in near))
    return f"Did you mean {hints}?" if hints else "No known name is close to it."


#: The identifiers of `treaty.toml` under which the depositaries' files name a treaty.
_REGISTERS = ("mtdsg", "verdragenbank", "treaty_series", "normlex", "fedlex", "ohchr")


def references_of(treaty: str) -> frozenset[str]:
    """Return the references under which depositaries list a treaty: `IV-11-c`, `185`, `C182`.

    Raises UnknownNameError for an unknown treaty.
    """
    treaties = sorted(path.parent.name for path in data_dir().glob("treaties/*/treaty.toml"))
    if treaty not in treaties:
        raise UnknownNameError("treaty", treaty, treaties)
    with (data_dir() / "treaties" / treaty / "treaty.toml").open("rb") as file:
        facts = tomllib.load(file)
    identifiers = facts.get("identifiers", {})
    # The Council of Europe's own service gives the number without its series; the dashboard of
    # OHCHR gives the title alone.
    return frozenset(
        identifiers[register].rpartition("No. ")[2] for register in _REGISTERS if register in identifiers
    ) | {facts["title"]}


def of_treaty(treaty: str, readings: Iterable[tuple[str, Reading]]) -> tuple[list[tuple[str, Reading]], list[str]]:
    """Return the readings (with the names of their files) that are about a treaty, and warnings.

    A file may have lists of amendments beside that of the treaty: they are left out. A file that
    names no treaty cannot be checked, which is said. Raises CsekgError for a file that is about
    other treaties, and UnknownNameError for an unknown treaty.
    """
    references = references_of(treaty)
    folded = {reference.casefold() for reference in references}
    files: dict[str, list[Reading]] = {}
    for file, reading in readings:
        files.setdefault(file, []).append(reading)
    kept: list[tuple[str, Reading]] = []
    warnings: list[str] = []
    for file, own in files.items():
        matching = [reading for reading in own if reading.reference.casefold() in folded]
        if not matching and all(_names_no_treaty(reading) for reading in own):
            warnings.append(f"{file} does not say which treaty it is about: not checked")
            matching = own
        if not matching:
            titles = "; ".join(
                f"{reading.reference or 'no treaty that it names'} ({reading.title[:80]})" for reading in own
            )
            expected = " or ".join(sorted(references))
            raise CsekgError(f"{file} is about {titles}, not about {treaty} ({expected})")
        warnings += [
            f"{file} also is about {reading.reference} ({reading.title[:80]}), which is left out"
            for reading in own
            if reading not in matching
        ]
        kept += [(file, reading) for reading in matching]
    return kept, warnings


def _names_no_treaty(reading: Reading) -> bool:
    """Return whether a reading has no reference and is no index of treaties."""
    return not reading.reference and all(record.kind != "treaty" for record in reading.records)
