"""`csekg --language`: commands that print answers speak it; programs read the same columns."""

from __future__ import annotations

import csv
import io

import pytest

from csekg.errors import UnknownNameError
from csekg.languages.current import current
from tests.command import invoke, output


def test_states_have_their_french_names_and_programs_their_columns() -> None:
    assert output("--language", "fr", "state", "DEU").startswith("Allemagne (DEU)")
    english, french = (
        list(csv.DictReader(io.StringIO(output(*language, "status", "opsc", "--format", "csv"))))
        for language in ((), ("--language", "fr"))
    )
    assert french[0].keys() == english[0].keys()
    assert {(row["key"], row["status"], row["since"]) for row in french} == {
        (row["key"], row["status"], row["since"]) for row in english
    }
    assert {row["name"] for row in french} >= {"Allemagne", "France"}


def test_a_saved_query_has_french_texts_as_a_table_and_the_data_as_csv() -> None:
    command = ("query", "not-party", "treaty=opsc")
    assert "Irlande" in output("--language", "fr", *command)
    assert "Ireland" in output("--language", "fr", *command, "--format", "csv")


def test_the_environment_chooses_a_language_and_the_option_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSEKG_LANGUAGE", "es")
    assert output("state", "DEU").startswith("Alemania (DEU)")
    assert output("--language", "fr", "state", "DEU").startswith("Allemagne (DEU)")


def test_an_unknown_language_is_refused() -> None:
    result = invoke("--language", "xx", "query")
    assert result.exit_code == 2
    assert "none of en, fr" in result.output


def test_an_error_of_a_command_speaks_and_the_next_command_is_english() -> None:
    with pytest.raises(UnknownNameError) as french:
        invoke("--language", "fr", "state", "FRX")
    with pytest.raises(UnknownNameError) as english:
        invoke("state", "FRX")
    assert str(french.value) != str(english.value)
    assert str(english.value).startswith("unknown State 'FRX'. Did you mean ")
    assert current() == "en"
