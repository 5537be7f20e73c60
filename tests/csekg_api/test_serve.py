from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from csekg.dataset.cache import kept_folder
from csekg.errors import CsekgError
from csekg_api import serve
from csekg_api.service import WORKERS
from tests.command import cache_in, environment, program
from tests.csekg_api.conftest import Start
from tests.csekg_api.service import ENDLESS, Answer, Service, children, command, eventually, serving, state

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# Processes are looked at through /proc.
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows")


@pytest.fixture(scope="module")
def limited(small_file: Path) -> Iterator[Service]:
    """A service with low limits, for tests that leave it as it was."""
    variables = {"CSEKG_QUERY_MEMORY_MB": "64", "CSEKG_QUERY_TIMEOUT": "1"}
    with serving("--dataset", str(small_file), variables=variables) as service:
        yield service


@pytest.fixture(scope="module")
def shared(small_file: Path) -> Iterator[Service]:
    """A service whose workers tests kill."""
    with serving("--dataset", str(small_file)) as service:
        yield service


def count(service: Service, query: str = COUNT) -> str:
    answer = service.ask(query, format="csv")
    assert answer.status == 200, answer.body
    return answer.body.decode().splitlines()[1]


def endless(service: Service, threads: ThreadPoolExecutor, times: int, **parameters: object) -> list[Future[Answer]]:
    assert eventually(lambda: {state(pid) for pid in service.workers()} == {"S"})
    asked = [threads.submit(service.ask, f"{ENDLESS} # {n}", "", **parameters) for n in range(times)]
    # They run, or stand still while others do.
    assert eventually(lambda: sum(state(pid) in ("R", "T") for pid in service.workers()) >= times)
    return asked


def test_server_and_workers_open_what_is_kept(small_dataset: bytes, tmp_path: Path) -> None:
    def opens(pid: int) -> bool:
        # A file may be closed meanwhile.
        with suppress(FileNotFoundError):
            return any(os.readlink(file).endswith(".sst") for file in Path(f"/proc/{pid}/fd").iterdir())
        return False

    with cache_in(tmp_path, small_dataset, prepared=True), serving() as service:
        assert int(count(service)) > 100
        assert eventually(lambda: len(service.workers()) == WORKERS)
        assert eventually(lambda: all(map(opens, [service.process.pid, *service.workers()])))


def test_a_service_whose_files_are_gone_says_so(small_dataset: bytes, tmp_path: Path) -> None:
    with cache_in(tmp_path, small_dataset, prepared=True), serving() as service:
        assert int(count(service)) > 100
        shutil.rmtree(kept_folder())
        killed = service.workers()
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not any(map(state, killed)))
        gone = "the files of the dataset are gone: start the service again, and they are made anew"
        assert gone in service.ask(COUNT + "# of what is gone").problem(503)
        assert eventually(lambda: gone in service.request("GET", "/readyz").body.decode())
        # What the server itself has open is answered.
        assert service.request("GET", "/api/v1/instruments").status == 200


def test_a_dataset_that_is_put_in_place_anew_ends_no_service(small_dataset: bytes, tmp_path: Path) -> None:
    with cache_in(tmp_path, small_dataset, prepared=True), serving() as service:
        aside = kept_folder().rename(tmp_path / "aside")
        killed = service.workers()
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not any(map(state, killed)))
        with ThreadPoolExecutor(1) as threads:
            asked = threads.submit(count, service, COUNT + "# meanwhile")
            time.sleep(0.25)
            aside.rename(kept_folder())
            assert int(asked.result()) > 100


def test_serves_a_file(shared: Service) -> None:
    service = shared
    # The default graph is the union, and a triple that stands in two graphs counts once.
    assert count(service) == "3"
    assert count(service, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == "4"
    dataset = json.loads(service.request("GET", "/healthz").body)["dataset"]
    assert (dataset["triples"], dataset["graphs"]) == (3, 2)
    assert re.fullmatch(r"[0-9a-f]{64}", dataset["fingerprint"])

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    refused = service.request("POST", "/sparql", urlencode({"update": "DROP ALL"}), form)
    assert "read-only" in refused.problem(403)
    assert count(service) == "3"


def test_first_lines_name_dataset_and_address(small_file: Path) -> None:
    command = [sys.executable, "-m", "csekg", "serve", "--port", "0", "--dataset", str(small_file)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline(), process.stdout.readline()]
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=20)
    assert lines[0].startswith(f"3 triples from {small_file}, version ")
    assert re.fullmatch(r"Listening on http://127\.0\.0\.1:\d+/ \(stop with Ctrl\+C\)\n", lines[1])
    assert (process.returncode, output) == (0, "Stopped\n")
    # No address is set.
    assert errors.startswith("Warning: CSEKG_REPORT_ADDRESS names no address")
    assert len(errors.splitlines()) == 1


