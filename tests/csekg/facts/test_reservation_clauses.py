from __future__ import annotations

from pathlib import Path

from csekg.facts.declarations import ReservationClause, read_reservation_clauses
from csekg.facts.provisions import read_provisions
from csekg.facts.sources import read_sources
from csekg.facts.treaties import read_treaties
from csekg.facts.vocabularies import read_vocabularies
from csekg.resources import data_dir, ontology_dir


def _read(data: Path) -> tuple[ReservationClause, ...]:
    sources, vocabularies = read_sources(data), read_vocabularies(ontology_dir())
    treaties = read_treaties(data, sources, vocabularies)
    return read_reservation_clauses(data, read_provisions(data, treaties, sources, vocabularies), sources)


def test_a_clause_names_what_it_excludes() -> None:
    found = {(clause.treaty, clause.clause): clause.excludes for clause in _read(data_dir())}
    assert found["cets201", "20(3)"] == ("20(1)(a)", "20(1)(e)")
    assert found["cets201", "24(3)"] == ("24(2)",)
    assert found["ets185", "9(4)"] == ("9(1)(d)", "9(1)(e)", "9(2)(b)", "9(2)(c)")


def test_each_clause_of_a_closed_list_has_a_row() -> None:
    data = data_dir()
    sources, vocabularies = read_sources(data), read_vocabularies(ontology_dir())
    treaties = read_treaties(data, sources, vocabularies)
    listed = {(key, printed) for key, treaty in treaties.items() for printed in treaty.joining.reservations_only_to}
    # The federal clause of the Budapest Convention is on a whole chapter.
    assert listed - {(clause.treaty, clause.clause) for clause in _read(data)} == {("ets185", "41(1)")}
