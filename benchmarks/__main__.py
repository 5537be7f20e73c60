"""Runs the benchmarks; those that measure a service start it as a process of its own."""

from __future__ import annotations

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


def main() -> None:
    cores = os.cpu_count()
    print(f"Python {platform.python_version()} on {platform.machine()}, {cores} cores\n")
    for benchmark in (
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
    ):
        benchmark.run()
        print()


main()
