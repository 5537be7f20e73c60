"""Synthetic worlds: the real dataset with more treaties and more States, in the same proportions.

Every copy of a treaty has its own acts, participations, intervals, provisions, correspondences and
sources, and every copy of a State has done what the original did, so that each world keeps the
shapes and the rules of the real one. Nothing is drawn by chance: a world follows from its numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from csekg.namespaces import BASE, CSE, RDF

# Stand for the number of the copy in the templates; N-Quads holds neither.
_TREATY, _ACTOR = b"\x01", b"\x02"


@dataclass(frozen=True, slots=True)
class Templates:
    """The lines of a dataset by what they speak of: treaties, actors, both or neither."""

    neither: bytes
    treaties: bytes
    actors: bytes
    both: bytes


def templates(n_quads: bytes) -> Templates:
    """Return the templates of a dataset in N-Quads."""
    treaty_keys = [*_keys(n_quads, CSE.Treaty.value, "instrument"), *_sources_of_one(n_quads)]
    actor_keys = _keys(n_quads, CSE.TreatyActor.value, "(?:state|organization)")
    of_treaty, of_actor = _named(treaty_keys), _named(actor_keys)
    found: dict[tuple[bool, bool], list[bytes]] = defaultdict(list)
    for line in n_quads.splitlines(keepends=True):
        marked, treaties = of_treaty.subn(rb"\1" + _TREATY, line)
        marked, actors = of_actor.subn(rb"\1" + _ACTOR, marked)
        found[treaties > 0, actors > 0].append(marked)
    parts = {key: b"".join(lines) for key, lines in found.items()}
    return Templates(parts[False, False], parts[True, False], parts[False, True], parts[True, True])


def world(made_from: Templates, treaties: int, actors: int) -> Iterator[bytes]:
    """Yield N-Quads with so many times the treaties and so many times the actors."""
    yield made_from.neither
    for number in range(treaties):
        yield made_from.treaties.replace(_TREATY, _suffix(number))
    for number in range(actors):
        yield made_from.actors.replace(_ACTOR, _suffix(number))
    for number in range(treaties):
        of_treaty = made_from.both.replace(_TREATY, _suffix(number))
        for other in range(actors):
            yield of_treaty.replace(_ACTOR, _suffix(other))


def _suffix(number: int) -> bytes:
    """Return what a copy's key ends with; the first copy is the original, which questions name."""
    return b"-%d" % (number + 1) if number else b""


def _keys(n_quads: bytes, class_: str, kind: str) -> list[bytes]:
    """Return the keys of the instances of a class."""
    pattern = rf"^<{re.escape(BASE)}id/{kind}/([^/>]+)> <{re.escape(RDF.type.value)}> <{class_}>"
    return re.findall(pattern.encode(), n_quads, re.MULTILINE)


def _sources_of_one(n_quads: bytes) -> list[bytes]:
    """Return the sources that tell acts under one treaty only; each copy has one of its own."""
    pattern = rf"^<{re.escape(BASE)}id/action/([^/]+)/.*/id/graph/([^>]+)> \.$".encode()
    told: dict[bytes, set[bytes]] = defaultdict(set)
    for treaty, source in re.findall(pattern, n_quads, re.MULTILINE):
        told[source].add(treaty)
    return [source for source, treaties in told.items() if len(treaties) == 1]


def _named(keys: list[bytes]) -> re.Pattern[bytes]:
    """Return what finds the keys as a segment of an identifier, or as a whole literal."""
    longest_first = sorted(map(re.escape, keys), key=len, reverse=True)
    return re.compile(rb'((?<=[/"])(?:' + b"|".join(longest_first) + rb'))(?=[/>"])')
