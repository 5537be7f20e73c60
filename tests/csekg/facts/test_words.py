"""The words of practitioners, and the rows that the reader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.names import read_words
from csekg.languages.current import LANGUAGES
from tests.records import all_facts

_HEAD = "key,name,topics,treated_by,nearest,note,source\n"


def test_each_word_has_names_in_six_languages() -> None:
    facts = all_facts()
    for key, word in facts.words.items():
        languages = {name.language for name in facts.search_names if name.thing == f"word/{key}"}
        assert languages | {"en"} == {*LANGUAGES}, key
        assert word.topics, key


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("webcam,webcam,abuse,opsc:2,,,editors", "unknown topic"),
        ("webcam,webcam,grooming,opsc:200,,,editors", "unknown or repeated provision.*'opsc:200'"),
        ("webcam,webcam,grooming,opsc:2;opsc:2,,,editors", "repeated"),
        ("webcam,webcam,grooming,opsc:2,opsc:2,,editors", "not both: 'opsc:2'"),
        ("webcam,webcam,grooming,,,,editors", "at least one provision"),
        ("webcam,webcam,grooming,opsc:2,,,editors\nwebcam,cam,grooming,opsc:2,,,editors", "twice"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "words.csv").write_text(f"{_HEAD}{row}\n", encoding="utf-8")
    facts = all_facts()
    with pytest.raises(DataError, match=message):
        read_words(tmp_path, facts.sources, facts.vocabularies, facts.provisions)
