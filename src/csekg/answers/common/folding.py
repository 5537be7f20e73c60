"""Texts in the form in which names and words are compared: without case, accents and look-alikes."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
# Scripts that are written without spaces: each letter is a word of its own.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_FORMS = str.maketrans(
    {
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC TATWEEL}": "",
    }
)
#: The article, alone or behind a preposition or "and", before a word of three letters or more.
_ARTICLE = re.compile(r"\b[\u0648\u0628\u0641\u0643]?\u0627\u0644(?=[\u0621-\u064a]{3})")


def folded(text: str) -> str:
    """Return a text for comparing: without accents, in one case, with plain apostrophes."""
    if text.isascii():
        return text.casefold().strip()
    apart = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold().strip()


def folded_words(text: str) -> str:
    """Return the folded words of a text, separated by spaces."""
    return " ".join(_WORD.findall(_UNSPACED.sub(r" \g<0> ", _folded(text))))


def typed_words(text: str) -> list[str]:
    """Return the folded words of a text that somebody typed.

    Letters of scripts that are written without spaces stay together.
    """
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    """Return a text folded; Arabic also without the forms that writers use for one another.

    That is the article, the elongation, and letters at the end of a word that look alike.
    """
    plain = folded(text)
    if not _ARABIC.search(plain):
        return plain
    return _ARTICLE.sub("", plain.translate(_ARABIC_FORMS))
