from __future__ import annotations

import re
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.declarations import ReservationClause, read_reservation_clauses
from csekg.facts.provisions import read_provisions
from csekg.facts.sources import read_sources
from csekg.facts.treaties import read_treaties
from csekg.facts.vocabularies import read_vocabularies
from csekg.resources import data_dir, ontology_dir
from tests.records import changed


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


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("24(3),24(2)", "24(9),24(2)", "unknown provision of cets201 in column clause"),
        ("24(3),24(2)", "24(3),24(9)", "unknown provision of cets201 in column excludes"),
        ("24(3),24(2)", "24(3),", "column excludes may not be empty"),
        ("24(3),24(2)", "25(3),24(2)", "listed twice"),
        ("24(2),treaty-texts", "24(2),treaty-text", "unknown source"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        _read(changed(tmp_path, "treaties/cets201/reservation_clauses.csv", old, new))
