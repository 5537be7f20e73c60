"""A pytest plugin for `make mutants`: every test counts for all the code that it depends on.

mutmut first runs all tests to record which of them execute which function, and then runs for each
mutant only the tests of its function. A cache would hide from it all tests but the first that fills
the cache, so caches are cleared before each test of that first run.
"""

from __future__ import annotations

import os
import sys
from functools import cache

import pytest

_CACHED = type(cache(lambda: None))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Clear the caches of csekg and of the tests while mutmut records the tests of functions."""
    if os.environ.get("MUTANT_UNDER_TEST") != "stats":
        return
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("csekg", "tests"):
            for value in vars(module).values():
                if isinstance(value, _CACHED):
                    value.cache_clear()
