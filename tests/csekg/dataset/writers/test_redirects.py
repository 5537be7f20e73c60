from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.dataset.quads import Quads
from csekg.dataset.writers.catalogue import write_replaced
from csekg.errors import DataError
from csekg.facts.redirects import Replacement
from csekg.facts.tables import Row
from csekg.namespaces import DCTERMS, OWL
from tests.graphs import values
from tests.records import all_facts


def test_every_replaced_identifier_leads_to_one_in_use(dataset_graphs: ox.Store) -> None:
    for each in all_facts().replaced:
        old, new = ns.thing(each.identifier), ns.thing(each.replaced_by)
        assert new.value in values(dataset_graphs, "catalogue", old, DCTERMS.isReplacedBy)
        assert values(dataset_graphs, "catalogue", old, OWL.deprecated) == {"true"}
        stated = {quad.predicate for quad in dataset_graphs.quads_for_pattern(old, None, None)}
        assert stated == {DCTERMS.isReplacedBy, OWL.deprecated}
        assert next(dataset_graphs.quads_for_pattern(new, None, None), None)


@pytest.mark.parametrize(
    ("identifier", "replaced_by", "message"),
    [
        ("state/FRA", "state/IRL", "in use again: 'state/FRA'. Remove the row."),
        ("state/FRX", "state/IRX", "one that the dataset does not hold: 'state/IRX'"),
    ],
)
def test_what_contradicts_the_dataset_is_refused(identifier: str, replaced_by: str, message: str) -> None:
    subjects = {str(ns.actor(key)).encode() for key in ("FRA", "IRL")}
    row = Row(Path("replaced.csv"), 2, {})
    with pytest.raises(DataError, match=message):
        write_replaced(Quads(), subjects, [Replacement(row, identifier, replaced_by)])
