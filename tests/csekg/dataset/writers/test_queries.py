"""The saved queries and the prefixes are in the dataset in the form that query editors read."""

from __future__ import annotations

from csekg.namespaces import PREFIXES
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries

# How an editor asks an endpoint for its examples and its prefixes.
EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
      sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq
"""
DECLARED = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }
"""


def test_each_saved_query_is_listed_once_and_runs_as_it_stands(store: Store) -> None:
    rows = store.values(EXAMPLES)
    assert [row[1:] for row in rows] == [(query.question, query.text) for query in saved_queries().values()]
    assert [iri.rpartition("/")[2] for iri, _, _ in rows] == list(saved_queries())
    for _, _, text in rows:
        store.select(text)


def test_the_prefixes_are_declared_where_the_queries_say(store: Store) -> None:
    assert sorted(store.values(DECLARED)) == sorted(PREFIXES.items())
    linked = store.values("""PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT DISTINCT ?sq { ?sq sh:prefixes/sh:declare/sh:prefix "cse" }""")
    assert len(linked) == len(saved_queries())
