"""The files of briefs, read by libraries: what they say, how they are made, which parts are English."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from csekg.answers.briefs.brief import Brief, brief
from csekg.answers.briefs.kit import kit
from csekg.answers.entities.actors import actors
from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.texts import untranslated
from csekg.sparql.oxigraph_store import Store
from csekg_api.briefs import docx as word
from csekg_api.briefs import pdf
from csekg_api.briefs.contents import document, first_to_join
from csekg_api.briefs.document import Document, Heading, Items, Paragraph, Run, Table, with_english_apart
from csekg_api.briefs.job import Form, brief_job, encode
from csekg_api.briefs.kit_contents import kit_document
from csekg_api.briefs.sections import annex
from tests.command import environment

STATES = ("IRL", "IRN", "EUE")
_BASE = "https://register.example"


DAY = date(2026, 11, 30)


def _page(store: Store, key: str) -> tuple[Brief, Document]:
    """Return a brief with the page for the minister, and how to join the treaty asked for first."""
    found = brief(store, key, DAY)
    treaty = first_to_join(found)
    joins = kit_document(kit(store, key, treaty, DAY), "Register", _BASE, ("pdf",)) if treaty else None
    return found, document(found, "Register", _BASE, f"{_BASE}/states/{key}/brief", joins)


def _document(store: Store, key: str) -> tuple[Brief, Document]:
    """Return a brief with its annex, the longer of the two."""
    found = brief(store, key, DAY)
    return found, annex(found, "Register", _BASE, f"{_BASE}/states/{key}/brief")


def _words(content: Document) -> list[str]:
    """Return the words of a document up to its second page."""
    texts = [content.title, content.subtitle]
    for block in content.blocks:
        match block:
            case Heading(new_page=True):
                break
            case Heading():
                texts.append(block.text)
            case Paragraph():
                texts += [run.text for run in block.line]
            case Items():
                texts += [run.text for line in block.lines for run in line]
    return " ".join(texts).split()


def test_the_page_for_the_minister_has_at_most_350_words_and_three_asks(store: Store) -> None:
    for each in actors(store):
        if each.kind != "former":
            page = document(brief(store, each.key, DAY), "The 16/2 Register", _BASE, f"{_BASE}/states/{each.key}/brief")
            assert len(_words(page)) <= 350, each.key
            asks = [block.lines for block in page.blocks if isinstance(block, Items)]
            assert all(len(lines) <= 3 for lines in asks), each.key


#: What nobody would say aloud, and what a Committee, not we, would say.
UNSAID = re.compile(
    r"full months|no act read|^Of it:|asks it in full|Scrape of|three things|are left|next is due|Put into effect"
    r"|such reservations|of 18 treaties|more on the page|more stand|more request|act against it"
)


def test_no_page_says_what_nobody_would_say_aloud(store: Store) -> None:
    for key in ("KEN", "CHN", "IRN", "USA", "GMB", "URY", "ESP", "FRA", "VAT", "EUE", "COK", "PSE", "RUS"):
        _found, page = _page(store, key)
        assert not UNSAID.search(" ".join(_words(page))), key


def _plain(text: str) -> str:
    """Return a text without the hyphens and breaks that a line of print adds."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def _names_of(key: str, of: Brief) -> list[str]:
    """Return what the typed answer holds that each form of the annex must show."""
    shown = [of.state.name, of.release.version or "", f"/states/{key}/brief"]
    shown += [row.treaty.name for row in of.joined]
    shown += [request.asks for request in of.requests]
    shown += [one.article.name.rpartition(" ")[2] for request in of.requests for one in request.others]
    shown += [ask.drafts.question for ask in of.asks[:3]]
    shown += [each.statement.description or "" for each in of.touching]
    return [*shown, *(source.name for source in of.sources)]


