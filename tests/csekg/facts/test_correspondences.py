from __future__ import annotations

import re
from pathlib import Path

import pytest

from csekg.errors import DataError
from tests.records import changed, rows
from tests.texts import read_texts, texts


def test_every_row_of_the_readings_is_read() -> None:
    readings = texts().readings
    assert len(readings.links) == len(rows("correspondences/links.csv"))
    assert list(readings.readings) == ["earlier", "a", "b"]
    for link, row in zip(readings.links, rows("correspondences/links.csv"), strict=True):
        assert link.ends == (row["paragraph"], row["treaty"], row["provision"])
        assert link.strengths == {key: row[key] for key in ("earlier", "a", "b") if row[key]}


def test_rows_stand_in_the_order_of_the_text() -> None:
    paragraphs = list(texts().resolution.paragraphs)
    for file in ("links", "decided"):
        listed = [(paragraphs.index(row["paragraph"]), row["treaty"]) for row in rows(f"correspondences/{file}.csv")]
        assert listed == sorted(listed)


def test_a_note_says_what_is_not_there() -> None:
    notes = [each for each in texts().readings.assessments if each.note]
    assert {"op/6", "op/18"} <= {each.paragraph for each in notes}
    assert {"c105", "ets189"} <= {each.treaty for each in notes}


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("links", "op/4/b,", "op/4/e,", "Did you mean op/4"),
        ("links", ",cets201,4,", ",cets20,4,", "Did you mean cets201"),
        ("links", ",cets201,4,", ",cets201,4(,", "column provision is no provision"),
        ("links", ",implements,", ",implement,", "Did you mean implements?"),
        ("links", "op/1,crc,36", "op/1,crc,34", "listed twice: 'op/1, crc, 34'"),
        ("links", "op/1,c029,1(1),,related,", "op/1,c029,1(1),,,", "no reading has this link"),
        ("links", "rationale,", "reason,", "unknown column: 'reason'"),
        ("assessed", "pp/13,,a,", "pp/12,,a,", "reading a did not assess the paragraph: 'pp/13'"),
        ("assessed", "pp/13,,a,", "pp/13,crc,a,", "either a paragraph or a treaty is assessed"),
        ("assessed", "pp/13,,a,", "pp/13,,c,", "unknown reading in column reading: 'c'"),
        ("decided", "opsc,8(2),", "opsc,8(9),", "unknown provision of opsc"),
        ("decided", ",equivalent,", ",equal,", "unknown strength"),
        ("parallels", "ets185:31", "ets185:91", "unknown provision in column provisions"),
        ("parallels", "ets185:31;cyber:44", "ets185:31;ets185:30", "at least two treaties"),
        ("parallels", "cets201:22,op/4/b", "cets201:22,", "at least two treaties are parallel, or one is an aspect"),
        ("parallels", "cets201:22,op/4/b", "cets201:22,op/4/e", "unknown paragraph in column aspect_of"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)) as caught:
        read_texts(changed(tmp_path, f"correspondences/{file}.csv", old, new))
    assert re.match(r"(data/)?correspondences/\w+\.csv:", str(caught.value))
