"""The reader of the export of the Universal Human Rights Index, on files made for it.

NO FILE OF OHCHR WAS EVER SEEN: the records are made up after a published description of the fields.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from csekg.errors import DataError
from csekg.resources import data_dir
from csekg.sources import SourceFileError, read_rules, read_uhri
from csekg.sources.uhri import coded
from tests.command import output

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
    others = ({**RECORD, "Body": "- CAT"}, {**RECORD, "Text": "140.8 End poverty (Spain)"})
    rows, warnings = read_uhri(made(tmp_path, RECORD, observation, *others), read_rules(data_dir()))
    first = rows[0]
    assert (first.state, first.recommending, first.response) == ("KEN", "MDV;PRT", "accepted")
    assert (first.treaty, first.act, first.kind) == ("opsc", "join", "recommendation")
    assert (first.report, first.report_paragraph, first.published_on) == ("A/HRC/59/99", "140.7", "2025-03-27")
    assert [(row.treaty, row.kind, row.response, row.recommending) for row in rows[1:]] == [
        ("opac", "observation", "", ""),
        ("opic", "observation", "", ""),
    ]
    assert warnings == []


@pytest.mark.parametrize(
    ("text", "treaties", "act"),
    [
        ("Accede to the Optional Protocol to the CRC on the involvement of children in armed conflict", "opac", "join"),
        (
            "Consider ratifying the two Optional Protocols to the Convention on the Rights of the Child",
            "opsc opac",
            "consider-joining",
        ),
        ("Sign the third Optional Protocol to the Convention on the Rights of the Child", "opic", "sign"),
        ("Ratify the Optional Protocol to the Covenant on Economic Rights on a communications procedure", "", "join"),
        ("Withdraw its reservation to the Convention on the Rights of the Child", "crc", "withdraw-reservation"),
        ("Ratify ILO Convention No. 182 and Convention No. 138", "c182 c138", "join"),
        (
            "Bring its law in line with the Protocol to Prevent, Suppress and Punish Trafficking in Persons, "
            "supplementing the United Nations Convention against Transnational Organized Crime",
            "tip",
            "implement",
        ),
    ],
)
def test_the_rules(text: str, treaties: str, act: str) -> None:
    rules = read_rules(data_dir())
    assert " ".join(coded(text, "treaty", rules)) == treaties
    assert coded(text, "act", rules)[0] == act


def test_the_rules_are_about_what_the_facts_know() -> None:
    known = {folder.name for folder in (data_dir() / "treaties").iterdir()}
    acts = {"join", "sign", "consider-joining", "withdraw-reservation", "implement", "other"}
    for rule in read_rules(data_dir()):
        assert rule.value in (known if rule.field == "treaty" else acts)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"Countries": ["Kenya", "Chad"]}, "is not about one State"),
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


def test_the_command_prints_rows_and_says_that_no_file_was_seen(tmp_path: Path) -> None:
    printed = output("import", "uhri", str(made(tmp_path, RECORD)))
    assert "made-up-1,recommendation,UPR,KEN,A/HRC/59/99,2025-03-27,140.7,MDV;PRT,accepted,opsc,join" in printed
