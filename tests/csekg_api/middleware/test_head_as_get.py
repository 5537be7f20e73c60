from __future__ import annotations

import pytest

from tests.csekg_api.middleware.conftest import Service


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
