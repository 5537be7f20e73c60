"""What files hold has words in every language: no description is unknown."""

from __future__ import annotations

import pytest

from csekg.languages.current import speaking
from csekg.languages.texts import is_english
from csekg.sparql.oxigraph_store import Store
from csekg_api.downloads.contents import contents
from csekg_api.site.data import downloads as file_contents
from csekg_api.site.data.downloads import holds, size
from tests.releases import TwoReleases


def test_every_file_of_the_dataset_has_known_contents(small_dataset: bytes) -> None:
    store = Store(small_dataset)
    found = {each.description for each in contents(store) if each.graph is None}
    assert len(found) == 29
    for each in found:
        assert each.removesuffix("; gzip") in file_contents._KNOWN
        assert holds(each) == each


def test_every_file_of_a_release_has_known_contents(releases: TwoReleases) -> None:
    found = {each.contents for each in releases.new.manifest.files}
    assert len(found) > 15
    assert found <= file_contents._KNOWN


def test_what_nobody_knows_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_contents, "_", lambda text: f"<{text}>")
    with speaking("fr"):
        assert holds("Release notes; gzip") == "<Release notes>; gzip"
        assert holds("Something else") == "Something else"
        assert is_english(holds("Something else"))


def test_sizes_have_the_decimal_sign_of_the_language() -> None:
    assert [size(number) for number in (1, 999, 45_200, 45_200_000)] == ["1 byte", "999 bytes", "45.2 kB", "45.2 MB"]
    with speaking("fr"):
        assert str(size(45_200_000)).startswith("45,2 ")
