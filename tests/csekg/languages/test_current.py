from __future__ import annotations

import pytest

from csekg.languages.current import LANGUAGES, choose, current, speaking


def test_a_program_speaks_english_unless_told_otherwise() -> None:
    assert current() == "en"
    with speaking("ar"):
        assert current() == "ar"
        with speaking("zh"):
            assert current() == "zh"
        assert current() == "ar"
    assert current() == "en"


def test_an_error_within_ends_the_language_too() -> None:
    with pytest.raises(KeyError), speaking("fr"):
        raise KeyError
    assert current() == "en"


@pytest.mark.parametrize("other", ["", "de", "FR", "fr-CA"])
def test_a_language_that_is_not_offered_is_refused(other: str) -> None:
    with pytest.raises(ValueError, match=f"none of the languages {', '.join(LANGUAGES)}"):
        choose(other)
    assert current() == "en"
