"""Synthetic datasets: the real one with more treaties and more States, in the same proportions.

Every copy of a treaty has its own acts, participations, intervals, provisions, correspondences and
sources. Under a copied treaty, or among copied States, each State has the history that another
State of the same groups really has: which one is drawn with a seed. All histories under a treaty
are permuted together, so that an objection still meets the reservation it objects to. A synthetic
dataset therefore conforms to the shapes as the real one does, and copies give different answers.
Only the days on which States existed and joined organizations are not looked at, so that the
constraints on these (EXIST-1, EXIST-2, ELIG-2) find violations in copies.

Copied States have keys of their own, of three letters too, and no other codes: with two letters or
three digits there are not enough, so that validation reports these three codes as missing. Copied
treaties have short titles of their own, by which answers are grouped. Not copied are the labels,
which still name the real States, the catalogue, which counts the real dataset, and the resolution,
which cites the real treaties.
"""

from __future__ import annotations

import itertools
import random
import re
import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from csekg.namespaces import BASE, CSE, RDF, SKOS

# Placeholders for the number of the copy, of a treaty and of the States; N-Quads has neither.
_TREATY, _ACTOR = b"\x01", b"\x02"


@dataclass(frozen=True, slots=True)
class Templates:
    """The lines of a dataset by what they are about: treaties, actors, both or neither.

    `actors` and `both` are split at the keys of actors, which are every other part. `codes` are
    lines that no copy has. `alike` has for each actor those of the same class and the same groups.
    """

    neither: bytes
    codes: bytes
    treaties: bytes
    actors: list[bytes]
    both: list[bytes]
    keys: list[bytes]
    alike: dict[bytes, tuple[bytes, ...]]


def templates(n_quads: bytes) -> Templates:
    """Return the templates of a dataset in N-Quads."""
    treaty_keys = [*_keys(n_quads, CSE.Treaty.value, "instrument"), *_sources_of_one(n_quads)]
    states = _keys(n_quads, CSE.TreatyActor.value, "(?:state|organization)")
    actor_keys = [*states, *_keys(n_quads, CSE.Territory.value, "territory")]
    of_treaty, of_actor = _named(treaty_keys), _named(actor_keys)
    found: dict[str, list[bytes]] = defaultdict(list)
    for line in n_quads.splitlines(keepends=True):
        marked, treaties = of_treaty.subn(rb"\1" + _TREATY, line)
        # A difference between sources concerns one act, of one actor under one treaty.
        marked, differences = _DIFFERENCE.subn(rb"\1" + _TREATY + _ACTOR, marked)
        subject, predicate, _ = marked.split(b" ", 2)
        if treaties and predicate == _SHORT_TITLE:
            marked = _END_OF_TEXT.sub(_TREATY + rb"\1", marked)
        actors = of_actor.search(marked) is not None
        if differences or (treaties and actors):
            part = "both"
        elif not (treaties or actors) or (
            _TREATY not in subject and not of_actor.search(subject) and predicate != _ANSWERED
        ):
            part, marked = "neither", line
        elif predicate in _CODES:
            part, marked = "codes", line
        else:
            part = "treaties" if treaties else "actors"
        found[part].append(marked)
    parts = {key: b"".join(lines) for key, lines in found.items()}
    return Templates(
        parts["neither"],
        parts["codes"],
        parts["treaties"],
        of_actor.split(parts["actors"]),
        of_actor.split(parts["both"]),
        actor_keys,
        _alike(n_quads, states, actor_keys),
    )


def synthetic_dataset(made_from: Templates, treaties: int, actors: int, seed: int) -> Iterator[bytes]:
    """Yield N-Quads with so many times the treaties and so many times the actors.

    The first copy of both is the original, to which the questions refer. The seed determines the
    result. There are keys of three letters for some seventy times the actors, and no more.
    """
    yield made_from.neither
    yield made_from.codes
    for number in range(treaties):
        yield made_from.treaties.replace(_TREATY, _suffix(number))
    names = list(itertools.islice(_names(made_from.keys), actors))
    for own in names:
        yield _filled(made_from.actors, own)
    chance = random.Random(seed)
    for number in range(treaties):
        for other, own in enumerate(names):
            history_of = _permuted(made_from.alike, chance) if number or other else {}
            text = _filled(made_from.both, {key: own[history_of.get(key, key)] for key in own})
            copy = b"-of" + _suffix(other) if other else b""
            yield text.replace(_TREATY, _suffix(number)).replace(_ACTOR, copy)


def _filled(parts: list[bytes], names: dict[bytes, bytes]) -> bytes:
    filled = parts.copy()
    filled[1::2] = [names[key] for key in parts[1::2]]
    return b"".join(filled)


