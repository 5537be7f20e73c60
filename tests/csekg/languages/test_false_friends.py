"""Words that looked right in a translation and say something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from csekg.languages.catalogues import PACKAGES, read_catalogue
from tests.records import in_language

#: What stands in the English text, and what its translation may not say.
_WRONG = {
    # "Not only": it is "not by that alone".
    ("zh", "mere ground", "不仅"),
    # A limitation period.
    ("zh", "(?i)how (old|fresh)", "时效"),
    ("ru", "without the public|exclude the public", "без публики"),
    # Not "in favour of" a territory.
    ("ru", r"^For (the Netherlands Antilles|Aruba|Curaçao|Vatican City|Macao)\b", "^(?!От имени )"),
    ("ru", "in someone's care", "заботится"),
    # Reservations, declarations and objections are feminine.
    ("fr", "^(Partly withdrawn|Withdrawn) on$", r"Retiré\b"),
    # A State does not fail to comprehend: it holds that something is so.
    ("fr", r"(?i)^(\w+ \w+ \w+, |Will .*)?understands\b", r"(?i)\bcomprend\b"),
    ("es", "^Governs", r"^Rige\b"),
    ("es", "continued by China", "continuad"),
    # A table has no press: it lists or gives.
    ("ar", r"\bprints?\b", "(?<![ء-ي])[وف]?[يت]طبع"),
    ("ar", "dishonest intent", "أمين"),
}


def _texts(language: str) -> Iterator[tuple[str, str]]:
    for each in in_language(language).texts:
        yield each.text.english, each.translation
    for package in PACKAGES:
        for message in read_catalogue(package, language) or ():
            yield message.msgid, message.msgstr


@pytest.mark.parametrize(("language", "english", "wrong"), sorted(_WRONG))
def test_a_translation_says_what_the_english_says(language: str, english: str, wrong: str) -> None:
    found = [(ours, theirs) for ours, theirs in _texts(language) if re.search(english, ours)]
    assert found
    assert [theirs for _, theirs in found if re.search(wrong, theirs)] == []
