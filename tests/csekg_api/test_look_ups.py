"""What the programs remember of a dataset as a whole, each looked up by itself."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module

import csekg
import csekg_api
from csekg.answers.common import remembering
from csekg.languages.current import speaking
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine


def _look_ups() -> Iterator[Callable[[QueryEngine], object]]:
    """The remembered functions that need no key."""
    for package in (csekg, csekg_api):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.endswith("__main__"):
                continue
            module = import_module(found.name)
            for look_up in vars(module).values():
                if (
                    inspect.isfunction(look_up)
                    and look_up.__code__.co_filename == remembering.__file__
                    and look_up.__code__.co_name == "recalled"
                    and look_up.__module__ == found.name
                    and len(inspect.signature(look_up).parameters) == 1
                ):
                    yield look_up


def test_each_is_made_whatever_else_was(small_dataset: bytes) -> None:
    look_ups = [*_look_ups()]
    assert len(look_ups) > 70
    store = Store(small_dataset)
    # To put names into order, and to say anything, raises an error where no language is chosen.
    with speaking("fr"):
        for look_up in look_ups:
            first = look_up(store)
            assert look_up(store) is first, look_up.__name__
