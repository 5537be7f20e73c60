"""Shapes are read strictly: anything outside the profile is an error, never ignored."""

from __future__ import annotations

import pytest

from csekg.errors import CsekgError
from csekg.validation.shapes import Component, Severity
from tests.csekg.validation.conftest import EARLIER, Case, about, on_path, short


def test_a_property_shape_takes_the_targets_of_the_shapes_that_name_it(case: Case) -> None:
    other = "ex:Others sh:targetSubjectsOf ex:q ; sh:property ex:P ."
    (shape,) = case.shapes(on_path("sh:minCount 1 ; sh:maxCount 2"), other)
    assert short([target.iri for target in shape.targets]) == ["Thing", "q"]
    assert [target.is_class for target in shape.targets] in ([True, False], [False, True])
    assert short([shape.iri, shape.path]) == ["P", "p"]
    assert shape.short_name == "P"
    assert (shape.name, shape.message, shape.source) == ("A name", "It is wrong.", "Art. 1")
    assert shape.severity is Severity.violation
    assert sorted((c.component, c.number) for c in shape.constraints) == [
        (Component.max_count, 2),
        (Component.min_count, 1),
    ]


def test_a_sparql_constraint_comes_with_its_prefixes(case: Case) -> None:
    (shape,) = case.shapes(EARLIER)
    (constraint,) = shape.constraints
    assert constraint.text.startswith("PREFIX ex: <https://example.org/>\nSELECT $this")
    assert (shape.path, shape.severity) == (None, Severity.warning)


def test_a_list_keeps_its_order(case: Case) -> None:
    (shape,) = case.shapes(on_path("sh:in ( ex:b ex:a 3 )"))
    assert [str(value) for value in shape.constraints[0].values][:2] == [
        "<https://example.org/b>",
        "<https://example.org/a>",
    ]
    assert shape.constraints[0].values[2:] != ()


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (on_path("sh:minLength 2"), "example.org/P>: sh:minLength is outside the profile"),
        (on_path("sh:or ( ex:A ex:B )"), "sh:or is outside the profile"),
        (on_path("sh:minCount 1 ; sh:deactivated true"), "sh:deactivated is outside"),
        (on_path("sh:minCount 1", path="[ sh:inversePath ex:p ]"), "sh:path is outside"),
        (on_path('sh:minCount "one"'), "sh:minCount has an unusable value"),
        (on_path("sh:uniqueLang false"), "sh:uniqueLang is true or absent"),
        (on_path("sh:datatype xsd:date, xsd:gYear") + "ex:P sh:path ex:q .", "is given 2 times"),
        (f"ex:N sh:targetClass ex:C ; sh:minCount 1 ; {about()} .", "belongs to a property shape"),
        (f"ex:N a sh:NodeShape ; sh:nodeKind sh:IRI ; {about()} .", "has no target"),
        ("ex:N sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .", "has no IRI"),
        ('ex:N sh:targetClass ex:C ; sh:property "P" .', "sh:property names no shape"),
        ('ex:N sh:targetClass "C" ; sh:nodeKind sh:IRI .', "a target is no IRI"),
        (on_path("sh:minCount 1").replace("sh:name", "rdfs:label"), "has no name"),
        (on_path("sh:minCount 1").replace("dcterms:source", "rdfs:seeAlso"), "has no source"),
        (on_path("sh:minCount 1").replace("sh:Violation", "ex:Bad"), "unknown severity"),
        (EARLIER.replace("sh:select", "sh:ask"), "outside the profile of sh:sparql"),
        ("ex:N a ex:Thing .", "there is nothing to validate with"),
        ("ex:N sh:targetClass", "shapes.ttl: "),
    ],
)
def test_what_does_not_fit_is_named(case: Case, shapes: str, message: str) -> None:
    with pytest.raises(CsekgError, match=message):
        case.shapes(shapes)
