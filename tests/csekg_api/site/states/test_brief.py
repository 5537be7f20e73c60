"""The pages of briefs and their files, over HTTP."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from tests.csekg_api.site.conftest import Open


def test_the_page_says_what_to_ask_and_leads_to_its_files(show: Open) -> None:
    page = show("/states/IRL/brief")
    assert page.status == 200
    assert "Ratify the OPSC. Paragraph 3 urges this" in page.text
    assert "not ratified 25 years later" in page.text
    assert "Finland (1 Jun 2012)" in page.text
    assert "release 2026.11.0" in page.text
    links = {link["href"] for link in page.all("a")}
    assert {"/states/IRL/brief.pdf", "/states/IRL/brief.docx", "/resolution/op/3"} <= links
    assert len(page.html) < 200_000


def test_files_have_a_name_for_people_and_are_known_again(site: TestClient) -> None:
    pdf = site.get("/states/CIV/brief.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"] == (
        'inline; filename="Brief Cote d\'Ivoire 2026.11.0.pdf"; '
        "filename*=UTF-8''Brief%20C%C3%B4te%20d%E2%80%99Ivoire%202026.11.0.pdf"
    )
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) <= 2
    again = site.get("/states/CIV/brief.pdf", headers={"If-None-Match": pdf.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    french = site.get("/fr/states/DEU/brief.pdf").headers["content-disposition"]
    assert 'filename="Note de synthese Allemagne 2026.11.0.pdf"' in french
    file = site.get("/states/CIV/brief.docx")
    assert file.headers["content-disposition"].startswith("attachment; filename=")
    links = docx.Document(io.BytesIO(file.content)).part.rels.values()
    assert "http://testserver/resolution" in {link.target_ref for link in links}


def test_no_brief_is_refused_clearly(site: TestClient, show: Open) -> None:
    page = show("/states/YUG/brief")
    assert page.status == 404
    assert "see Serbia (SRB), which continues it" in page.text
    for path in ("/states/YUG/brief.pdf", "/api/v1/states/YUG/brief"):
        problem = site.get(path).json()
        assert problem["status"] == 404
        assert "ceased to exist on 4 Feb 2003" in problem["detail"]
    assert site.get("/states/XYZ/brief.docx").status_code == 404
    assert site.get("/states/IRL/brief.exe").status_code in (404, 422)
    assert site.get("/states/IRL/brief.pdf?x=1&x=2").status_code == 400


@pytest.mark.parametrize(("language", "name"), [("ar", "أيرلندا"), ("zh", "爱尔兰")])
def test_files_have_the_letters_and_the_direction_of_their_language(site: TestClient, language: str, name: str) -> None:
    made = site.get(f"/{language}/states/IRL/brief.pdf")
    editable = site.get(f"/{language}/states/IRL/brief.docx")
    assert made.headers["content-language"] == editable.headers["content-language"] == language
    assert str(PdfReader(io.BytesIO(made.content)).root_object["/Lang"]) == language
    with zipfile.ZipFile(io.BytesIO(editable.content)) as archive:
        styles = archive.read("word/styles.xml").decode()
        body = archive.read("word/document.xml").decode()
    assert name in body
    assert f'w:bidi="{language}"' in styles
    right_to_left = language == "ar"
    assert ("<w:rtl/>" in styles, "<w:bidiVisual/>" in body) == (right_to_left, right_to_left)
