"""The moves of an indicator between the years, against the file of its values."""

from __future__ import annotations

from itertools import pairwise

from csekg.answers.practice.promises import fields_of
from csekg.sparql.oxigraph_store import Store
from tests.records import rows


def test_every_step_is_a_move_with_what_is_so_in_part(store: Store) -> None:
    """Kenya went from no to partly and from partly to yes, and never from no to yes."""
    values: dict[str, list[tuple[int, str]]] = {}
    for row in rows("assessments/criminalisation/values.csv"):
        if row["actor"] and row["value"] in ANSWERS:
            values.setdefault(row["actor"], []).append((int(row["year"]), ANSWERS[row["value"]]))
    expected = {
        (state, *before, *after)
        for state, listed in values.items()
        for before, after in pairwise(sorted(listed))
        if before[1] != after[1]
    }
    [law] = [each for each in fields_of(store, "op/4/b") if each.assessor.key == "criminalisation"]
    found = {
        (
            move.after.assessed_place.key,
            move.before.assessed_year,
            move.before.assessed_answer,
            move.after.assessed_year,
            move.after.assessed_answer,
        )
        for move in law.moves
    }
    assert found == expected
    assert len(found) == len(law.moves)
    assert {step[1:] for step in found if step[0] == "KEN"} == {
        (2005, "no", 2006, "partly"),
        (2009, "partly", 2010, "yes"),
    }


#: What each printed value means; any other is no finding.
ANSWERS = {"No criminalization": "no", "Partial criminalization": "partly", "Full criminalization": "yes"}
