"""The validator as a whole: sentences, order, and the refusal to publish a broken dataset."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from csekg.errors import CsekgError
from csekg.resources import ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.validation import check_dataset, read_shapes, shapes_dir, validate
from csekg.validation.findings import Finding, Names, shortened
from csekg.validation.shapes import Component, Severity
from tests.csekg.validation.conftest import EARLIER, Case, about, on_path, short

BROKEN = """
ex:s ex:since "2005-01-31"^^xsd:date ; rdfs:label "Somewhere"@en .
ex:b a ex:Thing ; ex:by ex:s ; ex:on "2005-01-30"^^xsd:date ; rdfs:label "An act"@en .
"""


def test_a_sentence_names_things_and_days_and_what_is_missing(case: Case) -> None:
    (finding,) = validate(case.store(BROKEN), case.shapes(EARLIER)).findings
    assert finding.message == "Somewhere acted on 30 Jan 2005, not stated."
    assert (finding.label, finding.path) == ("An act", None)
    assert finding.component is Component.sparql


def test_a_short_title_comes_before_a_label(case: Case) -> None:
    store = case.store(
        '@prefix cse: <https://w3id.org/csekg/ontology#> . ex:t rdfs:label "Long"@en ; '
        'cse:shortTitle "Short"@en . ex:f rdfs:label "Loin"@fr .'
    )
    thing, foreign = NamedNode("https://example.org/t"), NamedNode("https://example.org/f")
    names = Names(store, [thing, foreign, None])
    assert (names.of(thing), names.of(foreign)) == ("Short", "https://example.org/f")
    assert shortened(NamedNode("https://w3id.org/csekg/id/state/FRA")) == "state:FRA"
    assert shortened(NamedNode("https://w3id.org/csekg/shapes#EIF-1")) == "csh:EIF-1"


def test_the_worst_comes_first_and_each_finding_once(case: Case) -> None:
    note = f"ex:A sh:targetClass ex:Thing ; sh:nodeKind sh:Literal ; {about('Info')} ."
    twice = BROKEN + "ex:b ex:by ex:z . ex:z ex:since '2006-01-01'^^xsd:date ."
    report = validate(case.store(twice), case.shapes(EARLIER, note, on_path("sh:minCount 1")))
    assert [f.severity for f in report.findings] == list(Severity)
    assert short([f.shape for f in report.findings]) == ["A", "Earlier", "P"]
    assert report.counts() == dict.fromkeys(Severity, 1)
    assert [f.severity for f in report.violations] == [Severity.violation]


def test_the_shapes_of_the_folder_are_the_default_and_findings_do_not_depend_on_their_order(store: Store) -> None:
    shapes = read_shapes(shapes_dir())
    report = check_dataset(store)
    assert report.shapes == shapes == read_shapes(ontology_dir() / "shapes")
    assert len(report.findings) > 10
    assert validate(store, shapes[::-1]).findings == report.findings


def test_a_dataset_with_a_violation_may_not_be_published(small_dataset: bytes) -> None:
    signed = next(
        line
        for line in small_dataset.decode().splitlines()
        if "/action/crc/FRA/" in line and "ontology#date>" in line and "ratification" in line
    )
    broken = signed.replace(f'"{signed.split(chr(34))[1]}"', '"1492-10-12"')
    with pytest.raises(CsekgError, match=r"not published, since validation found \d+ violation"):
        check_dataset(Store(small_dataset + broken.encode() + b"\n"))


def test_an_identity_is_what_validators_must_agree_on(case: Case) -> None:
    (finding,) = validate(case.store(BROKEN), case.shapes(EARLIER)).findings
    same = Finding(
        focus=finding.focus,
        shape=finding.shape,
        severity=finding.severity,
        value=finding.value,
        path=None,
        component=Component.sparql,
        message="x",
    )
    assert same.identity == finding.identity
