"""Each constraint of the profile, with nodes that keep it and nodes that break it.

What must come out stands in SHACL sections 4.1 to 4.8; that pySHACL says the same is tested on the
same cases.
"""

from __future__ import annotations

import pytest

from csekg.errors import CsekgError
from csekg.validation.validator import validate
from csekg.validation.with_pyshacl import validate_with_pyshacl
from tests.csekg.validation.conftest import EARLIER, Case, about, on_path, short

#: name: shapes, data, and what must be found: focus node and value.
CASES: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "minCount 1": (
        on_path("sh:minCount 1"),
        "ex:a a ex:Thing ; ex:p 1 . ex:b a ex:Thing . ex:c a ex:Other .",
        [("b", "None")],
    ),
    "minCount 2": (
        on_path("sh:minCount 2"),
        "ex:a a ex:Thing ; ex:p 1, 2 . ex:b a ex:Thing ; ex:p 1 . ex:c a ex:Thing .",
        [("b", "None"), ("c", "None")],
    ),
    "minCount 0": (on_path("sh:minCount 0"), "ex:a a ex:Thing .", []),
    "maxCount 1": (
        on_path("sh:maxCount 1"),
        "ex:a a ex:Thing ; ex:p 1 . ex:b a ex:Thing ; ex:p 1, 2 . ex:c a ex:Thing .",
        [("b", "None")],
    ),
    "maxCount 0": (on_path("sh:maxCount 0"), "ex:a a ex:Thing ; ex:p 1 . ex:b a ex:Thing .", [("a", "None")]),
    "subclasses": (
        on_path("sh:minCount 1"),
        "ex:Small rdfs:subClassOf ex:Thing . ex:Tiny rdfs:subClassOf ex:Small . "
        "ex:a a ex:Tiny . ex:b a ex:Small, ex:Thing . ex:c a ex:Other .",
        [("a", "None"), ("b", "None")],
    ),
    "datatype date": (
        on_path("sh:datatype xsd:date"),
        'ex:a a ex:Thing ; ex:p "2005-01-31"^^xsd:date . ex:b a ex:Thing ; ex:p "2005-01-31" . '
        'ex:c a ex:Thing ; ex:p ex:a . ex:d a ex:Thing ; ex:p "2005-02-30"^^xsd:date .',
        [("b", '"2005-01-31"'), ("c", "a"), ("d", '"2005-02-30"^date')],
    ),
    "datatype string": (
        on_path("sh:datatype xsd:string"),
        'ex:a a ex:Thing ; ex:p "x", "y"^^xsd:string . ex:b a ex:Thing ; ex:p "x"@en .',
        [("b", '"x"@en')],
    ),
    "datatype langString": (
        on_path("sh:datatype rdf:langString"),
        'ex:a a ex:Thing ; ex:p "x"@en . ex:b a ex:Thing ; ex:p "x" .',
        [("b", '"x"')],
    ),
    "class": (
        on_path("sh:class ex:Kind"),
        "ex:Sub rdfs:subClassOf ex:Kind . ex:k a ex:Kind . ex:s a ex:Sub . "
        "ex:a a ex:Thing ; ex:p ex:k, ex:s . ex:b a ex:Thing ; ex:p ex:a . "
        'ex:c a ex:Thing ; ex:p "k" .',
        [("b", "a"), ("c", '"k"')],
    ),
    "nodeKind": (
        on_path("sh:nodeKind sh:IRI"),
        'ex:a a ex:Thing ; ex:p ex:a . ex:b a ex:Thing ; ex:p "b" .',
        [("b", '"b"')],
    ),
    "nodeKind of the node itself": (
        f"ex:N sh:targetClass ex:Thing ; sh:nodeKind sh:Literal ; {about()} .",
        "ex:a a ex:Thing .",
        [("a", "a")],
    ),
    "pattern with flags": (
        on_path(r'sh:pattern "^[a-z]{3}$" ; sh:flags "i"'),
        'ex:a a ex:Thing ; ex:p "FRA", "deu" . ex:b a ex:Thing ; ex:p "FR" .',
        [("b", '"FR"')],
    ),
    "pattern with a zone": (
        on_path(r'sh:pattern "^\\d{4}-\\d{2}-\\d{2}$"'),
        'ex:a a ex:Thing ; ex:p "2005-01-31"^^xsd:date . ex:b a ex:Thing ; ex:p "2005-01-31Z"^^xsd:date .',
        [("b", '"2005-01-31Z"^date')],
    ),
    "in": (
        on_path("sh:in ( ex:a ex:b )"),
        'ex:a a ex:Thing ; ex:p ex:a, ex:b . ex:b a ex:Thing ; ex:p ex:c, "a" .',
        [("b", '"a"'), ("b", "c")],
    ),
    "in, of terms that are equal and yet others": (
        on_path('sh:in ( "x" 1 "y"@en )'),
        'ex:a a ex:Thing ; ex:p "x", 1, "y"@en . '
        'ex:b a ex:Thing ; ex:p "x"@en, 1.0, "1", "y"@fr, "z"^^xsd:token, ex:x .',
        [("b", '"1"'), ("b", '"1"^decimal'), ("b", '"x"@en'), ("b", '"y"@fr'), ("b", '"z"^token'), ("b", "x")],
    ),
    "lessThanOrEquals": (
        on_path("sh:lessThanOrEquals ex:q"),
        'ex:a a ex:Thing ; ex:p "2005-01-31"^^xsd:date ; ex:q "2005-01-31"^^xsd:date . '
        'ex:b a ex:Thing ; ex:p "2005-02-01"^^xsd:date ; ex:q "2005-01-31"^^xsd:date . '
        'ex:c a ex:Thing ; ex:p "2005-02-01"^^xsd:date . ex:d a ex:Thing ; ex:p 1 ; ex:q "x" .',
        [("b", '"2005-02-01"^date'), ("d", '"1"^integer')],
    ),
    "uniqueLang": (
        on_path("sh:uniqueLang true"),
        'ex:a a ex:Thing ; ex:p "x"@en, "x"@fr, "x", "y" . ex:b a ex:Thing ; ex:p "x"@en, "y"@EN .',
        [("b", "None")],
    ),
    "a node that breaks the constraint and is no target": (
        on_path("sh:maxCount 1 ; sh:datatype xsd:integer"),
        'ex:a a ex:Thing ; ex:p 1 . ex:c a ex:Other ; ex:p 1, "x" .',
        [],
    ),
    "two shapes with one constraint on one property": (
        on_path("sh:maxCount 1")
        + "ex:O sh:targetClass ex:Other ; sh:property ex:Q . "
        + f"ex:Q sh:path ex:p ; sh:maxCount 1 ; {about()} .",
        "ex:a a ex:Thing ; ex:p 1 . ex:c a ex:Other ; ex:p 1, 2 .",
        [("c", "None")],
    ),
    "sparql": (
        EARLIER,
        'ex:s ex:since "2005-01-31"^^xsd:date . '
        'ex:a ex:by ex:s ; ex:on "2005-01-31"^^xsd:date . '
        'ex:b ex:by ex:s ; ex:on "2005-01-30"^^xsd:date .',
        [("b", '"2005-01-30"^date')],
    ),
    "sparql without a value": (
        EARLIER.replace("?value ?by WHERE", "WHERE").replace("?value", "?on"),
        'ex:s ex:since "2005-01-31"^^xsd:date . ex:b ex:by ex:s ; ex:on "2005-01-30"^^xsd:date .',
        [("b", "b")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_finds_the_offenders_and_nobody_else_and_pyshacl_the_same(case: Case, name: str) -> None:
    shapes, data, expected = CASES[name]
    read, store = case.shapes(shapes), case.store(data)
    fast = validate(store, read)
    assert sorted((short([f.focus])[0], short([f.value])[0]) for f in fast.findings) == expected
    slow = validate_with_pyshacl(store, read, case.shacl())
    assert {f.identity for f in slow.findings} == {f.identity for f in fast.findings}
    assert {(f.path, f.component) for f in slow.findings} == {(f.path, f.component) for f in fast.findings}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT $this WHERE { $this ex:on ?x MINUS { $this ex:by ?y } }", "MINUS is outside"),
        ("SELECT $this WHERE { GRAPH ?g { $this ex:on ?x } }", "GRAPH is outside"),
        ("SELECT $this WHERE { VALUES ?x { 1 } $this ex:on ?x }", "VALUES is outside"),
        ("SELECT $this WHERE { $this ex:on ?x } LIMIT 1", "LIMIT is outside"),
        ("SELECT $this WHERE { $this ex:on ?x } GROUP BY $this", "GROUP BY is outside"),
        ("SELECT ?x WHERE { ?x ex:on ?y }", r"must be SELECT \$this"),
        ("SELECT $this WHERE { $this ex:on }", "cannot be parsed"),
        ("ASK { $this ex:on ?x }", r"must be SELECT \$this"),
        ("SELECT $this WHERE { $this ex:on ?x } # LIMIT", ""),
    ],
)
def test_a_query_that_means_something_else_as_a_whole_is_refused(case: Case, query: str, message: str) -> None:
    start, end = EARLIER.index("SELECT"), EARLIER.index('"\n]')
    shapes = case.shapes(EARLIER[:start] + query + EARLIER[end:])
    store = case.store("ex:a ex:on 1 .")
    if not message:
        assert len(validate(store, shapes).findings) == 1
        return
    with pytest.raises(CsekgError, match=rf"example\.org/Earlier.*{message}"):
        validate(store, shapes)
