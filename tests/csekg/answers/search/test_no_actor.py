"""What is answered to a name that no State has: of a territory, of another area, of two States."""

from __future__ import annotations

import re

import pytest

from csekg.answers.common.references import actor_ref
from csekg.answers.search.search import SearchIndex
from csekg.errors import AmbiguousNameError, NoActorError, UnknownNameError
from csekg.languages.current import LANGUAGES, speaking
from csekg.sparql.oxigraph_store import Store

TAIWAN = {"en": "Taiwan", "fr": "Taïwan", "es": "Taiwán", "ru": "Тайвань", "zh": "台湾", "ar": "تايوان"}


@pytest.mark.parametrize(
    ("name", "beginning", "see"),
    [
        ("Hong Kong", "China, Hong Kong SAR is a territory in the register, not an actor.", {"CHN", "GBR"}),
        ("香港特别行政区", "China, Hong Kong SAR is a territory", {"CHN", "GBR"}),
        ("Macao", "China, Macao SAR is a territory", {"CHN"}),
        ("Falkland Islands (Malvinas)", "Falkland Islands (Malvinas) is a territory", {"GBR"}),
        ("Cocos (Keeling) Islands", "Cocos (Keeling) Islands is a territory", set()),
        ("Chinese Taipei", "The register has no State or organization of this name", {"CHN"}),
        ("TWN", "The register has no State or organization of this name", {"CHN"}),
        ("Somaliland", "The register has no State or organization of this name", {"SOM"}),
        ("Western Sahara", "The register has no State or territory of this name", set()),
        ("West Bank and the Gaza Strip", "The name that the assessor prints.", set()),
    ],
)
def test_a_place_that_is_no_actor_is_answered_and_nothing_is_guessed(
    store: Store, index: SearchIndex, name: str, beginning: str, see: set[str]
) -> None:
    with pytest.raises(NoActorError) as found:
        index.names.one("state", name)
    assert str(found.value).startswith(beginning)
    assert see <= {key for key, _ in found.value.see}
    assert bool(found.value.see) == bool(see)
    assert (found.value.nearest, index.names.near("state", name)) == ((), ())
    with pytest.raises(NoActorError, match=re.escape(beginning)):
        actor_ref(store, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_by_the_name_in_it(index: SearchIndex, language: str) -> None:
    with speaking(language):
        with pytest.raises(NoActorError) as found:
            index.names.one("state", TAIWAN[language])
        best = index.find(TAIWAN[language])[0]
    assert best.kind == "area"
    assert best.snippet == str(found.value)
    assert str(best.name) == TAIWAN[language]


@pytest.mark.parametrize(("name", "keys"), [("Congo", {"COD", "COG"}), ("Korea", {"KOR", "PRK"})])
def test_of_two_states_with_a_name_both_are_offered(index: SearchIndex, name: str, keys: set[str]) -> None:
    with pytest.raises(AmbiguousNameError) as found:
        index.names.one("state", name)
    assert {key for key, _ in found.value.candidates} == keys


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("Irelnd", ["IRL"]), ("Kyrgistan", ["KGZ"]), ("Atlantis", []), ("Tailand", ["THA"]), ("Costa del Oro", ["GHA"])],
)
def test_a_state_is_suggested_for_a_slip_of_the_pen_alone(index: SearchIndex, name: str, nearest: list[str]) -> None:
    with speaking("fr"), pytest.raises(UnknownNameError) as found:
        index.names.one("state", name)
    assert [key for key, _ in found.value.nearest] == nearest


def test_suggestions_are_in_the_language_of_the_reader(index: SearchIndex) -> None:
    with speaking("fr"), pytest.raises(UnknownNameError, match=r"IRL \(Irlande\)"):
        index.names.one("state", "Irelnd")
