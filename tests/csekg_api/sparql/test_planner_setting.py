"""`CSEKG_PLANNER=off` leaves the planner out; answers are the same."""

from __future__ import annotations

import json
import time

import pytest

from csekg.sparql.oxigraph_store import Store
from csekg_api.jobs import job_table
from csekg_api.settings import Settings
from csekg_api.sparql.job import SPARQL, decode, encode
from csekg_api.sparql.protocol import QueryRequest

ACTS = 60, 30
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
#: Slow as written, since EXISTS is evaluated for each State.
SLOW = "PREFIX : <x:> SELECT ?s { ?s a :State FILTER NOT EXISTS { ?x a :Act ; :on :t1 ; :by ?s } } ORDER BY ?s"


@pytest.fixture(scope="module")
def store() -> Store:
    states, treaties = ACTS
    triples = [f"<x:s{state}> {TYPE} <x:State>" for state in range(states + 2)]
    for state in range(states):
        for treaty in range(treaties):
            act = f"<x:a{state}-{treaty}>"
            triples += [f"{act} {TYPE} <x:Act>", f"{act} <x:by> <x:s{state}>", f"{act} <x:on> <x:t{treaty}>"]
    return Store("".join(f"{triple} <x:g> .\n" for triple in triples).encode())


def run(store: Store, settings: Settings) -> tuple[list[str], float]:
    job = job_table(store, settings)[SPARQL]
    began = time.process_time()
    answer = decode(job.run(encode(QueryRequest(SLOW, "json", "")))).content
    seconds = time.process_time() - began
    return [row["s"]["value"] for row in json.loads(answer)["results"]["bindings"]], seconds


def test_the_setting_leaves_the_planner_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run(store, Settings())
    planned, soon = run(store, Settings())
    monkeypatch.setenv("CSEKG_PLANNER", "off")
    unplanned, late = run(store, Settings())
    assert planned == unplanned == ["x:s60", "x:s61"]
    assert late > 5 * soon
