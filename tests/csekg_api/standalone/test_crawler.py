"""What the folder holds of one State, over the small facts: pages, brief, workbook, and what stands for forms."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import anyio
import openpyxl
import pytest
from lxml import html

from csekg.languages.current import speaking
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from csekg_api.standalone import crawler
from csekg_api.standalone.build import no_form, notice, pack, script_words
from csekg_api.standalone.crawler import Crawler, FolderFiles, Rewriting
from csekg_api.standalone.scope import Address
from csekg_api.web.urls import NOWHERE

_PAGES = ("/states/KEN", "/states/KEN/brief", "/states/KEN/join/opsc", "/gaps", "/states", "/treaties/opsc", "/about")
_BEGIN = (*map(Address, _PAGES), Address("/gaps", "treaty=opsc"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("folder")


@pytest.fixture(scope="module")
def folder(facts: bytes, out: Path) -> FolderFiles:
    """The pages of Kenya, the list of States and the gaps, with the files that they link to."""
    app = create_app(Store(facts), "f" * 64, Settings(public_url=NOWHERE, log_format="none", page_timeout=100))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crawler, "is_page", lambda address, _languages: address in _BEGIN)
        patch.setattr(crawler, "is_file", lambda _address: False)
        return anyio.run(Crawler(app, NOWHERE, out, ("en",)).all, _BEGIN, lambda _pages: None)


def rewritten(folder: FolderFiles, out: Path, address: Address) -> html.HtmlElement:
    rewriting = Rewriting(NOWHERE, False, folder, lambda name: name, lambda: notice("1", ""), script_words, no_form)
    with speaking("en"):
        page = rewriting.page(address, (out / folder.files[address]).read_bytes())
    return html.document_fromstring(page.decode())


def test_a_state_has_its_brief_and_workbook_beside_its_page(folder: FolderFiles, out: Path) -> None:
    assert (out / "states/KEN/brief.pdf").read_bytes().startswith(b"%PDF")
    assert b"folder.invalid" not in (out / "states/KEN/brief.pdf").read_bytes()
    with zipfile.ZipFile(out / "states/KEN/brief.docx") as word:
        assert not [name for name in word.namelist() if b"folder.invalid" in word.read(name)]
    book = openpyxl.load_workbook(io.BytesIO((out / "states/KEN.xlsx").read_bytes()))
    assert "Status" in book.sheetnames
    about = {str(row[0].value): str(row[1].value) for row in book["About"].iter_rows()}
    assert about["Asked at"] == "/states/KEN?format=xlsx"


def test_pages_link_to_these_files(folder: FolderFiles, out: Path) -> None:
    links = rewritten(folder, out, Address("/states/KEN/brief")).xpath("//a/@href")
    assert {"../brief.pdf", "../brief.docx"} <= {*links}
    assert "../KEN.xlsx" in rewritten(folder, out, Address("/states/KEN")).xpath("//a/@href")


def test_a_state_has_the_pages_on_how_to_join_with_the_instrument_as_text(folder: FolderFiles, out: Path) -> None:
    assert "Kenya" in (out / "states/KEN/join/opsc/instrument.txt").read_text(encoding="utf-8")
    assert "join/opsc/index.html" in rewritten(folder, out, Address("/states/KEN")).xpath("//a/@href")
    links = rewritten(folder, out, Address("/states/KEN/join/opsc")).xpath("//a/@href")
    assert [link for link in links if "instrument." in link] == ["instrument.txt"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "such as forms, is not in it"), ("fr", "comme les formulaires, n\N{RIGHT SINGLE QUOTATION MARK}y est pas")],
)
def test_the_notice_on_top_is_made_of_sentences(language: str, words: str) -> None:
    with speaking(language):
        plain, linked = notice("1", "").text_content(), notice("1", "https://treaties.example.org").text_content()
    assert words in plain
    assert linked.endswith("https://treaties.example.org")


def test_where_a_form_was_the_choices_that_the_copy_has_are_links(folder: FolderFiles, out: Path) -> None:
    [note] = rewritten(folder, out, Address("/gaps")).xpath("//p[starts-with(., 'Other choices need the service')]")
    assert [(each.text, each.get("href")) for each in note.xpath("a")] == [("OPSC", "treaty=opsc/index.html")]


def test_a_form_without_such_pages_is_told_of_once(folder: FolderFiles, out: Path) -> None:
    page = rewritten(folder, out, Address("/treaties/opsc"))
    assert len(page.xpath("//p[starts-with(., 'This copy shows the whole list')]")) == 1
    assert not page.xpath("//form[@action]")


def test_about_promises_no_form(folder: FolderFiles, out: Path) -> None:
    text = rewritten(folder, out, Address("/about")).text_content()
    assert "send a report to the person or the office from whom you have this page" in text
    assert "Write the report" not in text


def test_a_packed_folder_is_the_same_each_time(folder: FolderFiles, out: Path, tmp_path: Path) -> None:
    assert folder.pages
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    pack(out, one)
    pack(out, other)
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as packed:
        assert "csekg/states/KEN.xlsx" in packed.namelist()
        assert packed.read("csekg/states/KEN.xlsx") == (out / "states/KEN.xlsx").read_bytes()
