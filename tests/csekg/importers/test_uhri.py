"""The reader of the export of the Universal Human Rights Index, on files made for it.

NO FILE OF OHCHR WAS EVER SEEN: records and workbooks are made up, with the fields and columns that
public programs name which read such exports (docs/reviews.md).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from csekg.errors import DataError, UnknownNameError
from csekg.importers import SourceFileError, read_rules, read_uhri
from csekg.importers.uhri import acts_by_treaty
from csekg.resources import data_dir
from tests.command import output
from tests.records import examples

RECORD: dict[str, Any] = {
    "AnnotationId": "made-up-1",
    "Symbol": "A/HRC/59/99",
    "Text": "<p>140.7 Ratify the Optional Protocol to the Convention on the Rights of the Child on the sale of "
    "children, child prostitution and child pornography (Maldives) (Portugal);</p>"
    "<p>Source of Position: A/HRC/59/99/Add.1 - Para.3</p>\nSupported",
    "PublicationDate": "2025-03-27T00:00:00",
    "AnnotationType": "- Recommendations",
    "Countries": ["- Kenya"],
    "Body": "- UPR",
    "Themes": [],
}


def made(folder: Path, *records: Any) -> Path:
    file = folder / "made-up.json"
    file.write_text(json.dumps(list(records)), encoding="utf-8")
    return file


def test_a_recommendation_and_an_observation(tmp_path: Path) -> None:
    observation = {**RECORD, "AnnotationId": "made-up-2", "Body": "- CRC", "Symbol": "CRC/C/KEN/CO/9"}
    observation["Text"] = "73. The Committee recommends that the State party ratify the OPIC and comply with the OPAC."
    others = ({**RECORD, "Body": "- CAT", "Text": "9. End torture."}, {**RECORD, "Text": "140.8 End poverty (Spain)"})
    rows, warnings = read_uhri(made(tmp_path, RECORD, observation, *others), read_rules(data_dir()))
    first = rows[0]
    assert (first.state, first.recommending, first.response) == ("KEN", "MDV;PRT", "accepted")
    assert (first.treaty, first.act, first.kind) == ("opsc", "join", "recommendation")
    assert (first.report, first.report_paragraph, first.published_on) == ("A/HRC/59/99", "140.7", "2025-03-27")
    assert [(row.treaty, row.kind, row.response, row.recommending) for row in rows[1:]] == [
        ("opic", "observation", "", ""),
        ("opac", "observation", "", ""),
    ]
    assert [row.act for row in rows[1:]] == ["join", "implement"]
    assert warnings == []


@pytest.mark.parametrize("row", examples(Path(__file__).with_name("uhri_rules.csv")), ids=lambda row: row["text"])
def test_the_rules(row: dict[str, str]) -> None:
    """Each treaty has its own act; recommendations of 2008 to 2014 name them in many ways."""
    found = acts_by_treaty(row["text"], read_rules(data_dir()))
    assert {f"{treaty}:{act}" for treaty, act in found.items()} == {*filter(None, row["asked"].split(";"))}


def test_the_rules_are_about_what_the_facts_know() -> None:
    known = {folder.name for folder in (data_dir() / "treaties").iterdir()}
    acts = {"join", "sign", "consider-joining", "withdraw-reservation", "implement", "other"}
    for rule in read_rules(data_dir()):
        assert rule.value in (known if rule.field == "treaty" else acts)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"Countries": "Kenya"}, "has no list of Countries"),
        ({"PublicationDate": "soon"}, "has a PublicationDate that is no day"),
        ({"Symbol": ...}, "has no Symbol"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    record = {key: value for key, value in {**RECORD, **change}.items() if value is not ...}
    with pytest.raises(SourceFileError, match=f"record 2.*{message}"):
        read_uhri(made(tmp_path, RECORD, record), read_rules(data_dir()))


def test_another_form_is_refused_and_more_fields_are_told(tmp_path: Path) -> None:
    rules = read_rules(data_dir())
    for content in ("[]", '{"records": 1}', "<html>"):
        file = tmp_path / "other.json"
        file.write_text(content, encoding="utf-8")
        with pytest.raises(SourceFileError):
            read_uhri(file, rules)
    _, warnings = read_uhri(made(tmp_path, {**RECORD, "UprPosition": "Supported"}), rules)
    assert warnings == ["fields that are not read: UprPosition"]
    (tmp_path / "reviews").mkdir()
    (tmp_path / "reviews" / "uhri-rules.csv").write_text("field,value,pattern,note\ntreaty,opsc,(,\n", encoding="utf-8")
    with pytest.raises(DataError, match="no regular expression"):
        read_rules(tmp_path)


def test_a_record_about_no_or_two_states_is_a_warning(tmp_path: Path) -> None:
    records = ({**RECORD, "Countries": []}, {**RECORD, "Countries": ["Sudan", "- South Sudan"]})
    rows, warnings = read_uhri(made(tmp_path, *records), read_rules(data_dir()))
    assert [row.state for row in rows] == ["", "SDN", "SSD"]
    assert [warning.partition(": ")[2] for warning in warnings] == [
        "record 1: names 0 States: check which is meant",
        "record 2: names 2 States: check which is meant",
    ]


def test_what_gives_no_row_is_counted_and_a_state_may_have_and_in_its_name(tmp_path: Path) -> None:
    text = (
        "140.7 Ratify the OPIC (United Kingdom of Great Britain and Northern Ireland, Trinidad and Tobago and Iran "
        "(Islamic Republic of))"
    )
    records = (
        {**RECORD, "Text": text},
        {**RECORD, "Text": "140.8 Ratify the OPIC"},
        {**RECORD, "Text": "140.9 Ratify the Convention against Torture (Spain)"},
        {**RECORD, "Body": "- CEDAW", "Text": "9. Ratify the OPIC."},
        {**RECORD, "Body": "- SR Torture"},
        {**RECORD, "Body": ""},
    )
    rows, warnings = read_uhri(made(tmp_path, *records), read_rules(data_dir()))
    assert [(row.body, row.recommending) for row in rows] == [("UPR", "GBR;TTO;IRN"), ("UPR", ""), ("CEDAW", "")]
    assert warnings == [
        "made-up.json: record 2: names no State that recommends it",
        "a body that is not read: SR Torture",
        "made-up.json: record 6: has an empty Body",
        "1 that ask to join a treaty and name none of ours, the first: made-up.json: record 3",
    ]


def test_states_and_position_of_their_own_fields_come_before_those_in_the_text(tmp_path: Path) -> None:
    told = {"UprRecommendingCountry": ["Trinidad and Tobago", "Ruritania"], "UprPositions": ["Supported/Noted"]}
    unread = {**RECORD, "Body": "- CRC-OP-XY"}
    rows, warnings = read_uhri(made(tmp_path, {**RECORD, **told}, unread), read_rules(data_dir()))
    assert [(row.recommending, row.response) for row in rows] == [("TTO", "noted")]
    assert "unknown participant 'Ruritania'" in warnings[0]
    assert warnings[1:] == ["a body that is not read: CRC-OP-XY"]


#: The columns of a workbook in their order, as spelt there, and a row made up.
ROW: dict[str, Any] = {
    "Text": "<p>140.7 Ratify the Optional Protocol to the Convention on the Rights of the Child on the sale of&nbsp;"
    "children &amp; prostitution</p>",
    "Countries Concerned": "- Kenya",
    "Reccomending Body": "- UPR",
    "Document Symbol": "A/HRC/59/99",
    "Themes": "- Children\n- Trafficking",
    "Affected Persons": "- Children",
    "Sdgs": "",
    "Document Publication Date": date(2025, 3, 27),
    "UPR Reccomending States": "- Maldives\r\n- Guinea-Bissau - Bosnia and Herzegovina",
    "UPR Position": "- Supported",
    "Type": "- Recommendations",
    "OHCHR Annotation Id": "made-up-3",
    "UPR Session": "- 48th Session",
    "Regions Concerned": "- Africa",
    "Recommending Regions": "",
    "Date of publication on UHRI": 46125.4996282407,
}


def sheet(folder: Path, *rows: dict[str, Any], title: bool = False) -> Path:
    """Write a workbook by XlsxWriter: days as dates, symbols as links, an empty row after each one."""
    file = folder / "made-up.xlsx"
    book = xlsxwriter.Workbook(str(file))
    paper, day = book.add_worksheet("Search"), book.add_format({"num_format": "dd/mm/yyyy"})
    paper.write_string(0, 0, "Criteria: none")
    paper = book.add_worksheet("Results")
    if title:
        paper.merge_range(0, 0, 0, 15, "Universal Human Rights Index")
    for number, cells in enumerate([{name: name for name in rows[0]}, *rows]):
        for column, value in enumerate(cells.values()):
            place = (2 * number + 3 * title, column)
            match value:
                case date():
                    paper.write_datetime(*place, value, day)
                case float():
                    paper.write_number(*place, value)
                case str() if value.startswith("A/HRC"):
                    paper.write_url(*place, f"https://docs.un.org/{value}", string=value)
                case str() if value.startswith("="):
                    paper.write_formula(*place, value, None, "A/HRC/59/98")
                case _:
                    paper.write_string(*place, value)
    book.close()
    return file


@pytest.mark.parametrize("title", [False, True])
def test_a_workbook_is_read_as_records_are(tmp_path: Path, title: bool) -> None:
    formula = '=HYPERLINK("https://docs.un.org/A/HRC/59/98","A/HRC/59/98")'
    text_day = {**ROW, "Document Publication Date": "2025-03-28", "Document Symbol": formula, "UPR Position": "- Noted"}
    committee = {**ROW, "Reccomending Body": "- CRC-OP-SC", "UPR Reccomending States": "", "UPR Position": ""}
    other = {**ROW, "Reccomending Body": "- SR Torture", "Document Publication Date": ""}
    rows, warnings = read_uhri(sheet(tmp_path, ROW, text_day, committee, other, title=title), read_rules(data_dir()))
    assert [(row.state, row.report, row.published_on, row.recommending, row.response) for row in rows] == [
        ("KEN", "A/HRC/59/99", "2025-03-27", "MDV;GNB;BIH", "accepted"),
        ("KEN", "A/HRC/59/98", "2025-03-28", "MDV;GNB;BIH", "noted"),
        ("KEN", "A/HRC/59/99", "2025-03-27", "", ""),
    ]
    assert {(row.id, row.report_paragraph, row.treaty, row.act, row.session) for row in rows} == {
        ("made-up-3", "140.7", "opsc", "join", "48")
    }
    assert [row.kind for row in rows] == ["recommendation", "recommendation", "observation"]
    assert warnings == ["a body that is not read: SR Torture"]


def test_columns_of_a_workbook(tmp_path: Path) -> None:
    rules = read_rules(data_dir())
    right = {name.replace("Reccomending", " recommending"): value for name, value in ROW.items()}
    rows, warnings = read_uhri(sheet(tmp_path, {**right, "UPR Cycle": "- 4th"}), rules)
    assert (rows[0].body, rows[0].response, warnings) == ("UPR", "accepted", ["fields that are not read: UPR Cycle"])
    for column in ("Text", "Countries Concerned", "Document Symbol", "OHCHR Annotation Id", "Type"):
        lacking = {name: value for name, value in ROW.items() if name != column}
        with pytest.raises(SourceFileError, match=f"made-up.xlsx: row 1: has no column '{column}'"):
            read_uhri(sheet(tmp_path, lacking), rules)
    with pytest.raises(SourceFileError, match=r"row 1: has a column twice"):
        read_uhri(sheet(tmp_path, {**ROW, "Recommending Body": "- UPR"}), rules)
    beside = sheet(tmp_path, ROW, {**ROW, "": "a note"})
    assert read_uhri(beside, rules)[1] == ["fields that are not read: column Q"]
    with pytest.raises(SourceFileError, match=r"row 3: has a PublicationDate that is no day: '27/03/2025'"):
        read_uhri(sheet(tmp_path, {**ROW, "Document Publication Date": "27/03/2025"}), rules)
    with pytest.raises(SourceFileError, match=r"is no list of records of the index"):
        read_uhri(sheet(tmp_path, {"Treaty": "opsc", "State": "KEN"}), rules)


def _edited(change: Callable[[Any], None]) -> Callable[[Path], None]:
    def edit(file: Path) -> None:
        book = openpyxl.load_workbook(file)
        change(book)
        book.save(file)

    return edit


def _repacked(part: str, edit: Callable[[bytes], bytes], method: int = zipfile.ZIP_DEFLATED) -> Callable[[Path], None]:
    def repack(file: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as old, zipfile.ZipFile(file, "w", method) as new:
            for name in old.namelist():
                if content := edit(old.read(name)) if name == part else old.read(name):
                    new.writestr(name, content)

    return repack


def _shortened(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def _lying(file: Path) -> None:
    """Say of the part that is longest when unpacked that it has ten bytes."""
    _repacked("xl/sharedStrings.xml", lambda part: part + b" " * 50_000_000)(file)
    with zipfile.ZipFile(file) as packed:
        size = packed.getinfo("xl/sharedStrings.xml").file_size
    file.write_bytes(file.read_bytes().replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))


def _encrypted(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(head)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(head, at + 4)
    file.write_bytes(content)


_BOOK, _SHEET = "xl/workbook.xml", "xl/worksheets/sheet2.xml"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_edited(lambda book: book["Results"].__setitem__("D3", "#REF!")), "row 3: has a cell with an error value"),
        (_repacked(_SHEET, lambda part: part.replace(b"<v>1<", b"<v>9999<")), "can be read .*out of range"),
        (_repacked(_SHEET, lambda part: part[:-100]), "can be read .*no element found"),
        (_repacked(_SHEET, lambda part: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + part), "can be read .*invalid XML"),
        (_repacked(_SHEET, lambda part: b"<a>" * 100_001), "can be read .*no element found"),
        (_repacked(_SHEET, lambda part: part + b" " * 61_000_000), "more than the limit of 60 MB"),
        (_repacked(_BOOK, lambda part: b""), "can be read .*no item named 'xl/workbook.xml'"),
        (_lying, "is no workbook .* that can be read .*(CRC|size)"),
        (_encrypted, "is no workbook .* that can be read .*password"),
        (_shortened, "is no workbook .* that can be read"),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused(tmp_path: Path, spoil: Callable[[Path], None], message: str) -> None:
    file = sheet(tmp_path, ROW)
    spoil(file)
    with pytest.raises(SourceFileError, match=rf"^made-up\.xlsx.*{message}"):
        read_uhri(file, read_rules(data_dir()))


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book["Results"].merge_cells("D1:D3"),
        lambda book: book["Results"].__setitem__("D3", '=HYPERLINK("a")'),
    ],
)
def test_a_cell_without_a_value_is_a_warning(tmp_path: Path, change: Callable[[Any], None]) -> None:
    """Of merged cells the first alone has one; a formula has none before a spreadsheet has computed it."""
    file = sheet(tmp_path, ROW)
    _edited(change)(file)
    ((row,), warnings) = read_uhri(file, read_rules(data_dir()))
    assert (row.report, warnings) == ("", ["made-up.xlsx: row 3: has an empty Symbol"])


def test_days_may_count_from_1904(tmp_path: Path) -> None:
    file = sheet(tmp_path, ROW)
    _edited(lambda book: setattr(book, "epoch", openpyxl.utils.datetime.MAC_EPOCH))(file)
    ((row,), _) = read_uhri(file, read_rules(data_dir()))
    assert row.published_on == "2025-03-27"


def test_the_command_reads_a_workbook(tmp_path: Path) -> None:
    printed = output("import", "uhri", str(sheet(tmp_path, ROW)))
    assert "made-up-3,recommendation,UPR,48,KEN,A/HRC/59/99,2025-03-27,140.7,MDV;GNB;BIH,accepted,opsc,join" in printed


def test_the_command_prints_rows_and_says_that_no_file_was_seen(tmp_path: Path) -> None:
    printed = output("import", "uhri", str(made(tmp_path, RECORD)))
    assert "made-up-1,recommendation,UPR,,KEN,A/HRC/59/99,2025-03-27,140.7,MDV;PRT,accepted,opsc,join" in printed


def test_the_command_prints_the_rows_of_one_treaty(tmp_path: Path) -> None:
    file = str(made(tmp_path, {**RECORD, "Text": "140.7 Ratify the OPIC and the OPSC (Spain)"}))
    printed = output("import", "uhri", file, "--treaty", "opic")
    assert ",opic,join" in printed
    assert ",opsc," not in printed
    with pytest.raises(UnknownNameError, match="nonsense"):
        output("import", "uhri", file, "--treaty", "nonsense")
