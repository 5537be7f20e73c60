from __future__ import annotations

import re
from pathlib import Path

import pytest

from csekg.importers import opening
from csekg.importers.opening import parse_html, parse_xml, read_bytes
from csekg.importers.records import SourceFileError

_MAINTENANCE = b"""<!DOCTYPE html>
<html><body><h1>Notice</h1><p>The site is under urgent maintenance and is currently unavailable.
</p></body></html>"""
_BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
<lolz>&c;</lolz>"""
_READS_A_FILE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\0abc\r\n")
    assert read_bytes(tmp_path / "a") == b"\0abc\r\n"


def test_a_file_that_is_missing_a_folder_or_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b" \n")
    for path, message in (
        (tmp_path / "missing", "does not exist"),
        (tmp_path, "is no file"),
        (tmp_path / "empty", "is empty"),
        (Path("a\0b"), r"does not exist|cannot be read"),
    ):
        with pytest.raises(SourceFileError, match=message):
            read_bytes(path)


def test_a_file_over_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "long.xml").open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(SourceFileError, match=r"long\.xml: has 100 MB, more than the limit of 60"):
        read_bytes(tmp_path / "long.xml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (_MAINTENANCE, "is a maintenance page where XML is expected"),
        (b"<html><body>hello</body></html>", "is an HTML page where XML is expected"),
        (b'{"a": 1}', "is no XML: it begins with: '{\"a\": 1}'"),
        (_BOMB, "declares a document type or entities"),
        (_READS_A_FILE, "declares a document type or entities"),
        (b"<a><b></a>", "x:1: is broken XML (Opening and ending tag mismatch: b line 1 and a"),
        (b"<a>\n<b>", "x:2: is broken XML"),
        (b"<a>\x07</a>", "x:1: has a control character: '\\x07'"),
        ("<a>é</a>".encode("latin-1"), "x:1: is not UTF-8: 'e9 3c 2f 61'"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode(), "declares iso-8859-1 and is UTF-8"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>\n<a>\xe9\x92</a>', "x:2: has a control character: '\\x92'"),
        (b'<?xml version="1.0" encoding="EBCDIC"?><a/>', "an encoding that no depositary uses"),
        ("<a/>".encode("utf-16"), "is no XML"),
        (b"<a>" * 300 + b"</a>" * 300, "is broken XML"),
        (b"<a>" + b"<b/>" * 2_100_000 + b"</a>", "has more than 1,000,000 elements"),
    ],
)
def test_what_is_no_xml_of_a_depositary_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(SourceFileError, match=re.escape(message)):
        parse_xml(content, "x")


def test_xml_is_read_in_its_encoding_without_comments() -> None:
    latin = '<?xml version="1.0" encoding="iso-8859-1"?><!-- x --><a>é<!-- y --></a>'
    assert parse_xml(latin.encode("latin-1"), "x").text == "é"
    assert parse_xml(b"\xef\xbb\xbf<a>\xc3\xa9</a>", "x").text == "é"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (_MAINTENANCE, "is a maintenance page"),
        (b'{"a": 1}', "is no HTML"),
        (b"<!DOCTYPE html [<!ENTITY a 'b'>]><p>&a;", "declares entities"),
        (b"<p>\xff", "is not UTF-8"),
        (b"<p>\0", "has a control character"),
    ],
)
def test_what_is_no_page_of_a_depositary_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(SourceFileError, match=message):
        parse_html(content, "x")


@pytest.mark.timeout(60)
def test_comments_and_attributes_take_time_by_their_number_alone() -> None:
    assert parse_xml(b"<!---->" * 400 + b"<Document/>", "x").tag == "Document"
    with pytest.raises(SourceFileError, match="is an HTML page"):
        parse_xml(b"<!-- a --> " * 300 + b"<html>", "x")
    for form in ("a{0} ", "/a{0}", 'a{0}="1"', "a{0}='>' ", "a{0}=x' c=\"'>\" "):
        page = "<html>\n<p " + "".join(map(form.format, range(3000))) + ">"
        with pytest.raises(SourceFileError, match="x:2: has a tag with more than 2000 attributes"):
            parse_html(page.encode(), "x")
    long = f'<p title="{"a b/=" * 100_000}" {" ".join(f"b{number}" for number in range(500))}>Text</p>'
    assert "".join(parse_html(long.encode(), "x").itertext()) == "Text"


def test_the_limit_is_ten_times_what_depositaries_publish() -> None:
    assert opening.MOST_BYTES == 60_000_000
