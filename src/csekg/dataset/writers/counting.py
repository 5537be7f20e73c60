"""Counts a set of triples by class and property, and within each class by what stands there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from csekg.namespaces import RDF, XSD

#: A triple as its three terms in N-Triples: comparing bytes is several times as fast as terms.
Statement = tuple[bytes, bytes, bytes]
_TYPE = str(RDF.type).encode()


@dataclass(slots=True)
class Counts:
    """How often each class and property is used; terms are written as in N-Triples."""

    entities: Counter[bytes] = field(default_factory=Counter)
    uses: Counter[bytes] = field(default_factory=Counter)
    #: By class of the subject and property.
    within: Counter[tuple[bytes, bytes]] = field(default_factory=Counter)
    #: By class of the subject, property, and class or datatype of the object.
    values: Counter[Statement] = field(default_factory=Counter)
    datatypes: set[bytes] = field(default_factory=set)


def count_terms(triples: Iterable[Statement]) -> Counts:
    """Return the figures of a set of triples."""
    triples = list(triples)
    stated = defaultdict(list)
    for subject, predicate, item in triples:
        if predicate == _TYPE:
            stated[subject].append(item)
    # Few things have types of their own: counting by all types of a thing at once and dividing
    # afterwards spares a round for each type of each triple.
    types = {subject: tuple(sorted(found)) for subject, found in stated.items()}
    grouped = Counter(
        (types.get(s, ()), p, types.get(o, ()) if o[:1] == b"<" else _datatype(o))
        for s, p, o in triples
    )
    counts = Counts()
    for found in types.values():
        counts.entities.update(found)
    for (classes, predicate, kinds), number in grouped.items():
        counts.uses[predicate] += number
        if isinstance(kinds, bytes):
            counts.datatypes.add(kinds)
            kinds = (kinds,)
        for class_ in classes:
            counts.within[class_, predicate] += number
            for kind in kinds:
                counts.values[class_, predicate, kind] += number
    return counts


def _datatype(literal: bytes) -> bytes:
    if literal.endswith(b">"):
        return literal[literal.rindex(b"^^<") + 2 :]
    return str(XSD.string if literal.endswith(b'"') else RDF.langString).encode()