def _names(keys: list[bytes]) -> Iterator[dict[bytes, bytes]]:
    """Yield the keys of each copy: for States and organizations, the next unused ones."""
    taken = set(keys)
    every = ("".join(letters).encode() for letters in itertools.product(string.ascii_uppercase, repeat=3))
    free = (key for key in every if key not in taken)
    yield {key: key for key in keys}
    for number in itertools.count(1):
        yield {key: next(free) if re.fullmatch(rb"[A-Z]{3}", key) else key + _suffix(number) for key in keys}


def _permuted(alike: dict[bytes, tuple[bytes, ...]], chance: random.Random) -> dict[bytes, bytes]:
    """Return which actor gets whose history: a random permutation within each group."""
    history_of: dict[bytes, bytes] = {}
    for group in sorted(set(alike.values())):
        history_of.update(zip(group, chance.sample(group, len(group)), strict=True))
    return history_of


def _suffix(number: int) -> bytes:
    """Return the suffix of a copy's key, empty for the first copy, which is the original."""
    return b"-%d" % (number + 1) if number else b""


def _alike(n_quads: bytes, states: list[bytes], keys: list[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """Return for each actor the actors of the same class and groups, itself among them."""
    grouping: dict[bytes, list[bytes]] = {key: [] for key in keys}
    pattern = rf"^<{re.escape(BASE)}id/(?:state|organization)/([^/>]+)> <(?:{_GROUPING})> (.+?) <"
    for key, value in re.findall(pattern.encode(), n_quads, re.MULTILINE):
        grouping[key].append(value)
    # A State whose history refers to territories, or to another State, keeps its own.
    own_history = set(
        re.findall(rf"> <{CSE.territoryOf.value}> <{re.escape(BASE)}id/state/([^/>]+)>".encode(), n_quads)
    )
    reason = (
        rf"id/participation/[^/]+/([^/>]+)[^ ]*> <{re.escape(CSE.statusReason.value)}> "
        rf"<{re.escape(BASE)}id/reason/[^/]+/([^/>]+)>"
    )
    for state, other in set(re.findall(reason.encode(), n_quads)):
        if other in grouping:
            own_history |= {state, other}
    groups: dict[tuple[bytes, ...], list[bytes]] = defaultdict(list)
    for key in states:
        own = [key] if key in own_history else []
        groups[(*sorted(grouping[key]), *own)].append(key)
    return {key: tuple(sorted(group)) for group in groups.values() for key in group}


def _keys(n_quads: bytes, class_: str, kind: str) -> list[bytes]:
    """Return the keys of the instances of a class."""
    pattern = rf"^<{re.escape(BASE)}id/{kind}/([^/>]+)> <{re.escape(RDF.type.value)}> <{class_}>"
    return re.findall(pattern.encode(), n_quads, re.MULTILINE)


def _sources_of_one(n_quads: bytes) -> list[bytes]:
    """Return the sources that state acts under one treaty only; each copy has one of its own."""
    pattern = rf"^<{re.escape(BASE)}id/action/([^/]+)/.*/id/graph/([^>]+)> \.$".encode()
    content: dict[bytes, set[bytes]] = defaultdict(set)
    for treaty, source in re.findall(pattern, n_quads, re.MULTILINE):
        content[source].add(treaty)
    return [source for source, treaties in content.items() if len(treaties) == 1]


def _named(keys: list[bytes]) -> re.Pattern[bytes]:
    """Return a pattern for the keys as a segment of an identifier, or as a whole literal."""
    rest_of: dict[bytes, list[bytes]] = defaultdict(list)
    for key in sorted(keys, key=len, reverse=True):
        rest_of[key[:1]].append(re.escape(key[1:]))
    # Alternatives by the first letter are much faster than one alternative for each key.
    choices = (first + b"(?:" + b"|".join(rest) + b")" for first, rest in rest_of.items())
    return re.compile(rb'((?<=[/"])(?:' + b"|".join(choices) + rb'))(?=[/>"])')


def _predicates(*iris: str) -> frozenset[bytes]:
    return frozenset(f"<{iri}>".encode() for iri in iris)


_DIFFERENCE = re.compile(rf"(?<=<{re.escape(BASE)}id/discrepancy/)([^>]+)".encode())
#: The properties that decide which treaties an actor may join.
_GROUPING = f"{re.escape(RDF.type.value)}|{CSE.memberOf.value}"
(_SHORT_TITLE,) = _predicates(CSE.shortTitle.value)
_END_OF_TEXT = re.compile(rb'("(?:@\w+)? <[^ ]+> \.\n)$')
#: A property of paragraphs that refers to treaties and is not in the resolution itself.
(_ANSWERED,) = _predicates(CSE.correspondsTo.value)
#: Identifiers that are unique.
_CODES = _predicates(CSE.iso2.value, CSE.isoNumeric.value, CSE.m49.value, CSE.mtdsgNumber.value, SKOS.exactMatch.value)
