"""English within a document of another language: told apart, and isolated where Arabic is set."""

from __future__ import annotations

import io
import re

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from csekg.languages.texts import untranslated
from csekg_api.briefs.document import Document, Items, Paragraph, Run, Table, with_english_apart
from csekg_api.briefs.job import Form, brief_job, encode

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
