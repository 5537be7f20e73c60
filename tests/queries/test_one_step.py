"""What left the dataset follows from it by the step that the page of the model gives."""

from __future__ import annotations

import pytest

from csekg.answers.entities.composed_names import composed_names
from csekg.sparql.oxigraph_store import Store
from tests.one_step import Step, composed, steps


def test_the_page_is_read() -> None:
    assert len(steps()) == 12
    assert len(composed()) == 8


@pytest.mark.parametrize("step", steps(), ids=[f"{step.left} of {step.of}" for step in steps()])
def test_one_step_gives_as_many_as_were_stated(store: Store, step: Step) -> None:
    # The rule of a treaty is that of the consents of which a day was computed.
    computed = "?thing cse:computedCase ?case ." if step.left == "cse:computedByRule" else ""
    pairs = f"SELECT DISTINCT ?thing ?value {{ ?thing a {step.of} ; {step.path} ?value . {computed} }}"
    ((found,),) = store.values(f"SELECT (COUNT(*) AS ?n) {{ {pairs} }}")
    assert int(found) == step.quads
    stated = store.values(f"SELECT ?value {{ ?thing a {step.of} ; {step.left} ?value }} LIMIT 5")
    # Denunciations have no other link from the participation that they end.
    assert not stated or step.left == "prov:wasDerivedFrom"


@pytest.mark.parametrize("of", composed())
def test_what_has_no_label_has_its_parts_and_a_name(store: Store, of: str) -> None:
    quads, paths = composed()[of]
    things = [thing for (thing,) in store.values(f"SELECT ?thing {{ ?thing a {of} }}")]
    assert len(things) == quads
    assert not store.values(f"SELECT ?thing {{ ?thing a {of} ; rdfs:label ?label }} LIMIT 1")
    for path in paths:
        ((having,),) = store.values(f"SELECT (COUNT(DISTINCT ?thing) AS ?n) {{ ?thing a {of} ; {path} ?part }}")
        # Of groups of treaties, a recommendation names no treaty.
        assert int(having) == quads or path.startswith("cse:askedTreaty/")
    some = things[:: max(1, quads // 50)]
    named = composed_names(store, some)
    assert set(named) == set(some)
    assert all(named.values())


def test_a_status_with_one_reason_has_its_sentence_there(store: Store) -> None:
    rows = store.values("""
        SELECT ?status (COUNT(?reason) AS ?reasons) (SAMPLE(?text) AS ?together) {
          ?status cse:statusReason ?reason OPTIONAL { ?status cse:eligibilityReason ?text }
        } GROUP BY ?status""")
    assert all((reasons != "1") == bool(together) for _, reasons, together in rows)
    assert sum(reasons == "1" for _, reasons, _ in rows) == 13_183
