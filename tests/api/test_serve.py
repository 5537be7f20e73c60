from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "csekg", "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def finish(process: subprocess.Popen[str]) -> tuple[str, str]:
    process.send_signal(signal.SIGTERM)
    try:
        return process.communicate(timeout=20)
    finally:
        process.kill()


@pytest.fixture
def service(small_file: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = start("--port", "0", "--dataset", str(small_file))
    assert process.stdout
    try:
        first, second = process.stdout.readline(), process.stdout.readline()
        assert first.startswith(f"3 triples from {small_file}, version ")
        address = re.fullmatch(r"Listening on (http://127\.0\.0\.1:\d+/) .*\n", second)
        assert address, second
        yield address[1], process
    finally:
        process.kill()
        process.communicate()


def ask(address: str, query: str) -> str:
    with urlopen(f"{address}sparql?{urlencode({'query': query, 'format': 'csv'})}") as answer:
        text: str = answer.read().decode()
    return text.splitlines()[1]


def test_serves_a_file_and_stops(service: tuple[str, subprocess.Popen[str]]) -> None:
    address, process = service
    # The default graph is the union, and a triple that stands in two graphs counts once.
    assert ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "3"
    assert ask(address, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == "4"
    with urlopen(f"{address}healthz") as answer:
        dataset = json.load(answer)["dataset"]
    assert (dataset["triples"], dataset["graphs"]) == (3, 2)
    assert re.fullmatch(r"[0-9a-f]{64}", dataset["fingerprint"])

    update = urlencode({"update": "DROP ALL"}).encode()
    with pytest.raises(HTTPError) as refused, urlopen(Request(f"{address}sparql", update)):
        pass
    with refused.value as error:
        assert error.code == 403
        assert error.headers["Access-Control-Allow-Origin"] == "*"
        assert json.load(error)["status"] == 403
    assert ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "3"

    _, errors = finish(process)
    # The server hands the signal on once it has closed everything.
    assert process.returncode in (0, -signal.SIGTERM)
    assert errors == ""


def test_port_in_use_is_told_in_one_line(small_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start("--port", str(port), "--dataset", str(small_file))
        output, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert output == ""
    assert errors == (
        f"csekg: cannot listen on 127.0.0.1 port {port}: "
        "another program listens there; choose another port with --port\n"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--dataset", "missing.trig"), r"cannot read missing\.trig: .*"),
        (("--dataset", "data.csv"), r"data\.csv: the ending '\.csv' is not known; give one of .*"),
        (("--host", "no such host"), r"--host: 'no such host' is no address of this machine"),
    ],
)
def test_wrong_options_are_told_in_one_line(arguments: tuple[str, ...], expected: str) -> None:
    process = start("--port", "0", *arguments)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert output == ""
    assert re.fullmatch(f"csekg: {expected}\n", errors), errors
