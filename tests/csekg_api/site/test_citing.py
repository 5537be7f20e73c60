"""Pages with figures say how they are cited: as text, and as files for BibTeX and RIS."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from csekg.releases.citation_formats import NAME
from csekg_api.settings import Settings

_ANSWERS = {
    "/joined?status=not-bound&treaty=crc&group=eu": "member States of the European Union, none is outside the CRC.",
    "/joined?group=m49-002&status=signatory": "States of Africa signed and did not ratify one or more",
    "/compare?state=FRA&state=KEN": "France, Kenya side by side",
    "/compare?treaty=opsc&treaty=tip": "OPSC, Trafficking Protocol over time",
    "/joined?view=table&on=2007-04-27": "Every State under every treaty, 27 Apr 2007",
    "/changes?from=2025-01-01": "What changed, 1 Jan 2025",
    "/states/IRL": "Ireland: status under",
    "/treaties/opsc": "parties, final clauses",
}


@pytest.mark.parametrize(("path", "title"), _ANSWERS.items())
def test_an_answer_is_cited_as_text_bibtex_and_ris(site: TestClient, path: str, title: str) -> None:
    page = site.get(path, headers={"Accept": "text/html"}).text
    text = page.split('<p id="citation">')[1].split("</p>")[0]
    version = site.get("/api/v1/cite/dataset/csekg").text.split("release ")[1].split()[0]
    assert text.startswith("csekg contributors, “")
    assert title in text
    assert f"”, {NAME}, release {version}, data as of " in text
    joint = "&" if "?" in path else "?"
    bibtex = site.get(f"{path}{joint}cite=bibtex")
    assert bibtex.headers["content-type"] == "application/x-bibtex"
    assert bibtex.headers["content-disposition"] == 'attachment; filename="csekg.bib"'
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", bibtex.text, re.MULTILINE))
    assert title in fields["title"]
    assert (fields["version"], fields["url"]) == (version, f"http://testserver{path}")
    assert fields["note"].startswith("data as of ")
    ris = site.get(f"{path}{joint}cite=ris").text
    assert f"T2  - {NAME}\r\n" in ris
    assert f"UR  - http://testserver{path}\r\n" in ris


def test_what_is_no_answer_is_not_cited(site: TestClient) -> None:
    answer = site.get("/joined?status=not-bound&treaty=crx&cite=bibtex", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_the_default_name_of_the_site_is_that_of_the_data() -> None:
    assert Settings.model_fields["site_name"].default == NAME
