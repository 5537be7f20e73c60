"""Sources, disagreements, quality and citations over REST."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from csekg.answers.quality.dataset import StatedRelease
from csekg.facts.release import read_release
from csekg.releases.citation_formats import Citation
from csekg.resources import data_dir
from csekg.sparql.oxigraph_store import Store
from csekg_api.indexes import dataset_report
from tests.csekg_api.rest.conftest import Get
from tests.records import all_facts


def test_a_source_tells_the_treaties_it_speaks_of(get: Get, problem: Get) -> None:
    said: dict[str, set[str]] = {}
    for statement in all_facts().statements:
        said.setdefault(statement.source, set()).add(statement.treaty)
    for item in get("/sources", limit=500)["items"]:
        # A source that only repeats what others state has no graph of its own.
        if item["hasGraph"]:
            assert said.get(item["key"], set()) <= {treaty["key"] for treaty in item["treaties"]}
    found = get("/sources", treaty="opsc", limit=500)["items"]
    shown = {item["key"] for item in found}
    assert {key for key, treaties in said.items() if "opsc" in treaties} <= shown
    assert problem("/sources", treaty="opcs")[0] == 404
    assert problem("/sources/fedlex-opsc")[0] == 404


def test_a_source_counts_its_triples(get: Get, store: Store) -> None:
    answer = get("/sources/fedlex-opsc-20230420")
    rows = store.values(f"SELECT ?s WHERE {{ GRAPH <{answer['hasGraph']}> {{ ?s ?p ?o }} }}")
    assert answer["statements"] == len(rows) > 1000
    assert [treaty["key"] for treaty in answer["treaties"]] == ["opsc"]


def test_quality_tells_measures_and_findings(get: Get, store: Store) -> None:
    answer = get("/quality")
    report = dataset_report(store)
    counts = {severity.value: count for severity, count in report.counts().items()}
    assert answer["findings"] == counts
    assert counts["violation"] == 0
    measures = {measure["key"]: measure["value"] for measure in answer["measures"]}
    assert measures["differences-open"] == get("/discrepancies", status="open")["total"]
    assert get("/quality/findings", limit=1000)["total"] == len(report.findings)
    warnings = get("/quality/findings", severity="warning", limit=1000)
    assert warnings["total"] == counts["warning"] > 0
    shape = warnings["items"][0]["shape"]
    assert all(item["shape"] == shape for item in get("/quality/findings", shape=shape)["items"])


THING = "action/opsc/FRA/2003-02-05/ratification"
IRI = f"https://w3id.org/csekg/id/{THING}"
TITLE = "France, OPSC: ratification, 5 Feb 2003"
ABOUT = read_release(data_dir())


def test_a_citation_names_thing_and_release(api: TestClient) -> None:
    answer = api.get(f"/api/v1/cite/{THING}")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    for part in (TITLE, IRI, f"release {ABOUT.version}", "csekg contributors"):
        assert part in answer.text


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        ("bibtex", "application/x-bibtex", "@misc{csekg-action-opsc-FRA-2003-02-05-ratification-"),
        ("ris", "application/x-research-info-systems", "TY  - DATA\r\nAU  - csekg contributors"),
        ("csl", "application/vnd.citationstyles.csl+json", "[\n {\n"),
        ("text", "text/plain", "csekg contributors, “France"),
    ],
)
def test_by_parameter_and_by_accept_header(api: TestClient, form: str, media_type: str, begins: str) -> None:
    named = api.get(f"/api/v1/cite/{THING}?format={form}")
    accepted = api.get(f"/api/v1/cite/{THING}", headers={"Accept": media_type})
    for answer in (named, accepted):
        assert answer.headers["content-type"].startswith(media_type)
        assert answer.text.startswith(begins)
    assert named.content == accepted.content


def test_participations_treaties_and_the_dataset_are_cited(api: TestClient) -> None:
    for thing, title in (
        ("participation/opsc/FRA", "France"),
        ("instrument/opsc", "sale of"),
        ("dataset/csekg", "csekg"),
    ):
        assert title in api.get(f"/api/v1/cite/{thing}").text


def test_what_is_not_there_and_what_is_no_form(problem: Get, api: TestClient) -> None:
    for thing in ("nothing", "state/XYZ", "state/%22", "state/%3E", "dataset/csekg%23"):
        status, detail = problem(f"/cite/{thing}")
        assert status == 404, detail
    assert problem(f"/cite/{THING}", format="apa")[0] == 422
    refused = api.get(f"/api/v1/cite/{THING}", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert "application/x-bibtex" in refused.json()["detail"]


def test_the_page_of_a_thing_has_its_citation(api: TestClient) -> None:
    page = api.get(f"/page/{THING}").text
    assert "How to cite" in page
    assert f"release {ABOUT.version}" in page
    for form in ("bibtex", "ris", "csl", "text"):
        assert f'href="/api/v1/cite/{THING}?format={form}"' in page


def test_what_latex_reads_as_commands_is_escaped() -> None:
    odd = Citation(
        r"100% & {\x} #1_a ~^$", "https://w3id.org/csekg/id/x", StatedRelease(version=None, released_on=None, doi=None)
    )
    assert odd.bibtex() == (
        "@misc{csekg-x,\n  author = {{csekg contributors}},\n"
        r"  title = {{100\% \& \{\textbackslash{}x\} \#1\_a "
        r"\textasciitilde{}\textasciicircum{}\$}},"
        "\n  howpublished = {The 16/2 Register},\n  url = {https://w3id.org/csekg/id/x}\n}\n"
    )
