"""What the strict readers refuse: each fault of faults.toml, named with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from csekg.derived.all_facts import read_all_facts
from csekg.derived.participations import derive_continuity
from csekg.derived.references import check_practice
from csekg.errors import CsekgError, DataError
from csekg.facts.actors import read_actors, read_groups, read_territories
from csekg.facts.assessments import read_practice
from csekg.facts.declarations import read_declarations, read_events, read_reservation_clauses
from csekg.facts.existence import read_changes, read_existence
from csekg.facts.reviews import read_reviews
from csekg.facts.sources import read_sources
from csekg.facts.statements import read_statements
from csekg.facts.treaties import read_treaties
from csekg.resources import ontology_dir
from tests.records import all_facts, changed, references
from tests.texts import read_texts


def actors(data: Path) -> None:
    read_territories(data, read_actors(data, read_groups(data), all_facts().sources))


def existence(data: Path) -> None:
    it = all_facts()
    spans = read_existence(data, it.actors, it.sources)
    derive_continuity(it.actors, spans, read_changes(data, it.actors, it.sources, it.vocabularies))


def assessments(data: Path) -> None:
    it = all_facts()
    practice = read_practice(data, it.resolution.paragraphs, it.provisions, it.areas, references())
    check_practice(practice, it.correspondences)


def events(data: Path) -> None:
    keys = {made.key for made in all_facts().declarations if made.treaty == "ets185"}
    read_events(data, "ets185", keys, references())


#: What reads a file with a fault; all else is that of the checkout.
READERS: dict[str, Callable[[Path], object]] = {
    "all_facts": lambda data: read_all_facts(data, ontology_dir()),
    "actors": actors,
    "assessments": assessments,
    "declarations": lambda data: read_declarations(data, "opsc", all_facts().provisions["opsc"], references()),
    "events": events,
    "existence": existence,
    "reservation_clauses": lambda data: read_reservation_clauses(data, all_facts().provisions, all_facts().sources),
    "reviews": lambda data: read_reviews(data, all_facts().resolution.paragraphs, all_facts().treaties, references()),
    "sources": read_sources,
    "statements": lambda data: read_statements(data, "opsc", references()),
    "texts": read_texts,
    "treaties": lambda data: read_treaties(data, all_facts().sources, all_facts().vocabularies),
}
FAULTS = [
    pytest.param(reader, fault, id=f"{reader}: {fault['refused']}")
    for reader, faults in tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8")).items()
    for fault in faults
]


@pytest.mark.parametrize(("reader", "fault"), FAULTS)
def test_a_fault_is_named_with_its_place(tmp_path: Path, reader: str, fault: dict[str, str]) -> None:
    data = changed(tmp_path, fault["file"], fault["old"], fault["new"])
    with pytest.raises(CsekgError) as refused:
        READERS[reader](data)
    assert fault["refused"] in str(refused.value)
    if isinstance(refused.value, DataError):
        file = Path(fault.get("shown_in", fault["file"])).name
        assert re.search(rf"\b{re.escape(file)}:\d+: ", str(refused.value))
