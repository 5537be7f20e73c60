from __future__ import annotations

from pathlib import Path

import pytest

from csekg.answers.common.references import ABSENT, ORDER
from csekg.facts.declarations import DECLARATION_KINDS
from csekg.facts.vocabularies import read_vocabularies
from csekg.resources import ontology_dir
from tests.records import all_facts, rows


def test_every_scheme_has_a_file_and_the_other_way_round() -> None:
    files = {file.stem for file in (ontology_dir() / "vocabularies").glob("*.ttl")}
    assert set(all_facts().vocabularies) == files
    assert {"topic", "status", "consent-kind", "legal-basis", "basis"} <= files


def test_the_statuses_are_those_that_the_library_orders() -> None:
    assert all_facts().vocabularies["status"] == {*ORDER, ABSENT}


@pytest.mark.parametrize(
    ("scheme", "concepts"),
    [
        ("basis", {"stated", "inferred", "tally"}),
        ("legal-basis", {"urged", "recalled", "noted", "related"}),
        ("discrepancy-status", {"settled", "open"}),
        ("strength", {"equivalent", "implements", "supports", "related"}),
    ],
)
def test_a_scheme_has_these_concepts(scheme: str, concepts: set[str]) -> None:
    assert all_facts().vocabularies[scheme] == concepts


def test_the_topics_of_the_articles_are_all_there() -> None:
    topics = {
        topic
        for treaty in all_facts().treaties
        for row in rows(f"treaties/{treaty}/articles.csv")
        for topic in row["topics"].split(";")
    } - {""}
    assert len(topics) > 58
    assert topics <= all_facts().vocabularies["topic"]


def test_a_kind_of_declaration_is_no_kind_of_consent() -> None:
    assert not all_facts().vocabularies["consent-kind"] & set(DECLARATION_KINDS)


def test_only_concepts_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "vocabularies"
    folder.mkdir()
    (folder / "colour.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix colour: <https://w3id.org/csekg/id/vocab/colour/> .\n"
        "<https://w3id.org/csekg/id/vocab/colour> a skos:ConceptScheme .\n"
        "colour:red a skos:Concept . colour:crimson skos:broader colour:red .\n",
        encoding="utf-8",
    )
    assert read_vocabularies(tmp_path) == {"colour": {"red"}}
