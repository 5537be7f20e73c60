"""What is installed with each extra, and what is said without it."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from csekg.errors import EXTRAS, CsekgError, Extra, MissingExtraError, is_installed, require

_PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_brings_the_packages_that_are_looked_for(extra: Extra) -> None:
    listed = _PROJECT["optional-dependencies"][extra]
    brought = {canonicalize_name(Requirement(text).name) for text in listed}
    distributions = packages_distributions()
    found = {canonicalize_name(distributions[package][0]) for package in EXTRAS[extra]}
    assert found == brought


def test_the_base_brings_none_of_them() -> None:
    base = {Requirement(text).name for text in _PROJECT["dependencies"]}
    for extra in EXTRAS:
        listed = _PROJECT["optional-dependencies"][extra]
        assert base.isdisjoint(Requirement(text).name for text in listed)
    assert base.isdisjoint({"numpy", "scipy", "babel"})


@pytest.mark.parametrize(("extra", "package"), [(extra, package) for extra in EXTRAS for package in EXTRAS[extra]])
def test_a_missing_package_is_said_with_the_command_that_installs_it(
    extra: Extra, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(extra, "this")
    assert is_installed(extra)
    monkeypatch.setitem(sys.modules, package, None)
    assert not is_installed(extra)
    said = f"this needs more than is installed: pip install 'csekg[{extra}]'"
    with pytest.raises(MissingExtraError, match=f"^{re.escape(said)}$"):
        require(extra, "this")
    assert issubclass(MissingExtraError, CsekgError)
