"""The words of treaty law that the pages explain on the spot, as the ontology defines them."""

from __future__ import annotations

from collections.abc import Mapping

from csekg.answers.common.facts import definitions
from csekg.namespaces import ONTOLOGY
from csekg.sparql.store import QueryEngine

#: The anchor in the glossary of each word, and the term of the ontology that defines it.
_TERMS = {
    "signature": "Signature",
    "consent-to-be-bound": "ConsentToBeBound",
    "entry-into-force": "entersIntoForceOn",
    "entry-into-force-rule": "EntryIntoForceRule",
    "reservation": "Reservation",
    "territorial-application": "TerritorialApplication",
    "correspondence": "Correspondence",
}


def act_terms(store: QueryEngine) -> Mapping[str, str]:
    """Return the definitions by anchor; empty for a word without one."""
    found = definitions(store, [ONTOLOGY + name for name in _TERMS.values()])
    return {anchor: found.get(ONTOLOGY + name, "") for anchor, name in _TERMS.items()}