@pytest.mark.parametrize("key", STATES)
def test_pdf_says_what_the_answer_says(store: Store, key: str) -> None:
    found, content = _document(store, key)
    made = pdf.pdf(content)
    read = PdfReader(io.BytesIO(made))
    # A name may go on upon the next page, beyond the foot of this one.
    foot = re.compile(re.escape(_plain(content.footer)) + r"\d/\d")
    text = "".join(foot.sub("", _plain(page.extract_text())) for page in read.pages)
    assert [each for each in _names_of(key, found) if _plain(each) not in text] == []
    assert read.metadata is not None
    assert read.metadata.title == content.title
    assert read.metadata.creation_date is None
    assert pdf.pdf(content) == made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["COK", "KEN", "SGP", "SOM"])
def test_print_has_one_page_for_the_minister_and_one_on_how_to_join(store: Store, language: str, key: str) -> None:
    with speaking(language):
        _found, content = _page(store, key)
        second = next(block.text for block in content.blocks if isinstance(block, Heading) and block.new_page)
        payload = encode("pdf", content)
    pages = PdfReader(io.BytesIO(brief_job(payload).body)).pages
    assert len(pages) == 2
    if language in ("en", "fr", "es", "ru"):
        assert _plain(str(second)) in _plain(pages[1].extract_text())
    links = {link["/A"]["/URI"] for page in pages for link in page.get("/Annots", ()) if "/URI" in link["/A"]}
    assert {f"{_BASE}/resolution", f"{_BASE}/states/{key}/brief?part=annex"} <= links


def test_text_in_print_has_nine_points_at_least_and_that_for_the_minister_eleven() -> None:
    assert (min(map(float, pdf._SIZES)), pdf._SIZES[0]) == (9, "11")
    assert "first = if doc.pages > 0 { 11pt }" in pdf._template().decode()


