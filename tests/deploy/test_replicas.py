"""deploy/replicas.sh with HAProxy and three replicas: a kill and a roll-out under load."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest

from benchmarks.replicas import NEEDED, Replicas, exercise, replicas
from benchmarks.sessions import MARK, Outcome, Seen

QUERY = f"/sparql?{urlencode({'query': 'SELECT ?name { ?s <urn:name> ?name }'})}"
ASKS = (("GET", QUERY), ("POST", QUERY))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    """Started once; each test leaves at least one replica, which is enough for the next."""
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("replicas")
    old = folder / "old.ttl"
    old.write_text('<urn:s> <urn:name> "a name" .', encoding="utf-8")
    with replicas(folder / "run", "--dataset", str(old)) as started:
        yield started


def test_a_kill_and_a_roll_out_fail_no_request_and_mix_no_releases(running: Replicas, tmp_path: Path) -> None:
    new = tmp_path / "new.ttl"
    new.write_text(f'<urn:s> <urn:name> "a name {MARK}" .', encoding="utf-8")
    outcome = exercise(running, ASKS, lambda: running.call("roll", "--dataset", str(new)), calm=1)
    assert outcome.failures == []
    assert (outcome.mixed, outcome.went_back) == (0, 0)
    assert outcome.moved == len(outcome.sessions)
    # The killed replica had sessions, which noticed nothing.
    assert len(outcome.all) > 10 * len(outcome.sessions)


def test_a_query_under_way_on_a_replica_that_dies_is_answered_by_another(running: Replicas) -> None:
    numbers = " ".join(map(str, range(1000)))
    # Takes about a second.
    slow = (
        f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} "
        "FILTER(STRLEN(CONCAT(STR(?a), STR(?b))) > 0) }"
    )
    body = urlencode({"query": slow, "format": "csv"})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with httpx2.Client(base_url=f"http://127.0.0.1:{running.port}", timeout=60) as client:
        with ThreadPoolExecutor(1) as thread:
            asked = thread.submit(client.post, "/sparql", content=body, headers=form)
            busy = None
            while busy is None and not asked.done():
                busy = next((each for each in (1, 2, 3) if under_way(running, each)), None)
            assert busy, "the query was done too early"
            running.kill(busy)
            answer = asked.result()
        assert (answer.status_code, answer.text.split()) == (200, ["n", "1000000"])
        assert client.get(QUERY).status_code == 200


def under_way(running: Replicas, number: int) -> int:
    """Return the number of requests that HAProxy has sent to a replica without an answer yet."""
    lines = haproxy(running, "show stat").splitlines()
    [row] = [line for line in lines if line.startswith(f"replicas,r{number},")]
    return int(row.split(",")[4])


def haproxy(running: Replicas, command: str) -> str:
    """Return HAProxy's answer to a command on its control socket."""
    with socket.socket(socket.AF_UNIX) as control:
        control.connect(str(running.folder / "haproxy.sock"))
        control.sendall(f"{command}\n".encode())
        with control.makefile(encoding="ascii") as answer:
            return answer.read()


def test_where_no_replica_is_ready_they_are_asked_all_the_same(running: Replicas) -> None:
    for number in (1, 2, 3):
        haproxy(running, f"set server replicas/r{number} state maint")
    try:
        answer = httpx2.get(f"http://127.0.0.1:{running.port}{QUERY}")
        assert (answer.status_code, "a name" in answer.text) == (200, True)
    finally:
        for number in (1, 2, 3):
            haproxy(running, f"set server replicas/r{number} state ready")


def test_a_release_that_does_not_start_stops_the_roll_out_and_the_others_answer(
    running: Replicas, tmp_path: Path
) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        running.call("roll", "--dataset", str(tmp_path / "missing.ttl"))
    with httpx2.Client(base_url=f"http://127.0.0.1:{running.port}") as client:
        for _turn in range(10):
            assert "a name" in client.get(QUERY).text
        # A request larger than HAProxy's buffer is passed on, too.
        body = urlencode({"query": "ASK {}" + "#" * 300_000})
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert client.post("/sparql", content=body, headers=form).status_code == 200
        assert client.get("/metrics").status_code == 404


def test_faults_would_be_noticed() -> None:
    old, new = Seen(1, 0.1, 200, "a", False), Seen(2, 0.1, 200, "b", True)
    sound = Outcome([[old, new]])
    assert (sound.failures, sound.mixed, sound.moved, sound.went_back) == ([], 0, 1, 0)
    assert Outcome([[new, old]]).went_back == 1
    assert Outcome([[old], [new]]).moved == 0
    assert Outcome([[old, new, Seen(3, 0.1, 200, "a", True)]]).mixed == 2
    lost, refused = Seen(1, 0.1, 0), Seen(1, 0.1, 503)
    assert Outcome([[lost], [refused, old]]).failures == [lost, refused]
