from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from csekg.answers.quality.dataset import StatedRelease
from csekg.facts.release import read_release
from csekg.releases.citation_formats import Citation
from csekg.resources import data_dir
from tests.csekg_api.rest.conftest import Get

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
        "\n  howpublished = {csekg knowledge graph},\n  url = {https://w3id.org/csekg/id/x}\n}\n"
    )
