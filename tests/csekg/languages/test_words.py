from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from csekg.languages.current import speaking
from csekg.languages.texts import is_english
from csekg.languages.words import Words

_RUSSIAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2;\n"

msgid "Signed on {day}"
msgstr "Подписал {day}"

msgid "{number} State"
msgid_plural "{number} States"
msgstr[0] "{number} государство"
msgstr[1] "{number} государства"
msgstr[2] "{number} государств"

msgctxt "column"
msgid "Read"
msgstr "Прочитано"

msgid "Empty"
msgstr ""
"""


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Words]:
    """The words of a package made for the test, with a Russian catalogue."""
    package = tmp_path / "wordy"
    (package / "locale/ru/LC_MESSAGES").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "locale/ru/LC_MESSAGES/wordy.po").write_text(_RUSSIAN, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield Words("wordy")
    sys.modules.pop("wordy", None)


def test_english_is_as_it_is_written(words: Words) -> None:
    assert words.gettext("Signed on {day}", day="1 May") == "Signed on 1 May"
    assert words.ngettext("{number} State", "{number} States", 1) == "1 State"
    assert words.ngettext("{number} State", "{number} States", 0) == "0 States"
    assert words.pgettext("column", "Read") == "Read"


def test_messages_come_from_the_catalogue(words: Words) -> None:
    with speaking("ru"):
        assert words.gettext("Signed on {day}", day="1 мая") == "Подписал 1 мая"
        assert words.pgettext("column", "Read") == "Прочитано"
        said = [words.ngettext("{number} State", "{number} States", n) for n in (1, 2, 5, 21)]
    assert said == ["1 государство", "2 государства", "5 государств", "21 государство"]


def test_what_is_missing_is_english_and_says_so(words: Words) -> None:
    with speaking("ru"):
        said = [
            words.gettext("Read"),
            words.gettext("Empty"),
            words.pgettext("row", "Read"),
            words.ngettext("{number} act", "{number} acts", 2),
        ]
        assert said == ["Read", "Empty", "Read", "2 acts"]
        assert all(map(is_english, said))
        assert words.known("Empty") is None
    with speaking("fr"):
        # There is no French catalogue at all.
        assert is_english(words.gettext("Signed on {day}", day="x"))
