from __future__ import annotations

from tests.records import rows
from tests.texts import texts


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
