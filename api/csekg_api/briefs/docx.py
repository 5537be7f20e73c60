"""Writes a document as DOCX, for people who edit it: real headings, lists and tables."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from functools import cache
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_DIRECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from csekg_api.briefs.document import Block, Document, Heading, Items, Line, Paragraph, Run, Table

#: A ZIP archive has no earlier day; the true one would make the bytes differ.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_INK, _BLUE, _PALE = RGBColor(0x1B, 0x1B, 0x1B), RGBColor(0x0B, 0x4A, 0x8F), RGBColor(0xD9, 0xE2, 0xEC)
#: Blocks of a bar that draws a share.
_BLOCKS = 10
_WIDTH = 170
_SMALL = "Small Text"
_ENGLISH = "en-GB"
#: What stands behind `w:bidi` in the properties of a paragraph (ECMA-376, CT_PPrBase).
_AFTER_BIDI = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)
#: Typefaces for scripts other than those of Europe.
_FACES = {"eastAsia": "Microsoft YaHei", "cs": "Arial"}


@cache
def _template() -> bytes:
    """Return an empty document with the styles, and a footer to be filled."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _WIDTH) // 2)
    section.top_margin = section.bottom_margin = Mm(18)
    section.footer.paragraphs[0].text = ""
    for name, size, before, after in (
        ("Normal", 11, 0, 4),
        ("Title", 20, 0, 4),
        ("Heading 1", 13, 10, 3),
        ("List Number", 11, 0, 3),
        ("List Bullet", 11, 0, 3),
    ):
        style = word.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        # The theme's typeface would come before the style's.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        for script, face in _FACES.items():
            fonts.set(qn(f"w:{script}"), face)
        style.font.color.rgb = _BLUE if name == "Heading 1" else _INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = (Pt(before), Pt(after))
    small = word.styles.add_style(_SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = word.styles["Normal"]
    small.font.size = Pt(8.5)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def prepare() -> None:
    """Read the files of python-docx, since a sealed worker opens no file."""
    _template()


def docx_file(document: Document) -> bytes:
    """Return a document as DOCX, the same bytes whenever it is made."""
    word = docx.Document(io.BytesIO(_template()))
    _describe(word, document)
    word.sections[0].footer.paragraphs[0].text = document.footer
    word.add_paragraph(document.title, style="Title")
    word.add_paragraph(document.subtitle, style=_SMALL)
    for block in document.blocks:
        _add(word, block, document)
    written = io.BytesIO()
    word.save(written)
    return _without_times(written.getvalue())


def _describe(word: Word, document: Document) -> None:
    about = word.core_properties
    language = _ENGLISH if document.language == "en" else document.language
    about.title, about.author, about.language = document.title, document.publisher, language
    about.subject, about.comments, about.last_modified_by = document.subtitle, "", ""
    if document.day:
        about.created = about.modified = datetime.combine(document.day, time(), UTC)
    style: Any = word.styles["Normal"].element
    if document.direction == "rtl":
        style.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
        style.get_or_add_rPr().append(OxmlElement("w:rtl"))
    tags = OxmlElement("w:lang")
    # Which of the three holds depends on the script of each letter.
    for kind in ("val", "eastAsia", "bidi"):
        tags.set(qn(f"w:{kind}"), language)
    style.get_or_add_rPr().append(tags)


def _add(word: Word, block: Block, document: Document) -> None:
    base = document.base
    match block:
        case Heading():
            word.add_heading(block.text, block.level).paragraph_format.page_break_before = block.new_page or None
        case Paragraph():
            _fill(word.add_paragraph(style=_SMALL if block.small else None), block.line, base)
        case Items():
            style = "List Number" if block.ordered else "List Bullet"
            number = _new_numbers(word) if block.ordered else None
            for line in block.lines:
                paragraph = word.add_paragraph(style=style)
                if number is not None:
                    _number(paragraph, number)
                _fill(paragraph, line, base)
        case Table():
            _add_table(word, block, document)


def _new_numbers(word: Word) -> int:
    """Return the number of a new list that begins at 1; else it would go on after the one before.

    The elements are those of python-docx that its types leave out.
    """
    numbering: Any = word.part.numbering_part.element
    style: Any = word.styles["List Number"].element
    listed = style.pPr.numPr.numId.val
    abstract = next(each for each in numbering.num_lst if each.numId == listed).abstractNumId.val
    own = numbering.add_num(abstract)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(own.numId)


def _number(paragraph: WordParagraph, number: int) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()
    listed = properties.get_or_add_numPr()
    listed.get_or_add_ilvl().val, listed.get_or_add_numId().val = 0, number


def _add_table(word: Word, block: Table, document: Document) -> None:
    table = word.add_table(rows=1 + len(block.rows), cols=len(block.headings), style="Table Grid")
    table.autofit = False
    if document.direction == "rtl":
        table.table_direction = WD_TABLE_DIRECTION.RTL
    headings = tuple((Run(text=text, strong=True),) for text in block.headings)
    small = word.styles[_SMALL].style_id
    for row, lines in zip(table.rows, (headings, *block.rows), strict=True):
        for cell, line, share in zip(row.cells, lines, block.shares, strict=True):
            cell.width = Mm(_WIDTH * share / sum(block.shares))
            paragraph = cell.paragraphs[0]
            # By its identifier: by its name, python-docx looks through all styles each time.
            element: Any = paragraph._p
            element.style = small
            paragraph.paragraph_format.space_after = Pt(1)
            _fill(paragraph, line, document.base)
    # A row that readers know as the heading, and repeat on each page.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    # Else a table that follows would join this one.
    word.add_paragraph(style=_SMALL)


def _fill(paragraph: WordParagraph, line: Line, base: str) -> None:
    for run in line:
        if run.path and base:
            _link(paragraph, run, "" if "://" in run.path else base)
        else:
            _add_run(paragraph, run)


def _add_run(paragraph: WordParagraph, run: Run) -> WordRun:
    if run.share:
        part, whole = run.share
        full = round(_BLOCKS * part / max(whole, 1))
        for blocks, color in ((full, _BLUE), (_BLOCKS - full, _PALE)):
            paragraph.add_run("\N{FULL BLOCK}" * blocks).font.color.rgb = color
        paragraph.add_run(" ")
    added = paragraph.add_run(run.text)
    added.bold = run.strong or None
    if run.english:
        added.font.rtl = False
        tag = OxmlElement("w:lang")
        tag.set(qn("w:val"), _ENGLISH)
        properties: Any = added._r.get_or_add_rPr()
        properties.append(tag)
    return added


def _link(paragraph: WordParagraph, run: Run, base: str) -> None:
    """Add a hyperlink, which python-docx reads and does not write."""
    part = paragraph.part
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(base + run.path, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    shown = _add_run(paragraph, run)
    shown.font.color.rgb = _BLUE
    link.append(shown._r)
    whole: Any = paragraph._p
    whole.append(link)


def _without_times(content: bytes) -> bytes:
    """Return a ZIP archive with one fixed day for each of its files."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The system on which an archive is made is written there as well.
            entry.create_system = 0
            archive.writestr(entry, read.read(name))
    return written.getvalue()
