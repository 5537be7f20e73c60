"""A second engine, rdflib, gives the same answers over the same graphs."""

from __future__ import annotations

import pytest
from rdflib import Dataset

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries

#: Only what concerns the resolution and one treaty, since rdflib is slow to load.
PARTS = ("/resolution-16-2> .\n", "/editorial> .\n", "/un-avl> .\n")
ABOUT = ("/opsc", "/id/state/", "/id/organization/", "/id/vocab/", "/id/group/", "/id/source/", "/id/graph/")
QUERIES = (
    "citations-by-verb unresolved-citations who-must-do-what footnotes resolution-paragraphs article-to-paragraphs "
    "paragraphs-without-binding-counterpart who-was-bound-on signed-never-ratified status-over-time final-clauses "
    "became-bound-since entry-into-force-explained"
)


def is_part(line: str) -> bool:
    subject = line.split(" ", 1)[0]
    treaties = "/id/instrument/" in subject and "/article/" not in subject
    return line.endswith(PARTS) or treaties or any(part in subject for part in ABOUT)


@pytest.fixture(scope="module")
def engines(dataset: bytes) -> tuple[Store, Dataset]:
    part = "".join(filter(is_part, dataset.decode().splitlines(keepends=True)))
    there = Dataset(default_union=True)
    there.parse(data=part, format="nquads")
    return Store(part.encode()), there


@pytest.mark.parametrize("name", QUERIES.split())
def test_the_answers_are_the_same(engines: tuple[Store, Dataset], name: str) -> None:
    text = saved_queries()[name].text
    here = engines[0].values(text)
    assert here
    there = engines[1].query(text)
    assert [tuple("" if term is None else str(term) for term in row) for row in there] == here  # type: ignore[union-attr]
