"""Terms of a query that the dataset does not hold, with those nearest to them."""

from __future__ import annotations

import time

import pytest

from csekg.namespaces import CSE, ID, ONTOLOGY
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.query_warnings import MOST, UnknownTerm, shortened
from csekg.sparql.saved_queries import saved_queries


def unknown(store: Store, pattern: str) -> dict[str, tuple[str, ...]]:
    found = store.unknown_terms(f"SELECT * WHERE {{ {pattern} }}")
    return {shortened(term.iri): tuple(map(shortened, term.nearest)) for term in found}


@pytest.mark.parametrize(
    ("pattern", "term", "nearest"),
    [
        ("?s cse:partyTO ?t", "cse:partyTO", "cse:partyTo"),
        ("?s a cse:Treatyy", "cse:Treatyy", "cse:Treaty"),
        ("?s cse:treatyy ?t", "cse:treatyy", "cse:treaty"),
        ("?s skos:preferredLabel ?t", "skos:preferredLabel", "skos:prefLabel"),
        ("?s cse:treaty instrument:opscc", "instrument:opscc", "instrument:opsc"),
        ("?s cse:status status:partty", "status:partty", "status:party"),
        (f"GRAPH <{ID}graph/derivd> {{ ?s ?p ?o }}", f"<{ID}graph/derivd>", f"<{ID}graph/derived>"),
        ("?s ?p ?o FILTER(?s = state:FRAA)", "state:FRAA", "state:FRA"),
        ("VALUES ?s { state:FRAA } ?s ?p ?o", "state:FRAA", "state:FRA"),
        ("?s cse:actor/cse:memberOff ?o", "cse:memberOff", "cse:memberOf"),
    ],
)
def test_misspelt_terms_come_with_the_nearest(store: Store, pattern: str, term: str, nearest: str) -> None:
    found = unknown(store, pattern)
    assert list(found) == [term]
    assert found[term][0] == nearest


def test_a_full_iri_is_a_term_as_well(store: Store) -> None:
    assert list(unknown(store, f"?s <{ONTOLOGY}partyTO> ?t")) == ["cse:partyTO"]
    found = store.unknown_terms("PREFIX x: <" + ONTOLOGY + "> SELECT * { ?s x:partyTO ?t }")
    assert found == (UnknownTerm(f"{ONTOLOGY}partyTO", found[0].nearest),)
    assert found[0].nearest[0] == CSE.partyTo.value


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s cse:partyTo instrument:opsc ; a cse:State }",
        # Other vocabularies are not ours to know.
        "SELECT * { ?s <http://schema.org/nam> ?o }",
        # Datatypes and functions are no terms of the data.
        'SELECT * { ?s ?p ?o FILTER(?o < "2001-01-01"^^xsd:date && xsd:gYear(?o) != 3) }',
        # A namespace as a whole, and the name of a graph.
        "SELECT * { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(cse:))) }",
        f"SELECT * {{ GRAPH <{ID}graph/derived> {{ ?s ?p ?o }} }}",
        # The template of a CONSTRUCT makes what was not there.
        "CONSTRUCT { ?s cse:boundBy ?t } WHERE { ?s cse:partyTo ?t }",
        'SELECT * { ?s rdfs:label "<https://w3id.org/csekg/id/state/ZZZ>" }',
        "DESCRIBE state:FRA",
        "ASK { ?s ?p <https://w3id.org/csekg/id/state/FRA> }",
    ],
)
def test_what_is_there_or_not_ours_is_no_warning(store: Store, query: str) -> None:
    assert store.unknown_terms(query) == ()


def test_the_pattern_of_a_construct_is_looked_at(store: Store) -> None:
    query = "CONSTRUCT { ?s cse:boundBy ?t } WHERE { ?s cse:partyTO ?t }"
    assert [shortened(term.iri) for term in store.unknown_terms(query)] == ["cse:partyTO"]


def test_no_saved_query_has_a_term_that_the_dataset_lacks(store: Store) -> None:
    lacking = {
        name: [term.message() for term in store.unknown_terms(query.text)] for name, query in saved_queries().items()
    }
    assert {name: terms for name, terms in lacking.items() if terms} == {}


def test_some_terms_are_named_and_not_thousands(store: Store) -> None:
    many = " ".join(f"?s cse:none{number} ?o{number} ." for number in range(2_000))
    started = time.process_time()
    assert len(store.unknown_terms(f"SELECT * {{ {many} }}")) == MOST
    assert time.process_time() - started < 2
    long = "x" * 5_000
    (term,) = store.unknown_terms(f"SELECT * {{ ?s cse:{long} ?o }}")
    assert len(term.message()) < 300


def test_the_message_says_what_is_near() -> None:
    near = UnknownTerm(f"{ONTOLOGY}partyTO", (CSE.partyTo.value,))
    assert near.message() == "cse:partyTO is not in this dataset. Did you mean cse:partyTo?"
    assert UnknownTerm(f"{ID}q/9", ()).message() == f"<{ID}q/9> is not in this dataset."


def test_known_terms_cost_next_to_nothing(store: Store) -> None:
    query = "SELECT * { ?s cse:partyTo instrument:opsc ; a cse:State ; rdfs:label ?l }"
    store.query(query)
    times = []
    for _ in range(50):
        started = time.process_time()
        store.unknown_terms(query)
        times.append(time.process_time() - started)
    # Ten times what is promised, since other programs may share the processor.
    assert min(times) < 0.002


@pytest.mark.parametrize(
    ("pattern", "warned"),
    [
        ('?s rdfs:label "Kenya"', ['"Kenya" has a language in this dataset: write "Kenya"@en.']),
        ('?s cse:nameAsInSource "Kenya"', []),
        ('?s rdfs:label "Kenya"@en', []),
        ('?s dcterms:identifier "KEN"', []),
        ('?s rdfs:label "Nowhere"', []),
        ('?s rdfs:label ?l FILTER(STR(?l) = "Kenya")', []),
        ('VALUES (?c ?l) { (cse:State "Kenya") } ?s a ?c', []),
    ],
)
def test_a_text_that_the_dataset_has_with_a_language_is_named(store: Store, pattern: str, warned: list[str]) -> None:
    assert list(store.warnings(f"SELECT * WHERE {{ {pattern} }}")) == warned


def test_no_saved_query_is_warned_of(store: Store) -> None:
    assert [name for name, query in saved_queries().items() if store.warnings(query.text)] == []