def test_pdf_is_tagged_and_names_its_language(store: Store) -> None:
    read = PdfReader(io.BytesIO(pdf.pdf(_document(store, "IRL")[1])))
    root: Any = read.trailer["/Root"].get_object()
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = set(_kinds(root["/StructTreeRoot"]))
    assert {"/H1", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link"} <= kinds
    assert b"pdfuaid" in root["/Metadata"].get_data()


def _kinds(node: object) -> list[str]:
    if isinstance(node, IndirectObject):
        node = node.get_object()
    if isinstance(node, list):
        return [kind for each in node for kind in _kinds(each)]
    if not isinstance(node, DictionaryObject):
        return []
    return [str(node.get("/S", "")), *_kinds(node.get("/K", []))]


@pytest.mark.parametrize("key", STATES)
def test_docx_says_what_the_answer_says_under_real_headings(store: Store, key: str) -> None:
    found, content = _document(store, key)
    made = word.docx_file(content)
    read = docx.Document(io.BytesIO(made))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    text = _plain("".join([*(each.text for each in read.paragraphs), *cells]))
    assert [each for each in _names_of(key, found) if _plain(each) not in text] == []
    headings = [e.text for e in read.paragraphs if e.style and e.style.name in ("Heading 1", "Heading 2")]
    assert headings == [block.text for block in content.blocks if isinstance(block, Heading)]
    assert read.core_properties.title == content.title
    assert read.core_properties.language == "en-GB"
    released = read.core_properties.created
    assert released is not None
    assert released.date() == content.day
    assert word.docx_file(content) == made


def test_docx_lists_begin_at_one_and_tables_have_headings(store: Store) -> None:
    page, annexed = (made(store, "IRL")[1] for made in (_page, _document))
    # Both parts in one file: two lists with numbers, and tables.
    made = word.docx_file(page.model_copy(update={"blocks": (*page.blocks, *annexed.blocks)}))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        body = archive.read("word/document.xml").decode()
        numbering = archive.read("word/numbering.xml").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        links = archive.read("word/_rels/document.xml.rels").decode()
    numbered = set(re.findall(r'<w:numId w:val="(\d+)"/>', body))
    assert len(numbered) == 2
    for number in numbered:
        assert re.search(rf'<w:num w:numId="{number}">.*?<w:startOverride w:val="1"/>', numbering, re.S)
    assert body.count("<w:tblHeader/>") == body.count("<w:tbl>") == 2
    assert f'Target="{_BASE}/resolution/op/3"' in links


def test_a_text_cannot_become_an_instruction() -> None:
    hostile = '#read("/etc/passwd") $x$ *b* <w:p/> & ]]> \\ "{{ 7*7 }} #eval("1+1")'
    content = Document(
        title=hostile,
        subtitle=hostile,
        publisher=hostile,
        footer=hostile,
        base=_BASE,
        day=None,
        language="en",
        direction="ltr",
        blocks=(
            Paragraph(line=(Run(text=hostile, path="/x?<>\"'"), Run(text=hostile, strong=True))),
            Items(lines=((Run(text=hostile),),), ordered=True),
            Table(name="t", headings=(hostile,), rows=(((Run(text=hostile),),),), shares=(1,)),
        ),
    )
    text = PdfReader(io.BytesIO(pdf.pdf(content))).pages[0].extract_text()
    assert _plain(text).count(_plain(hostile)) == 8
    read = docx.Document(io.BytesIO(word.docx_file(content)))
    assert read.paragraphs[0].text == hostile


_ALONE = """
import sys
from csekg_api.briefs import docx, pdf
from csekg_api.briefs.document import Document
import hashlib, time
content = Document.model_validate_json(sys.stdin.read())
print(*(hashlib.sha256(make(content)).hexdigest() for make in (pdf.pdf, docx.docx_file)))
"""


def test_another_process_in_another_zone_gives_the_same_bytes(store: Store) -> None:
    content = _document(store, "EUE")[1].model_dump_json()
    made = {
        subprocess.run(
            [sys.executable, "-c", _ALONE],
            input=content,
            capture_output=True,
            text=True,
            check=True,
            env={**environment(), "TZ": zone, "PYTHONHASHSEED": seed},
        ).stdout
        for zone, seed in (("UTC", "1"), ("Asia/Kathmandu", "2"))
    }
    assert len(made) == 1


ENGLISH = "It declares this (art. 3, 2)."
TEXT = "البيان: " + untranslated(ENGLISH) + " وهو سار."


@pytest.fixture
def arabic() -> Document:
    line = (Run(text=TEXT, strong=True),)
    return Document(
        title="عنوان",
        subtitle="موجز",
        publisher="السجل",
        footer="تذييل",
        base="https://a.example",
        day=None,
        language="ar",
        direction="rtl",
        blocks=(
            Paragraph(line=line),
            Items(lines=(line,)),
            Table(name="ج", headings=("عمود",), rows=((line,),), shares=(1,)),
        ),
    )


def _made(form: Form, document: Document) -> bytes:
    return brief_job(encode(form, document)).body


def test_each_run_is_english_or_not(arabic: Document) -> None:
    paragraph, items, table = with_english_apart(arabic).blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(items, Items)
    assert isinstance(table, Table)
    assert paragraph.line == items.lines[0] == table.rows[0][0]
    assert [(run.text, run.english, run.strong) for run in paragraph.line] == [
        ("البيان: ", False, True),
        (ENGLISH, True, True),
        (" وهو سار.", False, True),
    ]


def test_english_in_an_arabic_pdf_keeps_its_own_order(arabic: Document) -> None:
    text = PdfReader(io.BytesIO(_made("pdf", arabic))).pages[0].extract_text()
    # Without isolation its full stop stands on the other side of the Arabic that follows.
    assert len(re.findall(re.escape(ENGLISH), text)) == 3, text


def test_english_in_an_arabic_word_document_runs_from_left_to_right(arabic: Document) -> None:
    word = docx.Document(io.BytesIO(_made("docx", arabic)))
    runs = [run for paragraph in word.paragraphs for run in paragraph.runs]
    english = [run for run in runs if run.text == ENGLISH]
    assert len(english) == 2
    for run in english:
        assert run.font.rtl is False
        (language,) = run._r.iter(qn("w:lang"))
        assert language.get(qn("w:val")) == "en-GB"
    assert all(run.font.rtl is None for run in runs if run.text != ENGLISH)
