"""`csekg query`: saved queries, files and standard input, in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from csekg.errors import CsekgError, QueryError
from csekg.sparql.saved_queries import saved_queries
from tests.command import invoke, output

SMALL = '<urn:s> <urn:p> <urn:o> <urn:g> .\n<urn:s> <urn:p> "a, b"@en <urn:g> .\n'
ROWS = "SELECT ?o WHERE { <urn:s> <urn:p> ?o } ORDER BY ?o"


@pytest.fixture
def small(tmp_path: Path) -> str:
    file = tmp_path / "small.nq"
    file.write_text(SMALL, encoding="utf-8")
    return str(file)


def ask(small: str, text: str, form: str = "table") -> str:
    return output("query", "-", "--dataset", small, "--format", form, standard_input=text)


def test_a_table_is_for_reading(small: str) -> None:
    text = ask(small, ROWS)
    assert "urn:o" in text
    assert "a, b" in text
    assert text.endswith("2 rows\n")


def test_unknown_terms_are_named_on_standard_error(small: str) -> None:
    result = invoke("query", "-", "--dataset", small, standard_input="ASK { ?s cse:partyTO ?o }")
    assert result.stdout == "no\n"
    assert result.stderr == "cse:partyTO is not in this dataset.\n"


@pytest.mark.parametrize(("query", "answer"), [("?s ?p ?o", "yes"), ("?s a ?o", "no")])
def test_a_yes_or_no_question(small: str, query: str, answer: str) -> None:
    assert ask(small, f"ASK {{ {query} }}") == answer + "\n"
    assert json.loads(ask(small, f"ASK {{ {query} }}", "json"))["boolean"] is (answer == "yes")


def test_csv_json_xml_and_tsv_hold_the_same_rows(small: str) -> None:
    values = ["urn:o", "a, b"]
    assert sorted(r["o"] for r in csv.DictReader(io.StringIO(ask(small, ROWS, "csv")))) == sorted(values)
    bindings = json.loads(ask(small, ROWS, "json"))["results"]["bindings"]
    assert sorted(row["o"]["value"] for row in bindings) == sorted(values)
    assert ask(small, ROWS, "tsv").splitlines()[0] == "?o"
    tree = ElementTree.fromstring(ask(small, ROWS, "xml"))
    assert len(tree.findall(".//{*}result")) == 2


def test_a_graph_is_printed_as_turtle(small: str) -> None:
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    text = ask(small, query, "turtle")
    assert len(list(ox.parse(text, ox.RdfFormat.TURTLE))) == 2
    assert ask(small, query, "table") == text


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        (ROWS, "turtle", "this query gives rows, not a graph"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "this query gives a graph: print it as turtle"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(small: str, query: str, form: str, message: str) -> None:
    with pytest.raises(CsekgError, match=message):
        ask(small, query, form)


def test_a_query_in_a_file_is_run(small: str, tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text(ROWS, encoding="utf-8")
    assert "2 rows" in output("query", str(file), "--dataset", small)
    with pytest.raises(CsekgError, match="parameters go with saved queries"):
        output("query", str(file), "treaty=opsc", "--dataset", small)


@pytest.mark.parametrize("content", [None, b"\xff"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "own.rq"
    if content:
        file.write_bytes(content)
    with pytest.raises(CsekgError, match=r"cannot read .*own\.rq"):
        output("query", str(file))


def test_the_dataset_of_csekg_is_asked_by_default() -> None:
    text = output("query", "-", standard_input="ASK { state:USA cse:partyTo instrument:opsc }")
    assert text == "yes\n"


def test_known_addresses_are_shortened() -> None:
    query = (
        "SELECT ?t ?s WHERE { ?p cse:treaty ?t ; cse:actor state:USA ; cse:status ?s ; "
        "a cse:Participation VALUES ?t { instrument:crc } }"
    )
    text = output("query", "-", standard_input=query)
    assert "instrument:crc" in text
    assert "status:signatory" in text


def test_a_query_that_cannot_be_parsed_is_an_error(small: str) -> None:
    with pytest.raises(QueryError, match="cannot be parsed: error at 1:"):
        ask(small, "SELECT ?o WHERE {")


def test_the_saved_queries_are_listed_with_their_questions() -> None:
    text = output("query")
    for saved in saved_queries().values():
        assert saved.name in text


def test_a_query_in_the_place_of_a_name_is_told_where_it_goes() -> None:
    with pytest.raises(CsekgError, match=r"a query of your own comes from .* csekg query -"):
        output("query", "ASK { ?s ?p ?o }")


def test_a_parameter_needs_a_name() -> None:
    with pytest.raises(CsekgError, match="'opsc' is no parameter; write name=value"):
        output("query", next(iter(saved_queries())), "opsc")
