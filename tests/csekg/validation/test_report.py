"""A report for people and for programs: the same findings in every form."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from csekg.namespaces import RDF
from csekg.sparql.oxigraph_store import Store
from csekg.validation import Report, read_shapes, validate
from csekg.validation.reports import as_csv, as_json, as_junit, as_rdf, as_text, summary
from csekg.validation.shapes import SH, Severity
from tests.csekg.validation.conftest import EARLIER, Case, about, on_path

FEW = Path(__file__).parent / "few"
DATA = """
ex:s ex:since "2005-01-31"^^xsd:date ; rdfs:label "Somewhere"@en .
ex:b a ex:Thing ; ex:by ex:s ; ex:on "2005-01-30"^^xsd:date ; rdfs:label "An act"@en ;
     ex:p "a\\u0001<b" .
"""
SHAPES = (
    EARLIER,
    on_path("sh:datatype xsd:date"),
    f"ex:Good sh:targetClass ex:Thing ; sh:nodeKind sh:IRI ; {about()} .",
)


@pytest.fixture
def report(case: Case) -> Report:
    return validate(case.store(DATA), case.shapes(*SHAPES))


def test_people_read_the_worst_first_in_sentences(case: Case) -> None:
    store, shapes = case.store(DATA.replace("\\u0001", "")), case.shapes(*SHAPES)
    assert as_text(validate(store, shapes)) == (
        "Violations: 1\n\n"
        "P  A name (Art. 1)\n"
        '  - An act: It is wrong. Found: "a<b".\n'
        "    https://example.org/b\n\n"
        "Warnings: 1\n\n"
        "Earlier  A name (Art. 1)\n"
        "  - Somewhere acted on 30 Jan 2005, not stated.\n"
        "    https://example.org/b\n\n"
        "1 violation, 1 warning, no notes; 3 shapes checked.\n"
    )


def test_a_clean_report_says_so(case: Case) -> None:
    clean = validate(case.store("ex:s ex:p 1 ."), case.shapes(*SHAPES))
    assert as_text(clean) == "no violations, no warnings, no notes; 3 shapes checked.\n"
    assert "conforms> true" in as_rdf(clean, ox.RdfFormat.N_TRIPLES).replace('"', "").replace(
        "^^<http://www.w3.org/2001/XMLSchema#boolean>", ""
    )


def test_a_real_finding_names_state_treaty_article_both_dates_and_the_sum(store: Store) -> None:
    assert (
        "  - Senegal, Budapest Convention: Art. 36: expression of consent on 16 Dec 2016; 16 Dec 2016 + 3 months = "
        "16 Mar 2017, first day of the following month = 1 Apr 2017. Stated: 1 Apr 2016."
    ) in as_text(validate(store, read_shapes(FEW)))


@pytest.mark.parametrize("form", [ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD])
def test_the_rdf_is_a_standard_report(report: Report, form: ox.RdfFormat) -> None:
    quads = ox.Store()
    quads.load(as_rdf(report, form).encode(), form)
    results = list(quads.quads_for_pattern(None, RDF.type, SH.ValidationResult))
    assert len(results) == 2
    reported = set()
    for result in results:
        facts = {q.predicate: q.object for q in quads.quads_for_pattern(result.subject, None, None)}
        reported.add((facts[SH.focusNode], facts[SH.sourceShape], facts[SH.resultSeverity]))
        assert {SH.resultMessage, SH.sourceConstraintComponent} <= set(facts)
    assert reported == {(f.focus, f.shape, f.severity.iri) for f in report.findings}


def test_the_rdf_keeps_what_shacl_asks_of_a_report(report: Report) -> None:
    # The constraints of SHACL section 3.6 on a report, as a shapes graph.
    shapes = rdflib.Graph().parse(
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        [] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
           sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ;
           sh:property [ sh:path sh:result ; sh:minCount 2 ; sh:class sh:ValidationResult ] .
        [] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
           sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ;
           sh:property [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
           sh:property [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ] ;
           sh:property [ sh:path sh:value ; sh:maxCount 1 ] .
        """,
        format="turtle",
    )
    data = rdflib.Graph().parse(data=as_rdf(report, ox.RdfFormat.TURTLE), format="turtle")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, text


def test_json_and_csv_hold_the_same_records(report: Report) -> None:
    content = json.loads(as_json(report))
    assert content["conforms"] is False
    assert content["counts"] == {"violation": 1, "warning": 1, "info": 0}
    records = list(csv.DictReader(io.StringIO(as_csv(report), newline="")))
    assert records == content["findings"]
    assert records[1]["finding"] == "Somewhere acted on 30 Jan 2005, not stated."
    assert records[1]["shape"] == "https://example.org/Earlier"


def test_junit_has_a_case_for_each_shape(report: Report) -> None:
    suite = ElementTree.fromstring(as_junit(report))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "0")
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert set(cases) == {"Earlier", "Good", "P"}
    failure = cases["P"].find("failure")
    assert failure is not None
    assert failure.text == 'An act: It is wrong. Found: "a\N{REPLACEMENT CHARACTER}<b".'
    assert "Somewhere acted" in (cases["Earlier"].findtext("system-out") or "")
    assert list(cases["Good"]) == []
    assert suite.findtext("system-out") == summary(report)


def test_severities_have_an_order() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2]