def test_who_lets_others_connect_is_warned(small_file: Path) -> None:
    command = [sys.executable, "-m", "csekg", "serve", "--host", "0.0.0.0", "--port", "0", "--dataset", str(small_file)]
    settled = environment() | {"CSEKG_REPORT_ADDRESS": "mailto:a@example.org", "CSEKG_LOG_FORMAT": "none"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=settled) as process:
        assert process.stdout
        assert ["triples" in process.stdout.readline(), "//0.0.0.0:" in process.stdout.readline()] == [True, True]
        process.terminate()
        [line] = process.communicate(timeout=20)[1].splitlines()
    assert line.startswith("Warning: ")
    assert all(named in line for named in ("proxy", "deploy/haproxy.cfg", "docs/service.md"))


#: What clients send and never end, or never read, and on how many connections.
HELD = {
    "head": (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", 500),
    "body": (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nA",
        500,
    ),
    # 1.7 MB each: to make five hundred at once takes the service seconds.
    "answer": (b"GET /static/swagger-ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n", 100),
}


@pytest.mark.parametrize("kind", HELD)
def test_health_is_told_while_others_hold_connections(shared: Service, kind: str) -> None:
    held, number = HELD[kind]
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(limit[0], 2000), limit[1]))
    with ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, limit)
        for _ in range(number):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", shared.port))
            connection.sendall(held)
        for _ in range(20):
            assert shared.request("GET", "/healthz").status == 200


def test_endless_query_ends_at_the_limit_and_disturbs_nobody(start: Start) -> None:
    service = start(query_timeout=8)
    with ThreadPoolExecutor(8) as threads:
        asked = endless(service, threads, 4)
        # How often others are answered meanwhile is measured by benchmarks/hostile_clients.py.
        answered_meanwhile = 0
        while not any(query.done() for query in asked):
            for path in ("/healthz", "/readyz"):
                assert service.request("GET", path).status == 200
            assert service.ask(f"{COUNT} # {answered_meanwhile}", "10.0.0.1").status == 200
            answered_meanwhile += 1
        assert answered_meanwhile > 1
        for query in asked:
            answer = query.result()
            assert answer.seconds >= 8
            detail = answer.problem(504)
            assert "stopped after 8 seconds" in detail
    # Nothing runs on behind their backs, and no dead process waits to be reaped.
    assert eventually(lambda: len(service.workers()) == WORKERS)
    assert eventually(lambda: {state(pid) for pid in service.processes()} == {"S"})


def test_timeout_of_a_request_lowers_the_limit_only(limited: Service) -> None:
    answer = limited.ask(ENDLESS, timeout="0.3")
    assert "stopped after 0.3 seconds" in answer.problem(504)
    assert answer.seconds >= 0.3
    answer = limited.ask(ENDLESS, timeout="60")
    assert "stopped after 1 seconds" in answer.problem(504)
    assert answer.seconds >= 1
    for wrong in ("0", "-1", "soon", "nan"):
        assert f"but it is '{wrong}'" in limited.ask(COUNT, timeout=wrong).problem(400)


def test_one_query_too_many_is_told_to_come_back(start: Start) -> None:
    service = start(query_timeout=3, max_queries=2)
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(service.ask, ENDLESS, client, timeout="2.5") for client in ("10.0.0.1", "10.0.0.2")]
        assert eventually(lambda: len(service.workers()) == 2)
        own = service.ask(COUNT, "10.0.0.1", timeout="0.2")
        assert "this address has 1 under way" in own.problem(503)
        refused = service.ask(COUNT, "10.0.0.3", timeout="0.2")
        assert "others are served at this moment" in refused.problem(503)
        assert int(refused.headers["retry-after"]) > 0
        assert not any(query.done() for query in asked)
        # A busy service is ready: the queries that it has taken are being answered.
        assert service.request("GET", "/readyz").status == 200
        assert service.request("GET", "/healthz").status == 200
        assert {query.result().status for query in asked} == {504}
    assert service.request("GET", "/readyz").status == 200
    assert count(service) == "3"


def test_client_that_leaves_takes_its_query_along(shared: Service) -> None:
    service = shared
    # One that has just been forked runs, too.
    assert eventually(lambda: [state(pid) for pid in service.workers()] == ["S"] * WORKERS)
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        query = urlencode({"query": ENDLESS})
        connection.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        assert eventually(lambda: "R" in map(state, service.workers()))
        running = [pid for pid in service.workers() if state(pid) == "R"]
    assert eventually(lambda: not any(map(state, running)))
    assert eventually(lambda: len(service.workers()) == WORKERS)


