"""The pages of briefs and their files, over HTTP."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from tests.csekg_api.site.conftest import Open
from tests.records import examples


def test_the_page_says_what_to_ask_and_leads_to_its_files(show: Open) -> None:
    page = show("/states/IRL/brief")
    assert page.status == 200
    assert "Ratify the OPSC. Signed on 7 Sep 2000" in page.text
    assert "Ireland: how to join the OPSC" in page.text
    assert "Printed on " in page.text
    assert "release 2026.11.0" in page.text
    links = {link["href"] for link in page.all("a")}
    assert {"/states/IRL/brief.pdf", "/states/IRL/brief.docx", "/states/IRL/brief?part=annex"} <= links
    assert "/resolution/op/3" in links
    assert len(page.html) < 200_000
    annex = show("/states/IRL/brief", part="annex")
    assert "Ireland: annex to the brief, for advisers" in annex.text
    assert "When its next report is due is set by the Committee and not known here." in annex.text
    assert (
        "In the reviews of 2008 to 2014, which are those read here; its later reviews are not in the data" in annex.text
    )
    links = {link["href"] for link in annex.all("a")}
    assert {"/states/IRL/brief", "/states/IRL/brief.pdf?part=annex", "/resolution/op/4/b"} <= links
    assert any(link.startswith("https://docs.un.org/en/A/HRC/") for link in links)


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


def test_no_sentence_is_empty_and_every_status_has_its_source_and_day(show: Open) -> None:
    union, kenya = (show(f"/states/{key}/brief", part="annex").text for key in ("EUE", "KEN"))
    assert "Read: ." not in union
    for treaty in ("SR 0.311.54", "SR 0.311.542", "SR 0.311.541"):
        assert f"Systematic compilation of Swiss law, {treaty}: scope of application" in union
    assert "Worst Forms of Child Labour Convention: 7 Sep 2023" in kenya
    assert "OPSC, OPAC, OPIC: 3 Feb 2026" in kenya


def test_the_brief_on_a_territory_says_who_declared_what_and_until_when(show: Open) -> None:
    brief, place = (" ".join(show(path).text.split()) for path in ("/states/HKG/brief", "/places/HKG"))
    assert "CRC applies 1 Jul 1997 China, 10 Jun 1997: applies." in brief
    assert "United Kingdom of Great Britain and Northern Ireland, 7 Sep 1994: applies. Until 30 Jun 1997." in brief
    assert "from not known" not in brief
    for day in ("1 Jul 1997", "28 Apr 2000", "20 Mar 2008", "27 Sep 2006"):
        assert f"applies {day} China" in brief
        assert f"applies, from {day}" in place
    assert "For Hong Kong, reads the Convention as applying only after a live birth." in brief
    assert "Those taken back, on the page of the territory: 2." in brief
    assert "data as of 14 Jul 2023 to 24 Sep 2026" in brief
    assert "How to cite: csekg contributors, “China, Hong Kong SAR: brief for a meeting”" in brief


def test_how_to_join_tells_all_that_is_needed(site: TestClient, show: Open) -> None:
    page = show("/states/KEN/join/opsc")
    for said in (
        "Deposit an instrument of ratification with the Secretary-General of the United Nations (article 13(2)).",
        "It compares treaties, not the law of the State.",
        "Not compared: articles 3(1)(a)(ii), 3(5), 4(1).",
        "Deposited on ",
    ):
        assert said in page.text
    assert "/states/KEN/join/opsc" in {link["href"] for link in show("/states/KEN/brief").all("a")}
    assert "/states/KEN/join/opsc" in {link["href"] for link in show("/states/KEN").all("a")}
    # What must be declared with it, of another treaty.
    assert "[Declaration or notice under article 3(2): On " in show("/states/SOM/join/opac").text
    text = site.get("/states/KEN/join/opsc/instrument.txt")
    assert text.text.startswith("Instrument of ratification\n")
    assert "\nState: the Republic of Kenya\n" in text.text
    assert "[Signature, name, office, seal]" in text.text
    pdf = site.get("/states/KEN/join/opsc/instrument.pdf")
    assert "ratifies it and undertakes" in " ".join(PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())
    word = docx.Document(io.BytesIO(site.get("/states/KEN/join/opsc/instrument.docx").content))
    assert any(
        "adopted at New York on 25 May 2000. It was signed on 8 September 2000." in each.text
        for each in word.paragraphs
    )


@pytest.mark.parametrize("case", examples(Path(__file__).with_name("instruments.csv")), ids=lambda case: case["path"])
def test_an_instrument_says_what_the_law_asks_in_the_first_person(site: TestClient, case: dict[str, str]) -> None:
    text = " ".join(site.get(f"{case['path']}/instrument.txt").text.replace("\xa0", " ").split())
    assert [words for words in case["says"].split("|") if words not in text] == [], text


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/states/KEN/join/crc", "Kenya does not join the CRC: Bound since 2 Sep 1990."),
        ("/states/XKX/join/opsc", "does not join the OPSC"),
    ],
)
def test_where_there_is_nothing_to_join_is_told(show: Open, path: str, says: str) -> None:
    page = show(path)
    assert page.status == 404
    assert says in page.text


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
    assert site.get("/states/IRL/brief?part=all").status_code == 422


@pytest.mark.parametrize(("language", "name"), [("ar", "أيرلندا"), ("zh", "爱尔兰")])
def test_files_have_the_letters_and_the_direction_of_their_language(site: TestClient, language: str, name: str) -> None:
    made = site.get(f"/{language}/states/IRL/brief.pdf")
    editable = site.get(f"/{language}/states/IRL/brief.docx?part=annex")
    assert made.headers["content-language"] == editable.headers["content-language"] == language
    assert str(PdfReader(io.BytesIO(made.content)).root_object["/Lang"]) == language
    with zipfile.ZipFile(io.BytesIO(editable.content)) as archive:
        styles = archive.read("word/styles.xml").decode()
        body = archive.read("word/document.xml").decode()
    assert name in body
    assert f'w:bidi="{language}"' in styles
    right_to_left = language == "ar"
    assert ("<w:rtl/>" in styles, "<w:bidiVisual/>" in body) == (right_to_left, right_to_left)
