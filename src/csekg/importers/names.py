"""Names as depositaries print them: of actors, and of the treaty that a file is about."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from csekg.errors import CsekgError, UnknownNameError, close_names
from csekg.facts.actors import Actor, Territory, read_actors, read_groups, read_territories
from csekg.facts.sources import read_sources
from csekg.importers.records import Reading
from csekg.resources import data_dir

#: Of more unknown names none is suggested: comparing one with all names takes 30 ms.
_MOST_HINTS = 100


# What follows a name: numbers and signs of notes, raised or not.
_MARKS = re.compile(
    r"(?:\s*<su(?:perscript|p)>.*?</su(?:perscript|p)>|\s*[*†‡§¶#²³¹⁰⁴-⁹]+|\s*\[\d+\]|\s+\d+(?:\s*,\s*\d+)*)+$",
    re.IGNORECASE,
)


def without_marks(name: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without the marks of notes that follow it, and the marks."""
    plain = _MARKS.sub("", name)
    signs = re.sub(r"</?su(?:perscript|p)>|[\[\]]", " ", name[len(plain) :], flags=re.IGNORECASE)
    return plain, tuple(re.findall(r"[^\s,;]+", signs))


def actors_of(participants: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the key of the actor for each name, and a warning for each name that is unknown.

    Case, accents, punctuation, spaces and marks of notes do not matter. An unknown name has the key
    ''; the warning gives the nearest known names. A former State's name gives the former State's
    key, and the name of a territory that of its State.
    """
    spellings = _spellings()
    keys: dict[str, str] = {}
    warnings: list[str] = []
    for name in dict.fromkeys(participants):
        actors = _named(name, spellings) if name else frozenset({""})
        keys[name] = next(iter(actors)) if len(actors) == 1 else ""
        if len(actors) > 1:
            warnings.append(f"{name!r} may be any of {', '.join(sorted(actors))}")
        elif not actors:
            hint = _hint(name) if len(warnings) < _MOST_HINTS else ""
            warnings.append(f"unknown participant {name!r}. {hint}".rstrip())
    return keys, tuple(warnings)


def _named(name: str, spellings: Mapping[str, frozenset[str]]) -> frozenset[str]:
    plain, _ = without_marks(name)
    actors = spellings.get(normalised(name)) or spellings.get(normalised(plain))
    if actors:
        return actors
    territory = territory_of(plain)
    return frozenset({territory.of}) if territory else frozenset()


def is_actor(name: str) -> bool:
    """Return whether a text is a name of one actor, or of several; nothing is suggested."""
    return normalised(name) in _spellings()


def actors_within(text: str) -> tuple[tuple[str, str], ...]:
    """Return the names of actors in a text, as printed, each with the actor's key, in order.

    The longest name counts: `Papua New Guinea` is not Guinea. Keys and short forms of up to three
    letters are no names here, since they are words as well, and so are names of several actors.
    """
    return _within(text, _names_in_texts())


def _within(text: str, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the longest names that occur in a text, as printed, with what they stand for, in order."""
    longest = max(len(name.split()) for name in names)
    words = [(match.start(), match.end(), normalised(match[0])) for match in re.finditer(r"[^\W_]+", text)]
    occurring: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            spelling = " ".join(word for _, _, word in words[at : at + length])
            if spelling in names:
                printed = text[words[at][0] : words[at + length - 1][1]]
                # The parenthesis of a name such as `Iran (Islamic Republic of)` belongs to it.
                printed += ")" * (printed.count("(") - printed.count(")"))
                occurring.append((printed, names[spelling]))
                at += length
                break
        else:
            at += 1
    return tuple(occurring)


@cache
def _names_in_texts() -> Mapping[str, str]:
    keys = {normalised(key) for key in _actors()}
    return {
        spelling: next(iter(actors))
        for spelling, actors in _spellings().items()
        if len(actors) == 1 and len(spelling) > 3 and spelling not in keys
    }


#: What a name of a territory may have around it, and another list leaves out.
_OF_TERRITORIES = re.compile(
    r"\b(?:the|special administrative region|sar|region administrative speciale de|region administrativa especial de"
    r"|rae de|bailiwick of|crown dependency of|territory of|island of|islands of)\b"
)


def territory_of(name: str, state: str = "") -> Territory | None:
    """Return the territory that a name stands for, None where it is none, or not one of `state`.

    What stands around the name does not matter: `Bailiwick of X`, `X Special Administrative
    Region`, and the name of the State itself as in `State (X)` and `State, X`.
    """
    plain = _plain_territory(without_marks(name)[0])
    for owner, piece in (("", plain), *_after_state(plain)):
        territory = _territory_spellings().get(piece)
        if territory and owner in ("", territory.of) and state in ("", territory.of):
            return territory
    return None


def territories_within(printed: str, state: str) -> tuple[tuple[Territory, ...], str]:
    """Return the territories of a State that a cell lists, and what of the cell is none of them."""
    pieces = re.split(r"(\s*[,;\n]\s*(?![^()]*\))|\s+and\s+(?![^()]*\)))", printed)
    named: list[Territory] = []
    rest: list[str] = []
    at = 0
    while at < len(pieces):
        # A name may have a comma or an "and" in it: the longest that is one counts.
        ends = range(len(pieces), at, -2)
        end = next((end for end in ends if territory_of("".join(pieces[at:end]), state)), at + 1)
        territory = territory_of("".join(pieces[at:end]), state)
        if territory:
            named.append(territory)
        elif pieces[at]:
            rest.append(pieces[at])
        at = end + 1
    return tuple(named), ", ".join(rest)


def territories_named(text: str, state: str) -> tuple[str, ...]:
    """Return the names of territories of a State that occur in a text, as printed."""
    names = {name: each.key for name, each in _territory_spellings().items() if each.of == state and len(name) > 3}
    return tuple(dict.fromkeys(name for name, _ in _within(text, names))) if names else ()


def _plain_territory(name: str) -> str:
    return " ".join(_OF_TERRITORIES.sub(" ", normalised(name)).split())


def _after_state(name: str) -> Iterator[tuple[str, str]]:
    """Yield a plain name without that of a State at its beginning or end, after the State's key."""
    words = name.split()
    for length in range(len(words) - 1, 0, -1):
        for state, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            actors = _spellings().get(" ".join(state), frozenset())
            if len(actors) == 1:
                yield next(iter(actors)), " ".join(rest)


@cache
def _territory_spellings() -> Mapping[str, Territory]:
    """Return the territories by each plain name that data/ has for them."""
    territories = read_territories(data_dir(), _actors())
    names = [(territory.name, key) for key, territory in territories.items()]
    for file, column in (("languages/territories.csv", "text"), ("search_names.csv", "name")):
        with (data_dir() / file).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                group, _, key = row["thing"].partition("/")
                if group == "territory" and key in territories:
                    names.append((row[column], key))
    names += [(name, key) for name, _, key in _printed_names() if key]
    plain = [(_plain_territory(name), territories[key]) for name, key in names]
    shortened = [(rest, each) for name, each in plain for owner, rest in _after_state(name) if owner == each.of]
    return {name: territory for name, territory in (*shortened, *plain) if name and name not in _spellings()} | {
        _plain_territory(territory.name): territory for territory in territories.values()
    }


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
    for spelling, key, territory in _printed_names():
        name = normalised(spelling)
        if not territory and name not in by_name and _actors()[key].kind != "former_state":
            printed[name] = printed.get(name, frozenset()) | {key}
    return by_name | printed


def _printed_names() -> Iterator[tuple[str, str, str]]:
    """Yield the names under which the sources in data/ list actors and territories, with both keys."""
    for path in sorted(data_dir().glob("treaties/*/participation.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["name_in_source"]:
                    yield row["name_in_source"], row["actor"], row["territory"]


def _hint(name: str) -> str:
    spelled = {spelling: actor for actor in _actors().values() for spelling in actor.spellings}
    near = (spelled[spelling] for spelling in close_names(name, spelled))
    hints = ", ".join(dict.fromkeys(f"{actor.name} ({actor.key})" for actor in near))
    return f"Did you mean {hints}?" if hints else "No known name is close to it."


#: The identifiers of `treaty.toml` under which files name a treaty.
_REGISTERS = ("mtdsg", "verdragenbank", "fedlex")


def references_of(treaty: str) -> frozenset[str]:
    """Return the references under which lists name a treaty: `IV-11-c`, `009852`, `0.107`, and its title.

    Raises UnknownNameError for an unknown treaty.
    """
    treaties = sorted(path.parent.name for path in data_dir().glob("treaties/*/treaty.toml"))
    if treaty not in treaties:
        raise UnknownNameError("treaty", treaty, treaties)
    with (data_dir() / "treaties" / treaty / "treaty.toml").open("rb") as file:
        facts = tomllib.load(file)
    identifiers = facts.get("identifiers", {})
    return frozenset(identifiers[register] for register in _REGISTERS if register in identifiers) | {facts["title"]}


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
        if not matching and not any(reading.reference for reading in own):
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
