"""The words by which claims are read (`data/languages/claims.csv`), and texts cut into words.

What is read may be in any of the six languages, so the words of all of them are known at once.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from csekg.answers.common.folding import folded_words
from csekg.errors import CsekgError, DataError, did_you_mean, shortened
from csekg.languages.current import LANGUAGES
from csekg.languages.messages import _
from csekg.languages.words import later
from csekg.resources import data_dir

#: Kinds of consent, as verbs, with the codes of the vocabulary.
CONSENTS = {
    "ratified": "ratification",
    "acceded": "accession",
    "accepted": "acceptance",
    "approved": "approval",
    "succeeded": "succession",
    "confirmed": "formal-confirmation",
}
STATEMENTS = ("reservation", "declaration", "interpretative-declaration", "objection")
#: What is said of a treaty itself, and of its application to a territory.
OF_TREATY, TERRITORIAL = ("adopted", "opened"), ("applies", "extended")
#: What can be claimed.
PREDICATES = frozenset(
    {"party", "signatory-only", "signed", *CONSENTS, "joined", "denounced", "withdrew", "no-longer", "in-force"}
    | {"entered-into-force", *STATEMENTS, "former", *OF_TREATY, *TERRITORIAL}
)
#: What may stand between a day and what is claimed of it.
RELATIONS = ("before", "since", "after", "by-day", "between", "until")
#: What joins two clauses, and what denies.
JOINTS = ("and", "but", "or", "nor", "with", "without")
DENIALS = ("not", "nor", "without")
#: What may stand before a number of States.
COMPARISONS = ("at-least", "more", "at-most", "fewer")
#: What precedes the key of a group; a number in words, and a place in the order of acts, 0 for the last; the key of the
#: State of which a part, or a State that is gone, has a name: none of that State.
GROUP, VALUED, NO_STATE = "group-", ("number-", "rank-"), ("part-", "gone-", "several")
_MONTHS = frozenset(f"month-{number}" for number in range(1, 13))
_OTHERS = ("not", "made", "list", "of", "states", "filler", "past", "had", "already", "by", "article", "in-day", "year")
_LIMITS = ("both", "every", "only", "except", "which", "one-of", "partly", "later", "sole-denial")
#: A word that begins a question, the form of a verb that says no act was done, and what may stand before that.
_REFUSED = ("question", "infinitive", "towards")
_MEANINGS = PREDICATES | _MONTHS | {*RELATIONS, *JOINTS, *_OTHERS, *_LIMITS, *COMPARISONS, *_REFUSED, "begins"}

# Endings by which Russian words differ in their cases, folded, the longest first.
_ENDING = re.compile(
    "(?:ого|его|ому|ему|ыми|ими|ами|ями|ая|яя|ое|ыи|ои|(?<=[кгх])ии|ую|юю|ых|их|ым|им|ом|ем|ам|ям|ах|ях|еи|[аяоеуюыиь])$"  # noqa: RUF001
)
_LEAST_STEM = 3
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_COMMA = re.compile(r"[,;:،؛、，；。]|\.\s")  # noqa: RUF001


AGAIN = later("this may be read in several ways: write each claim as a sentence of its own")


class NotUnderstoodError(CsekgError):
    """A sentence that is no claim as csekg reads them; `part` is what is not understood."""

    def __init__(self, part: str, why: str = "") -> None:
        """Take the part, and what is wrong with it where that is not merely unknown."""
        self.part = part
        super().__init__(why or _("not understood: {words}", words=shortened(part)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written, folded without endings, and its place; `after_comma` if a sign precedes it."""

    text: str
    folded: str
    start: int
    after_comma: bool


def stem(words: str) -> str:
    """Return folded words without the endings of Russian cases; other words as they are."""
    stems = ((word, _ENDING.sub("", word)) for word in words.split())
    return " ".join(short if len(short) >= _LEAST_STEM else word for word, short in stems)


def clean(text: str) -> str:
    """Return a text in composed letters and digits 0 to 9, without marks on Arabic letters."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(c, c)) for c in composed if unicodedata.category(c) not in ("Mn", "Cf"))


def words_of(text: str) -> list[Word]:
    """Return the words of a clean text; each letter of a script without spaces is one."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        comma = bool(found and _COMMA.search(text[end : match.start()]))
        found.append(Word(match[0], stem(folded_words(match[0])), match.start(), comma))
        end = match.end()
    return found


@cache
def known_words() -> Mapping[str, frozenset[str]]:
    """Return the meanings of each word, folded and without endings; a word may have spaces.

    Raises DataError for a malformed file.
    """
    return read_words(data_dir() / "languages" / "claims.csv")


def read_words(file: Path) -> Mapping[str, frozenset[str]]:
    """Return the meanings of the words of a file with the columns meaning, language and words.

    Raises DataError for other columns, an unknown meaning or language, and an empty or doubled word.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    seen = set()
    with file.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.reader(stream, strict=True), 1):
            if line == 1 or len(row) != 3:
                if row != ["meaning", "language", "words"]:
                    raise DataError("wrong columns", file=file, line=line, value=str(row))
                continue
            meaning, language, words = row
            if (
                not (meaning in _MEANINGS or meaning.startswith((GROUP, *VALUED, *NO_STATE)))
                or language not in LANGUAGES
            ):
                hint = did_you_mean(meaning, _MEANINGS)
                raise DataError("unknown meaning or language", file=file, line=line, value=str(row[:2]), hint=hint)
            for word in words.split(";"):
                if not folded_words(word) or (meaning, language, word) in seen:
                    raise DataError("a word is empty or given twice", file=file, line=line, value=word)
                seen.add((meaning, language, word))
                found[stem(folded_words(word))].add(meaning)
    return {word: frozenset(meanings) for word, meanings in found.items()}
