"""Malformed or too large requests as bytes on a socket: answered 4xx, never 5xx."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.csekg_api.service import Service, serving

HEAD = b"GET %s HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n%s\r\n"


@pytest.fixture(scope="module")
def service(small_file: Path) -> Iterator[Service]:
    with serving("--dataset", str(small_file), variables={"CSEKG_LOG_FORMAT": "text"}) as running:
        yield running


def exchange(service: Service, content: bytes) -> tuple[int, dict[str, str], bytes]:
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        answer = b""
        # The service may refuse and close while this is still sending.
        with suppress(ConnectionError):
            connection.sendall(content)
        with suppress(ConnectionError):
            while part := connection.recv(65536):
                answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    fields = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in lines}
    return int(status.split()[1]), fields, body


@pytest.mark.parametrize(
    "path",
    [
        b"/%00",
        b"/static/%00",
        b"/static/../../etc/passwd",
        b"/static/%2e%2e/%2e%2e/etc/passwd",
        b"/%zz",
        b"/%",
        b"/%ff%fe",
        b"//",
        b"//evil.example/",
        b"/\xff",
        b"/static/" + b"a" * 5000,
        b"/static/swagger-ui/..%2f..%2fmain.py",
        b"/id/%00",
        b"/data/%ff.ttl",
        b"/page/%0d%0aX:1",
        b"/api/v1/states/%00",
        b"/api/v1/states?limit=%ff",
        b"/api/v1/states?q=%00",
        b"/sparql?query=%ff",
        b"/sparql?query=%00",
        b"/sparql?query=\xff",
        b"/sparql?%",
        b"*",
        b"/openapi.json?%00",
        b"/docs?\xff=%00",
        b"/sparql?query=" + b"a" * 100_000,
    ],
)
@pytest.mark.parametrize("accept", [b"", b"Accept: text/html\r\n", b"Accept: ;;q=x,,/\r\n"])
def test_a_strange_address(service: Service, path: bytes, accept: bytes) -> None:
    status, _, body = exchange(service, HEAD % (path, accept))
    assert status < 500, (path, body)
    assert b"root:" not in body


@pytest.mark.parametrize(
    "header",
    [
        b"X-Long: " + b"a" * 200_000,
        b"X-Bad: \x00",
        b"Content-Length: -1",
        b"Content-Length: x",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Transfer-Encoding: chunked, chunked",
        b'If-None-Match: """"',
        b"If-None-Match: " + b'"a",' * 2000,
        b"Range: bytes=-",
        b"Range: bytes=9-1,,",
        b"Accept-Encoding: gzip;q=x",
        b"X-Request-ID: a\x01b",
        b"Host: a\r\nHost: b",
        b"Authorization: Basic \xff\xff",
        b"Cookie: \xff",
    ],
)
def test_a_strange_header(service: Service, header: bytes) -> None:
    for path in (b"/healthz", b"/static/csekg.css", b"/sparql?query=ASK%7B%7D"):
        status, _, body = exchange(service, HEAD % (path, header + b"\r\n"))
        assert status < 500, (path, body)


POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "content",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"GET\r\n\r\n",
        POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
        # A proxy that takes one of these two and a service that takes the other see different requests.
        POST + b"Content-Length: 5\r\n" + CHUNKED + b"0\r\n\r\n",
        POST + CHUNKED + b"z\r\n",
    ],
)
def test_what_is_not_http_is_refused(service: Service, content: bytes) -> None:
    assert exchange(service, content)[0] == 400


def test_client_that_leaves_within_its_body_is_no_crash(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(POST + b"Content-Length: 100\r\n\r\nASK")
    # Its line is logged once the service has seen it disconnect.
    stream = service.process.stderr
    assert stream is not None
    for line in stream:
        assert "crash" not in line
        assert "Traceback" not in line
        if "path=/sparql" in line and "status=499" in line:
            break


def test_several_processes_count_together(small_file: Path) -> None:
    token = {"CSEKG_METRICS_TOKEN": "0123456789abcdef"}
    operator = {"Authorization": "Bearer 0123456789abcdef"}
    with serving("--dataset", str(small_file), "--workers", "2", variables=token) as service:
        for _ in range(20):
            assert service.request("GET", "/static/csekg.css").status == 200
        name = 'csekg_http_requests_total{method="GET",route="/static/{path}",status="200"}'
        totals = set()
        for _ in range(10):
            text = service.request("GET", "/metrics", headers=operator).body.decode()
            totals |= {line.rpartition(" ")[2] for line in text.splitlines() if name in line}
    assert totals == {"20.0"}
