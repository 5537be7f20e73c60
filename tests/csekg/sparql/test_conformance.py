"""Every test of W3C's suites for queries, through csekg and in Oxigraph alone."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.csekg.sparql.w3c.conformance import PAGE, Outcome, outcomes, page
from tests.csekg.sparql.w3c.evaluation import in_oxigraph, passes
from tests.csekg.sparql.w3c.suites import cases, files_of, packed_files

FOLDER = "sparql12/made-up"
MANIFEST = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
<> mf:entries ( <#one> <#two> <#bad> ) .
<#one> a mf:QueryEvaluationTest ; mf:action [ qt:query <in-order.rq> ; qt:data <data.ttl> ] ; mf:result <result.srj> .
<#two> a mf:QueryEvaluationTest ; mf:action [ qt:query <falling.rq> ; qt:data <data.ttl> ] ; mf:result <result.srj> .
<#bad> a mf:NegativeSyntaxTest ; mf:action <falling.rq> .
<#not-listed> a mf:NegativeSyntaxTest ; mf:action <falling.rq> .
"""
RESULT = """{ "head": { "vars": [ "o" ] }, "results": { "bindings": [
  { "o": { "type": "literal", "value": "01", "datatype": "http://www.w3.org/2001/XMLSchema#integer" } },
  { "o": { "type": "literal", "value": "2", "datatype": "http://www.w3.org/2001/XMLSchema#integer" } } ] } }"""
MADE_UP = {
    f"{FOLDER}/manifest.ttl": MANIFEST,
    f"{FOLDER}/in-order.rq": "SELECT ?o { ?s ?p ?o } ORDER BY ?o",
    f"{FOLDER}/falling.rq": "SELECT ?o { ?s ?p ?o } ORDER BY DESC(?o)",
    f"{FOLDER}/data.ttl": "<a> <b> 1 , 2 .",
    f"{FOLDER}/result.srj": RESULT,
}


FILES = packed_files()
NOT_RUN = [case for case in cases(FILES) if case.asks_others]


@pytest.fixture(scope="module")
def run() -> list[Outcome]:
    return outcomes(FILES)


def test_nothing_fails_that_passes_in_oxigraph_alone_but_service(run: list[Outcome]) -> None:
    assert len(run) == 791
    assert [outcome.case.name for outcome in run if outcome.oxigraph > outcome.csekg and not outcome.service] == []


def test_the_page_is_that_of_a_run(run: list[Outcome]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(run, NOT_RUN), "run `python -m tests.csekg.sparql.w3c.conformance`"


def test_a_difference_is_named(run: list[Outcome]) -> None:
    at = next(number for number, outcome in enumerate(run) if outcome.case.name == "bind/bind01")
    worse = page([*run[:at], run[at]._replace(csekg=False), *run[at + 1 :]], NOT_RUN)
    assert "csekg alone does not pass (1): `bind/bind01`." in worse
    better = page([*run[:at], run[at]._replace(oxigraph=False), *run[at + 1 :]], NOT_RUN)
    assert "csekg alone passes (1): `bind/bind01`." in better


def test_suites_are_read_from_a_folder_and_judged(tmp_path: Path) -> None:
    for path, text in MADE_UP.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    files = files_of(tmp_path)
    found = [(case.section, case.name, passes(case, files, in_oxigraph)) for case in cases(files)]
    assert found == [
        ("SPARQL 1.2, negative syntax", "made-up/bad", False),
        ("SPARQL 1.2, evaluation", "made-up/one", True),
        ("SPARQL 1.2, evaluation", "made-up/two", False),
    ]


def test_an_empty_answer_passes_few_tests() -> None:
    evaluated = [case for case in cases(FILES) if case.section.endswith("evaluation") and not case.asks_others]
    passed = [
        passes(case, FILES, lambda store, query, base: ox.Store().query(query, base_iri=base)) for case in evaluated
    ]
    assert sum(passed) < len(passed) / 8
