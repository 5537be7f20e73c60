"""Names as depositaries print them give the key of an actor, or a warning with the nearest ones."""

from __future__ import annotations

import pytest

from csekg.sources.names import actors_of


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
