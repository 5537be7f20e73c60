"""SERVICE is refused wherever it is the keyword, and nowhere else."""

import pytest

from csekg.errors import QueryError
from csekg.federation import refuse_federation

REFUSED = [
    "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { service silent ?e { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a' . SERVICE?e{?s ?p ?o} }",
    "SELECT * { ?s ?p ?o } #\nVALUES ?x {1} \nSELECT * {SERVICE<http://example.org/>{}}",
    "PREFIX service: <http://example.org/> SELECT * { SERVICE service:x { ?s ?p ?o } }",
    'SELECT * { ?s ?p "it\'s" . SERVICE <http://example.org/> { ?s ?p "#" } }',
    "SELECT * { ?s ?p '''a'b''' . SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b) SERVICE <http://example.org/> { ?s ?p ?o } FILTER(?c>?d) }",
]
ALLOWED = [
    "SELECT * { ?service ?p ?o } # SERVICE <http://example.org/>",
    "SELECT * { ?s <http://example.org/SERVICE> 'SERVICE' }",
    'SELECT * { ?s ?p """a SERVICE\n"quoted" """ }',
    "PREFIX service: <http://example.org/> SELECT * { ?s service:SERVICE $service }",
    "PREFIX : <http://example.org/> SELECT * { ?s :service ?o }",
    "SELECT * { ?s ?p 'x'@service }",
]


@pytest.mark.parametrize("query", REFUSED)
def test_refuses_the_keyword(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        refuse_federation(query)


@pytest.mark.parametrize("query", ALLOWED)
def test_lets_the_word_pass_elsewhere(query: str) -> None:
    refuse_federation(query)
