"""deploy/replicas.sh for real: HAProxy, three replicas, a kill and a roll-out under load."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest

from benchmarks.replicas import NEEDED, Replicas, exercise, replicas
from benchmarks.sessions import MARK, Outcome, Seen

QUERY = f"/sparql?{urlencode({'query': 'SELECT ?name { ?s <urn:name> ?name }'})}"
ASKS = (("GET", QUERY), ("POST", QUERY))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Replicas]:
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    old = tmp_path / "old.ttl"
    old.write_text('<urn:s> <urn:name> "a name" .', encoding="utf-8")
    with replicas(tmp_path / "run", "--dataset", str(old)) as started:
        yield started


def test_a_kill_and_a_roll_out_fail_no_request_and_mix_no_releases(
    running: Replicas, tmp_path: Path
) -> None:
    new = tmp_path / "new.ttl"
    new.write_text(f'<urn:s> <urn:name> "a name {MARK}" .', encoding="utf-8")
    outcome = exercise(running, ASKS, lambda: running.call("roll", "--dataset", str(new)), calm=1)
    assert outcome.failures == []
    assert (outcome.mixed, outcome.went_back) == (0, 0)
    assert outcome.moved == len(outcome.sessions)
    # The killed one was asked: its sessions noticed nothing.
    assert len(outcome.all) > 10 * len(outcome.sessions)


def test_a_release_that_does_not_start_stops_the_roll_out_and_the_others_answer(
    running: Replicas, tmp_path: Path
) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        running.call("roll", "--dataset", str(tmp_path / "missing.ttl"))
    with httpx2.Client(base_url=f"http://127.0.0.1:{running.port}") as client:
        for _turn in range(10):
            assert "a name" in client.get(QUERY).text
        # What is larger than HAProxy's buffer is passed on, too.
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
