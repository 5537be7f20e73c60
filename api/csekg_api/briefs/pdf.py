"""Sets a document as PDF with Typst: tagged (PDF/UA-1), the same bytes whenever it is made."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import typst

from csekg_api.briefs.document import Document

_TEMPLATE = Path(__file__).with_name("brief.typ")
#: Checked by the compiler: title, language, order of headings, tags of everything that is read.
_STANDARD: Final = "ua-1"
#: Sizes of the text in points, the largest first. The first page always has the first one.
_SIZES = ("11", "10", "9.5", "9")
_PAGE = re.compile(rb"/Type\s*/Page\b")
#: Packages with fonts for letters that those of Typst lack, with their folders.
_FONTS = (("fontpkg_amiri", "files"), ("pylopdf_fonts_zh_cn", "."))
#: A letter of each face of these fonts, whose files are read when they are first set.
_LETTERS = '#set text(font: ("Amiri", "Noto Serif SC"))\n\N{ARABIC LETTER AIN} *\N{ARABIC LETTER AIN}* 法'


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@cache
def _compiler() -> typst.Compiler:
    # Fonts of the system would give other bytes on other machines.
    folders = [str(files(package) / folder) for package, folder in _FONTS]
    return typst.Compiler(ignore_system_fonts=True, font_paths=folders)


def prepare() -> None:
    """Read the template and the fonts, since a sealed worker opens no file."""
    _template(), _compiler().compile(_LETTERS.encode(), format="pdf", timestamp=0)


def pdf(document: Document) -> bytes:
    """Return a document as PDF; beyond its first page in the largest of the sizes that keeps it to its pages."""
    made = b""
    for size in _SIZES if document.pages else _SIZES[1:2]:
        compiled = _compiler().compile(
            _template(),
            format="pdf",
            sys_inputs={"document": document.model_dump_json(), "size": size},
            pdf_standards=_STANDARD,
            timestamp=0,
        )
        assert isinstance(compiled, bytes)
        made = compiled
        if len(_PAGE.findall(made)) <= document.pages:
            break
    return made
