"""For every constraint on a property: a copy of a sound record with one fault in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product
from string import ascii_uppercase

from rdflib import RDF, RDFS, SH, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, PROV
from rdflib.term import Node

CSE = Namespace("https://w3id.org/csekg/ontology#")
ID = "https://w3id.org/csekg/id/"
#: Of no class.
UNKNOWN = ID + "unknown"
SHAPES = "https://w3id.org/csekg/shapes#"
PARAMETERS = (
    "minCount",
    "maxCount",
    "datatype",
    "class",
    "nodeKind",
    "pattern",
    "in",
    "lessThanOrEquals",
    "uniqueLang",
)
#: The record to copy where the first instance of the class would break another shape too.
_RECORD = {
    "Structure-Instrument": "instrument/report",
    "Structure-Treaty": "instrument/other",
    "Structure-Provision": "instrument/resolution/fn/1",
    "Structure-Concept": "vocab/legal-basis/related",
    "Structure-TreatyAction": "action/other/QQA/signature",
    "Structure-TreatyActor": "organization/QQU",
    "DATE-1": "action/other/QQA/signature",
    "DATE-1-effect": "action/other/QQA/declaration/1",
    "ID-m49": "state/QQA",
    "ID-isoNumeric": "state/QQA",
    "ID-iso2": "state/QQA",
    "ID-iso3": "state/QQA",
    "ID-mtdsg": "instrument/other",
    "ID-series": "instrument/other",
    "ID-symbol": "instrument/resolution",
    "ID-instrument": "instrument/report",
}
#: What no form allows, unless it must still be a date or an IRI.
_MISPRINT = {
    "DATE-1": Literal("2005-01-01Z", datatype=XSD.date, normalize=False),
    "DATE-1-effect": Literal("2005-01-01Z", datatype=XSD.date, normalize=False),
    "ID-match": URIRef("http://example.org/Q1"),
}


@dataclass(frozen=True)
class Fault:
    """A record that breaks one constraint of one shape, and the sound one that it copies."""

    file: str
    shape: str
    parameter: str
    focus: URIRef
    neighbour: URIRef
    record: Graph


def faults(shapes: Graph, sound: Graph) -> Iterator[Fault]:
    """Break every constraint on a property once."""
    letters = iter(["".join(pair) for pair in product(ascii_uppercase, repeat=2)])
    for shape in sorted(shapes.subjects(RDF.type, SH.PropertyShape), key=str):
        owner = shapes.value(None, SH.property, shape) or shape
        name, file = (str(each).removeprefix(SHAPES) for each in (shape, owner))
        good = _record(shapes, sound, owner, file)
        for parameter in PARAMETERS:
            if shapes.value(shape, SH[parameter]) is None:
                continue
            breaking = _Breaking(shapes, sound, shape, name, letters)
            focus = URIRef(f"{ID}broken/{name}/{parameter}")
            record = breaking.record(good, focus, parameter)
            yield Fault(file, name, parameter, focus, good, record)


def _record(shapes: Graph, sound: Graph, owner: Node, name: str) -> URIRef:
    if name in _RECORD:
        return URIRef(ID + _RECORD[name])
    target = shapes.value(owner, SH.targetClass)
    return min(s for s in sound.subjects(RDF.type, target) if isinstance(s, URIRef))


class _Breaking:
    """One property shape, and how its constraints are broken."""

    def __init__(self, shapes: Graph, sound: Graph, shape: Node, name: str, letters: Iterator[str]) -> None:
        self.shapes, self.sound, self.shape, self.name = shapes, sound, shape, name
        self.letters = letters
        path = shapes.value(shape, SH.path)
        assert isinstance(path, URIRef)
        self.path = path
        self.extra = Graph()

    def record(self, good: URIRef, focus: URIRef, parameter: str) -> Graph:
        """A copy of a sound record that breaks one constraint, with what it newly refers to."""
        record = Graph()
        for predicate, value in self.sound.predicate_objects(good):
            record.add((focus, predicate, value))
        self._make_its_own(record, focus)
        other = self.shapes.value(self.shape, SH.lessThanOrEquals)
        values = list(record.objects(focus, self.path))
        record.remove((focus, self.path, None))
        if other is not None:
            record.remove((focus, other, None))
        for value in self._values(parameter, values):
            record.add((focus, self.path, value))
        if parameter == "lessThanOrEquals" and isinstance(other, URIRef):
            record.add((focus, other, Literal("2001-01-01", datatype=XSD.date)))
        return record + self.extra

    def _make_its_own(self, record: Graph, focus: URIRef) -> None:
        # No two States share a code, and no actor consents twice to one treaty.
        if (focus, RDF.type, CSE.State) in record:
            letters = next(self.letters)
            record.set((focus, CSE.iso2, Literal(letters)))
            record.set((focus, CSE.iso3, Literal("X" + letters)))
        if (focus, RDF.type, CSE.ConsentToBeBound) in record:
            key = "X" + next(self.letters)
            actor = URIRef(f"{ID}state/{key}")
            record.set((focus, CSE.actor, actor))
            self.extra.add((actor, RDF.type, CSE.TreatyActor))
            self.extra.add((actor, DCTERMS.identifier, Literal(key)))
            for predicate in (RDFS.label, SKOS.prefLabel):
                self.extra.add((actor, predicate, Literal(key, lang="en")))

    def _values(self, parameter: str, values: list[Node]) -> list[Node]:
        """What the property says in the broken record."""
        if parameter == "minCount":
            return []
        if parameter == "maxCount":
            return self._valid(int(str(self._told("maxCount"))) + 1, values)
        if parameter == "uniqueLang":
            return [Literal("One", lang="en"), Literal("Two", lang="en")]
        if parameter == "lessThanOrEquals":
            return [Literal("2001-01-02", datatype=XSD.date)]
        valid = (values or self._valid(1, values))[0]
        # An act without any source with an as-of date would break SRC-1 too.
        kept = values[:1] if self.path == PROV.hadPrimarySource else []
        return [*kept, self._wrong(parameter, valid)]

    def _wrong(self, parameter: str, valid: Node) -> Node:
        match parameter:
            case "datatype":
                # The same text, so that no other constraint on its form is broken.
                if isinstance(valid, Literal) and valid.datatype is None and not valid.language:
                    return Literal(str(valid), lang="en")
                return Literal(str(valid))
            case "class":
                if self.path == CSE.provisionOf and "TreatyProvision" in self.name:
                    return URIRef(f"{ID}instrument/report")
                return URIRef(f"{ID}vocab/{self._scheme()}/missing" if self._scheme() else UNKNOWN)
            case "nodeKind":
                literal = self._told("nodeKind") == SH.IRI
                return Literal("https://example.org/1") if literal else URIRef(UNKNOWN)
            case "pattern":
                return self._misprint(valid)
        return Literal("another") if isinstance(valid, Literal) else URIRef(UNKNOWN)

    def _misprint(self, valid: Node) -> Node:
        if self.name in _MISPRINT:
            return _MISPRINT[self.name]
        if self._scheme():
            return URIRef(f"{ID}vocab/stray/concept")
        return Literal("no such form!") if isinstance(valid, Literal) else URIRef("urn:x:no-such")

    def _told(self, parameter: str) -> Node | None:
        return self.shapes.value(self.shape, SH[parameter])

    def _scheme(self) -> str:
        found = re.search(r"/vocab/\(?([a-z-]+)", str(self._told("pattern") or ""))
        return found[1] if found else ""

    def _valid(self, number: int, values: list[Node]) -> list[Node]:
        """As many different values as asked for that break nothing by themselves."""
        found = list(values)
        for n in count(1):
            if len(found) >= number:
                return found
            value = self._another(n)
            if value not in found:
                found.append(value)
        return found

    def _another(self, n: int) -> Node:
        listed = self._told("in")
        if listed is not None:
            return list(Collection(self.shapes, listed))[n]
        if self._scheme():
            return URIRef(f"{ID}vocab/{self._scheme()}/sample-{n}")
        of_class = self._told("class")
        if of_class is not None:
            # States first: an organization may not join every treaty.
            known = sorted(self.sound.subjects(RDF.type, of_class), key=lambda x: ("organization" in str(x), x))
            return known[n - 1] if n <= len(known) else self._clone(known[0], n)
        if self._told("nodeKind") == SH.IRI:
            return URIRef(f"https://example.org/{n}")
        forms = {
            XSD.date: Literal(f"2010-01-{n:02}", datatype=XSD.date),
            XSD.gYear: Literal(f"200{n}", datatype=XSD.gYear),
            XSD.integer: Literal(n),
            XSD.boolean: Literal(n % 2 == 0),
            RDF.langString: Literal(f"Text {n}", lang="en"),
        }
        datatype = XSD.date if self.path in (CSE.until, CSE.existsUntil) else self._told("datatype")
        return forms.get(datatype, self._text(n)) if isinstance(datatype, URIRef) else self._text(n)

    def _text(self, n: int) -> Literal:
        letter = ascii_uppercase[n]
        forms = {CSE.iso2: f"Z{letter}", CSE.iso3: f"ZZ{letter}", CSE.isoNumeric: f"91{n}", CSE.m49: f"91{n}"}
        if "Actor" in self.name:
            forms[DCTERMS.identifier] = f"ZZ{letter}"
        return Literal(forms.get(self.path, f"text-{n}"))

    def _clone(self, node: Node, n: int) -> URIRef:
        clone = URIRef(f"{node}-{n}")
        for predicate, value in self.sound.predicate_objects(node):
            self.extra.add((clone, predicate, value))
        return clone
