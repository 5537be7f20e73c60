"""Opens files of others: limits on size, encoding and form, before anything is read from them.

Parsers run without document types, entities and network. What is no file of the format raises
`SourceFileError`, which says what stands there instead.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree, html

from csekg.importers.records import MissingDocumentError, SourceFileError

#: Ten times the longest file that a depositary publishes (6 MB).
MOST_BYTES = 60_000_000

# The longest known file has 50,000 elements; each takes a hundred times the memory of its text.
_MOST_ELEMENTS = 1_000_000

# A page that a server gives, with status 200, in place of the content.
_MAINTENANCE = re.compile(
    rb"(?:urgent|scheduled|under|undergoing)\s+maintenance|(?:currently|temporarily)\s+unavailable"
    rb"|service\s+unavailable|just\s+a\s+moment|access\s+denied|enable\s+javascript",
    re.IGNORECASE,
)
# Possessive: a comment ends at its first `-->`, so that many of them cannot be divided in many ways.
_HTML = re.compile(rb"\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# Those of ISO-8859-1 are letters of another encoding.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BOM = b"\xef\xbb\xbf"
#: The parser of HTML compares each attribute of a tag with all before it; pages have under 20.
_MOST_ATTRIBUTES = 2000
# A start tag and the value of an attribute in it, each read once from left to right.
_TAG = re.compile(r"""<[a-z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+""", re.IGNORECASE)
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+)""")


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises SourceFileError for one that is missing, unreadable, empty or over the size limit.
    """
    place = path.name or str(path)
    try:
        if not path.is_file():
            problem = "is no file" if path.exists() else "does not exist"
            raise SourceFileError(str(path), problem, hint="Name a file that was saved.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceFileError(str(path), f"cannot be read: {reason}") from None
    if len(content) > MOST_BYTES:
        size = path.stat().st_size / 1e6
        raise SourceFileError(
            place,
            f"has {size:.0f} MB, more than the limit of {MOST_BYTES / 1e6:.0f} MB",
            hint="Files of the depositaries have less than 6 MB; export a part.",
        )
    if not content.strip():
        raise SourceFileError(place, "is empty", hint="Save it again.")
    return content


def parse_xml(content: bytes, place: str) -> etree._Element:
    """Return the root of an XML document.

    Raises SourceFileError for another form, a wrong encoding, a document type or broken markup.
    """
    _refuse_page(content, place)
    if not content.removeprefix(_BOM).lstrip().startswith(b"<"):
        raise SourceFileError(place, "is no XML: it begins with", _beginning(content))
    if content.count(b"<") > 2 * _MOST_ELEMENTS:
        raise SourceFileError(place, f"has more than {_MOST_ELEMENTS:,} elements")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise SourceFileError(
            place,
            "declares a document type or entities, which files of depositaries do not",
            hint="Save it again from the depositary.",
        )
    declared = _DECLARED.match(content)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    _refuse_encoding(content, place, encoding)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"{place}:{line}" if line else place
        raise SourceFileError(
            where, f"is broken XML ({_reason(error)})", hint="The file may have been cut: save it again."
        ) from None


def parse_html(content: bytes, place: str) -> etree._Element:
    """Return the root of an HTML page in UTF-8.

    Raises SourceFileError for a maintenance page, another form or encoding, and markup of which the
    parser would leave out a part.
    """
    text = decode(content, place)
    if not re.match(r"\s*<", text):
        raise SourceFileError(place, "is no HTML: it begins with", _beginning(content))
    if "<!entity" in text.casefold():
        raise SourceFileError(place, "declares entities", hint="Save the page again.")
    if _MAINTENANCE.search(content) and b"<table" not in content.lower():
        raise SourceFileError(place, "is a maintenance page", hint="Fetch it again later.")
    # lxml refuses text with an encoding declaration of its own.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    _refuse_attributes(text, place)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceFileError(place, f"is broken HTML ({_reason(error)})") from None
    # The parser repairs what it can, and drops without an error what is nested too deep.
    for entry in parser.error_log:
        if entry.level == etree.ErrorLevels.FATAL:
            raise SourceFileError(f"{place}:{entry.line}", f"is broken HTML ({entry.message})")
    return root


def _refuse_attributes(text: str, place: str) -> None:
    """Raise SourceFileError for a tag with so many attributes that the parser takes minutes for it."""
    for tag in _TAG.finditer(text):
        is_long = tag.end() - tag.start() > 2 * _MOST_ATTRIBUTES
        if is_long and len(re.split(r"[\s/]+", _VALUE.sub(" ", tag[0]))) > _MOST_ATTRIBUTES:
            line = text.count("\n", 0, tag.start()) + 1
            raise SourceFileError(f"{place}:{line}", f"has a tag with more than {_MOST_ATTRIBUTES} attributes")


def decode(content: bytes, place: str) -> str:
    """Return the text of UTF-8 without a byte order mark.

    Raises SourceFileError for another encoding and for control characters.
    """
    try:
        text = content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceFileError(
            f"{place}:{line}",
            "is not UTF-8",
            content[error.start : error.start + 4].hex(" "),
            hint="Save the file as the depositary sends it, without converting it.",
        ) from None
    refuse_controls(text, place)
    return text


def refuse_controls(text: str, place: str) -> None:
    """Raise SourceFileError for a control character other than a tab or the end of a line."""
    if match := _CONTROLS.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise SourceFileError(f"{place}:{line}", "has a control character", match[0])


def _refuse_page(content: bytes, place: str) -> None:
    """Raise MissingDocumentError for a page that stands in place of a document."""
    if not _HTML.match(content.removeprefix(_BOM)[:4000]):
        return
    if _MAINTENANCE.search(content):
        raise SourceFileError(
            place,
            "is a maintenance page where XML is expected",
            hint="The server did not give the content: fetch it again later.",
        )
    raise MissingDocumentError(
        place,
        "is an HTML page where XML is expected",
        hint="The server does not have the document, or did not give it: fetch it again later.",
    )


def _refuse_encoding(content: bytes, place: str, encoding: str) -> None:
    if encoding not in ("utf-8", "iso-8859-1"):
        raise SourceFileError(
            place, "declares an encoding that no depositary uses", encoding, hint="Known: utf-8, iso-8859-1."
        )
    if encoding == "utf-8":
        decode(content, place)
    elif not content.isascii():
        # Text in ISO-8859-1 is next to never valid UTF-8.
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            refuse_controls(content.decode("latin-1"), place)
            return
        raise SourceFileError(
            place,
            "declares iso-8859-1 and is UTF-8",
            hint="Save the file as the depositary sends it, without converting it.",
        )


def _reason(error: Exception) -> str:
    # The parser quotes the text at fault, over several lines.
    reason = str(getattr(error, "msg", None) or error).partition(" (<string>")[0]
    return " ".join("".join(character if character.isprintable() else " " for character in reason).split())


def _beginning(content: bytes) -> str:
    return content[:30].decode("utf-8", "replace")
