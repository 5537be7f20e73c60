"""A second engine, rdflib, gives the same answers over the same graphs."""

from __future__ import annotations

import pytest
from rdflib import Dataset, Literal, URIRef

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import find_query

PARTS = ("/id/graph/resolution-16-2> .", "/id/graph/editorial> .", "/id/graph/un-avl> .")
#: Only what concerns one treaty, since rdflib is slow to load.
ABOUT = ("/opsc", "/id/state/", "/id/organization/", "/id/vocab/", "/id/group/", "/id/source/", "/id/graph/")
QUERIES = (
    "citations-by-verb",
    "unresolved-citations",
    "who-must-do-what",
    "footnotes",
    "resolution-paragraphs",
    "paragraphs-without-binding-counterpart",
    "article-to-paragraphs",
    "who-was-bound-on",
    "signed-never-ratified",
    "status-over-time",
    "became-bound-since",
    "entry-into-force-explained",
    "where-does-this-date-come-from",
    "final-clauses",
)
VALUES = {"where-does-this-date-come-from": {"treaty": "opsc", "state": "FRA"}}


def is_part(line: str) -> bool:
    subject = line.split(" ", 1)[0]
    if line.rstrip().endswith(PARTS):
        return True
    treaties = "/id/instrument/" in subject and "/article/" not in subject
    return treaties or any(part in subject for part in ABOUT)


@pytest.fixture(scope="module")
def part(dataset: bytes) -> str:
    return "".join(line for line in dataset.decode().splitlines(True) if is_part(line))


@pytest.fixture(scope="module")
def rdflib_dataset(part: str) -> Dataset:
    dataset = Dataset(default_union=True)
    dataset.parse(data=part, format="nquads")
    return dataset


@pytest.fixture(scope="module")
def part_store(part: str) -> Store:
    return Store(part.encode())


def plain(term: object) -> object:
    """The text of a term, empty where a variable is unbound."""
    return str(term) if isinstance(term, Literal | URIRef) else ""


@pytest.mark.parametrize("name", QUERIES)
def test_the_answers_are_the_same(part_store: Store, rdflib_dataset: Dataset, name: str) -> None:
    query = find_query(name)
    bindings = query.bindings(VALUES.get(name, {}))
    here = part_store.values(query.text, bindings)
    text = query.text
    if name in VALUES:
        text = text.replace("instrument:untoc", "instrument:opsc").replace("state:MHL", "state:FRA")
    there = [tuple(plain(term) for term in row) for row in rdflib_dataset.query(text)]  # type: ignore[union-attr]
    assert here
    assert there == here
