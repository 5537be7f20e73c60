"""Names as depositaries print them give the key of an actor, or a warning with the nearest ones."""

from __future__ import annotations

import pytest

from csekg.importers.names import (
    actors_of,
    actors_within,
    territories_named,
    territories_within,
    territory_of,
    without_marks,
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Türkei", "TUR"),
        ("Serbien", "SRB"),
        ("Korea (Nord-)", "PRK"),
        ("Cook-Inseln", "COK"),
        ("TUNISIA", "TUN"),
        ("Côte d\u2019Ivoire", "CIV"),
        ("St. Lucia", "LCA"),
        ("The Gambia", "GMB"),
        ("Yugoslavia (former)", "YUG"),
        ("Slovakia<superscript>7</superscript>", "SVK"),
        ("Belgium 1, 2", "BEL"),
        ("China*", "CHN"),
        ("Republic of Korea³", "KOR"),
        # A territory stands for its State.
        ("Hong Kong", "CHN"),
        ("Bailiwick of Jersey", "GBR"),
        ("", ""),
    ],
)
def test_names_of_sources_are_known(name: str, key: str) -> None:
    assert actors_of([name]) == ({name: key}, ())


def test_an_unknown_name_has_no_key_and_a_warning_with_near_ones() -> None:
    keys, warnings = actors_of(["Tunisie", "Tunesia", "Tunesia"])
    assert keys == {"Tunisie": "TUN", "Tunesia": ""}
    assert len(warnings) == 1
    assert warnings[0].startswith("unknown participant 'Tunesia'. Did you mean Tunisia (TUN)")


@pytest.mark.parametrize(
    ("printed", "name", "marks"),
    [
        ("Belgium 1, 2", "Belgium", ("1", "2")),
        ("Slovakia<superscript>7,8</superscript>", "Slovakia", ("7", "8")),
        ("China *", "China", ("*",)),
        ("Malta†", "Malta", ("†",)),
        ("Iran (Islamic Republic of) [3]", "Iran (Islamic Republic of)", ("3",)),
        ("Netherlands (Kingdom of the)", "Netherlands (Kingdom of the)", ()),
    ],
)
def test_marks_of_notes_are_no_part_of_a_name(printed: str, name: str, marks: tuple[str, ...]) -> None:
    assert without_marks(printed) == (name, marks)


def test_names_in_a_text_are_the_longest() -> None:
    text = "by Papua New Guinea, Iran (Islamic Republic of), the Syrian Arab Republic and the Niger in AND upon us"
    assert actors_within(text) == (
        ("Papua New Guinea", "PNG"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Syrian Arab Republic", "SYR"),
        ("Niger", "NER"),
    )


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Hong Kong Special Administrative Region", "HKG"),
        ("Hongkong", "HKG"),
        ("Hong Kong, China", "HKG"),
        ("Macao", "MAC"),
        ("Jersey 3", "JEY"),
        ("Gibraltar", "GIB"),
        ("Netherlands (Netherlands Antilles)", "ANT"),
        ("Îles Féroé", "FRO"),
        ("Curacao", "CUW"),
        # States, not territories.
        ("Cook Islands", None),
        ("China", None),
        ("Avalon", None),
    ],
)
def test_territories_are_known_by_the_names_that_lists_print(printed: str, key: str | None) -> None:
    territory = territory_of(printed)
    assert (territory.key if territory else None) == key


def test_a_territory_of_another_state_is_none_of_it() -> None:
    assert territory_of("Gibraltar", "ESP") is None
    assert territory_of("Gibraltar", "GBR")


def test_a_cell_may_list_several_territories() -> None:
    listed, rest = territories_within("Anguilla, Turks and Caicos Islands; Isle of Man and Avalon, Jersey", "GBR")
    assert [territory.key for territory in listed] == ["AIA", "TCA", "IMN", "JEY"]
    assert rest == "Avalon"


def test_territories_in_a_text_are_those_of_the_state() -> None:
    text = "to Greenland and the Faroe Islands, not to Gibraltar"
    assert territories_named(text, "DNK") == ("Greenland", "Faroe Islands")
    assert territories_named(text, "FRA") == ()
