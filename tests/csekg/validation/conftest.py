"""Shapes and data that are small enough to read: one shape of each kind, one fault for each.

The real shapes are tested with their own broken examples; these stay while those change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import rdflib

from csekg.sparql.oxigraph_store import Store
from csekg.validation.shapes import Shape, read_shapes
from csekg.validation.with_pyshacl import shapes_for_pyshacl

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/> .
"""


def about(severity: str = "Violation", message: str = "It is wrong.") -> str:
    """What every shape must have."""
    return (
        f'sh:name "A name" ; sh:description "What it is for." ; sh:message "{message}" ; '
        f'sh:severity sh:{severity} ; dcterms:source "Art. 1"'
    )


def on_path(constraint: str, name: str = "P", path: str = "ex:p") -> str:
    """A property shape of the class ex:Thing."""
    return (
        f"ex:Things sh:targetClass ex:Thing ; sh:property ex:{name} . "
        f"ex:{name} sh:path {path} ; {constraint} ; {about()} ."
    )


EARLIER = """
ex:Prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
ex:Earlier a sh:NodeShape ; sh:targetSubjectsOf ex:on ; %s ; sh:sparql [
  sh:prefixes ex:Prefixes ;
  sh:select "SELECT $this ?value ?by WHERE { $this ex:on ?value ; ex:by ?by . ?by ex:since ?from . FILTER(?value < ?from) }"
] .
""" % about("Warning", "{?by} acted on {?value}, {?unknown}.")  # noqa: UP031, E501


class Case:
    """Writes shapes and data into a folder of the test and reads them as csekg does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def shapes(self, *turtle: str) -> tuple[Shape, ...]:
        self.folder.joinpath("shapes.ttl").write_text(PREFIXES + "\n".join(turtle), "utf-8")
        return read_shapes(self.folder)

    def shacl(self) -> rdflib.Graph:
        return shapes_for_pyshacl(self.folder)

    def store(self, turtle: str) -> Store:
        file = self.folder / "data" / "data.ttl"
        file.parent.mkdir(exist_ok=True)
        file.write_text(PREFIXES + turtle, "utf-8")
        return Store.open(file)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A folder for shapes and data."""
    return Case(tmp_path)


def short(values: Sequence[object]) -> list[str]:
    """Terms without what all of them share: `b`, `"2005-01-31"^date`."""
    return sorted(
        re.sub(r"\^\^<.*#(\w+)>", r"^\1", str(value)).replace("https://example.org/", "").strip("<>")
        for value in values
    )
