"""Sentences in other languages that were written by hand: sentences.csv, by the English ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.records import examples

_FILE = Path(__file__).parent / "sentences.csv"


@cache
def by_hand(language: str) -> Mapping[str, str]:
    """Return the names and sentences in a language by the English ones, none for English."""
    rows = [row for row in examples(_FILE) if row["language"] == language]
    found = {row["english"]: row["sentence"] for row in rows}
    assert len(found) == len(rows)
    return found


def plain(text: str) -> str:
    """Return a text with ordinary spaces: some languages have some that do not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