def test_killed_worker_is_replaced(shared: Service) -> None:
    service = shared

    def kill_all() -> None:
        for pid in service.workers():
            # The service ends workers of its own accord, too.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            assert eventually(lambda pid=pid: not state(pid))

    assert eventually(lambda: [state(pid) for pid in service.workers()] == ["S"] * WORKERS)
    kill_all()
    # A text that no earlier test has asked: the answer to that is kept, and needs no worker.
    assert count(service, COUNT + "# anew") == "3"
    assert eventually(lambda: [state(pid) for pid in service.workers()] == ["S"] * WORKERS)
    with ThreadPoolExecutor(1) as threads:
        [asked] = endless(service, threads, 1)
        kill_all()
        assert "the service itself goes on" in asked.result().problem(503)
    assert count(service, COUNT + "# again") == "3"


def test_query_that_takes_too_much_memory_is_stopped(start: Start) -> None:
    service = start(query_memory_mb=64, query_timeout=60)
    values = " ".join(f'"{n:0200}"' for n in range(1000))
    bomb = f"""SELECT (GROUP_CONCAT(CONCAT(?a, ?b)) AS ?all)
               {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}"""
    assert "more than the 64 megabytes" in service.ask(bomb).problem(503)
    assert count(service) == "3"


def test_deep_nesting_is_survived(limited: Service) -> None:
    for depth in (1_000, 10_000, 100_000):
        answer = limited.ask("ASK " + "{" * depth + "}" * depth)
        assert answer.status in ((200,) if depth < 10_000 else (200, 400, 503, 504)), answer.body
    assert count(limited) == "3"


def test_answer_is_the_same_when_it_is_kept(limited: Service) -> None:
    first, second = limited.ask("SELECT * { ?s ?p ?o }"), limited.ask("SELECT * { ?s ?p ?o }")
    assert first.body == second.body
    assert first.headers["server-timing"].startswith("query;dur=")
    changing = "SELECT (RAND() AS ?a) (NOW() AS ?b) (STRUUID() AS ?c) {}"
    first, second = limited.ask(changing), limited.ask(changing)
    assert first.body != second.body
    assert first.headers["cache-control"] == "no-store"


def test_stops_within_its_grace_while_a_query_runs(start: Start) -> None:
    service = start(query_timeout=60)
    with ThreadPoolExecutor(1) as threads:
        [asked] = endless(service, threads, 1)
        everyone = service.processes()
        began = time.monotonic()
        assert service.terminate() == ("Stopped\n", "")
        assert time.monotonic() - began < 6
        answer = asked.result()
    assert "the service is being stopped; ask again" in answer.problem(503)
    assert int(answer.headers["retry-after"]) > 0
    assert service.process.returncode == 0
    assert eventually(lambda: not any(map(state, everyone)))


@pytest.mark.parametrize("servers", ["1", "2"])
def test_nothing_outlives_a_service_that_is_killed(start: Start, servers: str) -> None:
    service = start("--workers", servers)
    with ThreadPoolExecutor(1) as threads:
        [asked] = endless(service, threads, 1)
        everyone = service.processes()
        service.process.kill()
        assert service.process.communicate() == ("", "")
        assert eventually(lambda: all(state(pid) in ("", "Z") for pid in everyone))
        with pytest.raises((ConnectionError, HTTPException)):
            asked.result()


def test_of_several_servers_one_that_is_killed_is_replaced(start: Start) -> None:
    service = start("--workers", "2", log_format="text")

    def servers() -> list[int]:
        return [pid for pid in children(service.process.pid) if "spawn_main" in command(pid)]

    def answered_by_both() -> bool:
        return len(servers()) == 2 and len(service.workers()) >= 2

    assert eventually(answered_by_both)
    first, second = servers()
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: first not in servers() and answered_by_both())
    assert second in servers()
    assert {count(service, f"{COUNT} # {n}") for n in range(20)} == {"3"}
    everyone = service.processes()
    output, errors = service.terminate()
    assert (output, service.process.returncode) == ("Stopped\n", 0)
    assert f"Child process [{first}] died" in errors
    assert eventually(lambda: not any(map(state, everyone)))


def test_port_in_use_is_told_in_one_line(small_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = program("serve", "--port", str(port), "--dataset", str(small_file))
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr == (
        f"csekg: cannot listen on 127.0.0.1 port {port}: "
        "another program listens there; choose another port with --port\n"
    )


@pytest.mark.parametrize(
    ("host", "dataset", "expected"),
    [
        ("127.0.0.1", "missing.trig", r"cannot read missing\.trig: .*"),
        ("127.0.0.1", "data.csv", r"data\.csv: the ending '\.csv' is not known; give one of .*"),
        ("no such host", "", r"--host: 'no such host' is no address of this machine"),
    ],
)
def test_wrong_options_are_told(monkeypatch: pytest.MonkeyPatch, host: str, dataset: str, expected: str) -> None:
    monkeypatch.setattr(serve, "_share_memory_between_threads", lambda: None)
    with pytest.raises(CsekgError, match=expected):
        serve.serve(host, 0, dataset=Path(dataset))
