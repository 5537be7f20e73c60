from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from csekg.errors import DataError
from tests.texts import damaged, read_texts, texts

FILE = "correspondences.csv"


def test_every_correspondence_joins_what_exists() -> None:
    assert len(texts().correspondences) == 275
    for item in texts().correspondences:
        assert item.paragraph in texts().resolution.paragraphs
        assert texts().provisions[item.treaty][item.provision].summary


def test_the_strengths_are_those_of_the_editors() -> None:
    assert Counter(item.strength for item in texts().correspondences) == {
        "supports": 131, "implements": 84, "related": 44, "equivalent": 16,
    }  # fmt: skip


def test_only_operative_paragraphs_have_correspondences_and_all_of_substance_do() -> None:
    joined = {item.paragraph for item in texts().correspondences}
    operative = {path for path in texts().resolution.paragraphs if path.startswith("op/")}
    assert operative - joined == {"op/6"}  # both of its sub-paragraphs have


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("op/4/b,", "op/4/e,", "Did you mean op/4"),
        (",cets201,4,", ",cets201,444,", "unknown provision of cets201 in column provision"),
        (",crc,19(1),", ",crc,19(9),", "Did you mean 19(1)"),
        (",cets201,4,", ",cets20,4,", "Did you mean cets201"),
        (",implements,", ",implement,", "Did you mean implements?"),
        ("op/1,crc,36,related", "op/1,crc,34,related", "listed twice: 'op/1 crc 34'"),
        (",treaty-texts", ",treaty-text", "Did you mean treaty-texts"),
        ("rationale,", "reason,", "unknown column: 'reason'"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)) as caught:
        read_texts(damaged(tmp_path, FILE, old, new))
    assert str(caught.value).startswith("data/correspondences.csv:")
