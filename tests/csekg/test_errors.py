"""What an error message says: the place, the fault, the value and what would be right."""

from __future__ import annotations

import re
from pathlib import Path

from csekg import errors
from csekg.errors import DataError, UnknownNameError, did_you_mean
from csekg.facts.statements import PREFERABLE
from csekg.languages.current import speaking
from tests.records import all_facts


def test_a_data_error_names_file_line_fault_value_and_remedy() -> None:
    error = DataError(
        "no such day", file=Path("data/treaties/opsc/events.csv"), line=7, value="30 February", hint="Write another."
    )
    assert str(error) == "opsc/events.csv:7: no such day: '30 February'. Write another."
    assert (error.file.name, error.line, error.value) == ("events.csv", 7, "30 February")


def test_a_data_error_without_a_remedy_ends_with_the_value() -> None:
    error = DataError("missing column", file=Path("data/actors.csv"), line=1, value="m49")
    assert str(error) == "data/actors.csv:1: missing column: 'm49'"


def test_an_unknown_name_comes_with_close_ones() -> None:
    error = UnknownNameError("treaty", "opsk", all_facts().treaties)
    assert str(error) == "unknown treaty 'opsk'. Did you mean opsc, opic, opac?"
    assert (error.kind, error.name) == ("treaty", "opsk")


def test_upper_and_lower_case_are_one_to_the_hint() -> None:
    names = {actor.name for actor in all_facts().actors.values()}
    assert did_you_mean("FRANCE", names).startswith("Did you mean France")
    assert did_you_mean("solomon island", names).startswith("Did you mean Solomon Islands")


def test_at_most_four_names_are_suggested() -> None:
    assert did_you_mean("GBX", all_facts().actors).count(",") <= 3


def test_a_few_names_are_all_told_where_none_is_close() -> None:
    assert did_you_mean("zzz", PREFERABLE) == "Known: consent, date, in_force, kind, signature."


def test_many_names_are_only_counted() -> None:
    hint = did_you_mean("....", all_facts().actors)
    assert hint == "204 names are known, none of them close to it."


def test_an_unknown_name_is_refused_in_the_language_of_the_request() -> None:
    with speaking("fr"):
        error = UnknownNameError("provision", "article/99", ["article/9"], of="opsc")
    said = str(str(error))
    assert str(error) != "unknown provision of opsc 'article/99'. Did you mean article/9?"
    assert "opsc" in said
    assert "article/9" in said.replace("'article/99'", "")


def test_each_kind_of_name_has_a_sentence_of_its_own() -> None:
    """The name of a kind within a sentence cannot be translated: its gender changes the others."""
    root = Path(__file__).parents[2]
    texts = [file.read_text(encoding="utf-8") for folder in ("src", "api") for file in (root / folder).rglob("*.py")]
    kinds = {kind for text in texts for kind in re.findall(r'(?:UnknownNameError|look_up)\("([^"]+)"', text)}
    assert {"treaty", "State", "provision"} <= kinds
    for kind in kinds:
        message = errors._UNKNOWN[kind].format(name="'x'", of="y", hint="")
        assert message.startswith(f"unknown {kind} ")
