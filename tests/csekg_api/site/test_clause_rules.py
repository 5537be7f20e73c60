"""The rule of entry into force in sentences, against the final clauses."""

from __future__ import annotations

import pytest

from csekg.answers.status.entry_into_force import Rule
from csekg.answers.texts.instruments import instrument
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.treaties.final_clauses import rule_in_words


@pytest.mark.parametrize(
    ("treaty", "sentences"),
    [
        # Article 14 of the protocol: three months, and one month.
        (
            "opsc",
            "10 instruments bring the treaty into force, 3 months after the last of them. "
            "Who consents later is bound 1 month after the deposit",
        ),
        # Article 45 of the convention: five signatories, three of them member States.
        (
            "cets201",
            "5 instruments bring the treaty into force, 3 months, from the "
            "first of the next month, after the last of them. 3 of them must be from member States.",
        ),
    ],
)
def test_a_rule_reads_as_its_clause(store: Store, treaty: str, sentences: str) -> None:
    assert rule_in_words(instrument(store, treaty).rule).startswith(sentences)


def test_nothing_is_said_of_what_is_not_known(store: Store) -> None:
    rule = instrument(store, "opsc").rule
    assert rule is not None
    nothing = dict.fromkeys(("threshold", "threshold_members", "waiting_period", "excludes_regional_organizations"))
    assert rule_in_words(Rule.model_construct(**{**dict(rule), **nothing})) == ""
    assert rule_in_words(None) == ""
