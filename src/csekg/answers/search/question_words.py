"""The words with which people ask, in six languages (`data/languages/questions.csv`)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from csekg.answers.common.folding import folded_words
from csekg.resources import data_dir


@cache
def question_words() -> Mapping[str, frozenset[str]]:
    """Return the meanings of each word or phrase, folded: `who`, `must` (as "must criminalise") or `brief`."""
    found: dict[str, frozenset[str]] = {}
    with (data_dir() / "languages" / "questions.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, strict=True):
            for word in map(folded_words, row["words"].split(";")):
                found[word] = found.get(word, frozenset()) | {row["meaning"]}
    return found
