"""Answers are compressed for who takes it; HEAD has the headers of GET."""

from __future__ import annotations

import pytest

from csekg_api.web.headers import takes_gzip
from tests.csekg_api.middleware.conftest import TEXT, Service


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br, gzip;q=0.5", True),
        ("GZIP", True),
        ("*", True),
        ("", False),
        ("br", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("gzipped", False),
    ],
)
def test_accept_encoding_is_read_as_the_rfc_has_it(header: str, expected: bool) -> None:
    assert takes_gzip([(b"accept-encoding", header.encode())]) is expected
    assert takes_gzip([]) is False


def test_answers_are_compressed_for_those_who_take_it(service: Service) -> None:
    packed = service.client.get("/text/a", headers={"Accept-Encoding": "gzip"})
    plain = service.client.get("/text/a", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) * 20 < int(plain.headers["content-length"])
    assert packed.text == plain.text == f"a: {TEXT}"
    for answer in (packed, plain):
        assert "Accept-Encoding" in answer.headers["vary"]
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'


def test_a_stream_is_compressed(service: Service) -> None:
    answer = service.client.get("/stream", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == TEXT * 10


def test_small_answers_stay_as_they_are(service: Service) -> None:
    answer = service.client.get("/short", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/text/a", "/short", "/healthz", "/file", "/nowhere", "/stream"])
def test_head_has_the_headers_of_get_and_no_body(service: Service, path: str) -> None:
    head, got = service.client.head(path), service.client.get(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    for name in ("content-type", "cache-control", "etag", "vary"):
        assert head.headers.get(name) == got.headers.get(name)


def test_head_of_what_can_only_be_posted(service: Service) -> None:
    answer = service.client.head("/echo")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST, OPTIONS"
