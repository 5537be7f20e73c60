"""Texts in the form in which search compares them and shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from csekg.answers.common.folding import folded

_WORD = re.compile(r"[^\W_]+")
_SNIPPET = 160
#: The least length of a word in which one letter may be wrong, and in which two may be.
_ONE_WRONG, _TWO_WRONG = 4, 8
#: As many words in capitals are no sentence.
_FEW_WORDS = 3

#: Words that carry no meaning of their own in a question, in English, French and Spanish.
STOP_WORDS = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "can",
        "de",
        "del",
        "des",
        "did",
        "do",
        "does",
        "du",
        "el",
        "en",
        "et",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "in",
        "is",
        "it",
        "its",
        "la",
        "las",
        "le",
        "les",
        "los",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "so",
        "than",
        "that",
        "the",
        "their",
        "there",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "y",
    }
)


def capitals(text: str) -> frozenset[str]:
    """Return the words that were typed in capitals, folded; none of a sentence all in capitals.

    A code of two capitals, as in `DE CRC`, is no stop word.
    """
    words = _WORD.findall(text)
    if text.isupper() and len(words) > _FEW_WORDS:
        return frozenset()
    return frozenset(folded(word) for word in words if word.isupper())


def sought_words(typed: Sequence[str], kept: Collection[str]) -> list[str]:
    """Return the words, each once, without stop words; all where there are only such.

    One letter after a number stays, as in `4 (a)`, and so does what `kept` has.
    """
    found = [
        word
        for before, word in zip(["", *typed], typed, strict=False)
        if word not in STOP_WORDS or word in kept or before.isdigit()
    ]
    return list(dict.fromkeys(found or typed))


def snippet(texts: Iterable[str], parts: Sequence[str]) -> str | None:
    """Return a part of the first text with one of the folded words, or the first text's beginning.

    None without texts; at most 160 characters and the dots where it is cut.
    """
    first = None
    for text in texts:
        first = first or text
        for match in _WORD.finditer(text):
            if any(folded(match[0]).startswith(part) for part in parts):
                return _cut(text, match.start())
    return _cut(first, 0) if first else None


def corrected(parts: Sequence[str], words: Sequence[str]) -> str | None:
    """Return a text with unknown words replaced by the closest known ones, None if it is the same.

    Also None where a word has no known one near it: in a short word one letter may be wrong,
    missing, too many or exchanged with its neighbour, in a long one two.
    """
    found = []
    for part in parts:
        wrong = (len(part) >= _ONE_WRONG) + (len(part) >= _TWO_WRONG)
        # Ties are resolved by the order of the words.
        close = extractOne(part, words, scorer=OSA.distance, score_cutoff=wrong)
        if close is None:
            return None
        found.append(close[0])
    return None if found == list(parts) else " ".join(found)


def _cut(text: str, at: int) -> str:
    if len(text) <= _SNIPPET:
        return text
    start = 0 if at < _SNIPPET // 2 else text.rfind(" ", 0, at - _SNIPPET // 4) + 1
    end = start + _SNIPPET
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return ("... " if start else "") + text[start:end] + (" ..." if end < len(text) else "")
