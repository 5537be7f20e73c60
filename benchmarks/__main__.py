"""Runs the benchmarks that are named, or all: `python -m benchmarks serving`; `--help` lists them.

Those that measure a service start it as a process of its own.
"""

from __future__ import annotations

import argparse
import os
import platform

from benchmarks import (
    assistants,
    building,
    fairness,
    first_visits,
    four_forms,
    generated_queries,
    hostile_clients,
    hostile_texts,
    memory,
    pages_in_languages,
    questions,
    replicas,
    serving,
    starting,
    validating,
)

_ALL = {
    module.__name__.removeprefix("benchmarks."): module
    for module in (
        building,
        starting,
        memory,
        validating,
        questions,
        four_forms,
        generated_queries,
        serving,
        first_visits,
        pages_in_languages,
        assistants,
        fairness,
        hostile_clients,
        hostile_texts,
        replicas,
    )
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", help=", ".join(_ALL))
    names = parser.parse_args().name
    if unknown := [name for name in names if name not in _ALL]:
        parser.error(f"no benchmark is called {unknown[0]!r}; there are {', '.join(_ALL)}")
    print(f"Python {platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores\n")
    for name in names or _ALL:
        _ALL[name].run()
        print()


main()
