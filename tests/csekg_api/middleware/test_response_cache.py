from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from httpx2 import Response

from csekg_api.middleware.response_cache import request_parts
from tests.csekg_api.middleware.conftest import TEXT, Service


def test_a_tag_follows_from_versions_and_gives_304_without_the_handler(service: Service) -> None:
    first = service.client.get("/text/a")
    tag = first.headers["etag"]
    assert tag.startswith('"ffffffffffffffff-')
    assert tag.endswith('-gzip"')
    assert first.headers["cache-control"] == "public, max-age=3600, must-revalidate"
    for condition in (tag, f"W/{tag}", f'"other", {tag}', "*", tag.replace("-gzip", "")):
        again = service.client.get("/text/a", headers={"If-None-Match": condition})
        assert again.status_code == 304, condition
        assert again.content == b""
        assert again.headers["etag"].replace("-gzip", "") == tag.replace("-gzip", "")
        assert again.headers["vary"] == "Accept, Accept-Encoding"
        assert again.headers["access-control-allow-origin"] == "*"
    assert service.calls == ["a"]
    stale = service.client.get("/text/a", headers={"If-None-Match": '"other"'})
    assert stale.status_code == 200


def test_what_depends_on_the_day_has_a_tag_of_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    def on(day: int, path: str, root: str = "") -> tuple[bytes, ...]:
        monkeypatch.setattr("csekg_api.middleware.response_cache.today", lambda: date(2026, 11, day))
        scope = {"headers": [], "path": root + path, "query_string": b"", "scheme": "http"}
        return request_parts({**scope, "root_path": root}).deciding

    for path in ("/", "/method", "/changes", "/api/v1/freshness"):
        for root in ("", "/csekg"):
            assert on(25, path, root) == on(25, path, root) != on(26, path, root)
    assert on(25, "/states/FRA") == on(26, "/states/FRA")


def test_304_needs_no_memory_of_the_answer(make: Callable[..., Service]) -> None:
    tag = make().client.get("/text/a").headers["etag"]
    other = make()
    answer = other.client.get("/text/a", headers={"If-None-Match": tag})
    assert (answer.status_code, other.calls) == (304, [])
    newer = make("e" * 64)
    assert newer.client.get("/text/a", headers={"If-None-Match": tag}).status_code == 200


def test_a_304_may_be_kept_by_whom_the_answer_may_be_kept(make: Callable[..., Service]) -> None:
    own, one, asked = make(), make(), {"If-None-Match": "*"}
    for path, kept in (("/text/a", "public"), ("/addressed", "private")):
        first = own.client.get(path)
        again = own.client.get(path, headers={"If-None-Match": first.headers["etag"]})
        for answer in (first, again, one.client.get(path, headers=asked)):
            assert answer.headers["cache-control"] == f"{kept}, max-age=3600, must-revalidate"
        assert again.status_code == 304
        # Another server does not know yet what the answer would be.
        unknown = make().client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert unknown.status_code == 304
        assert unknown.headers["cache-control"].startswith("private")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/text/b", {}),
        ("/text/a?x=1", {}),
        ("/text/a", {"Accept": "text/plain"}),
        ("/text/a", {"Accept-Encoding": "identity"}),
    ],
)
def test_other_bytes_have_other_tags(service: Service, path: str, headers: dict[str, str]) -> None:
    first = service.client.get("/text/a")
    other = service.client.get(path, headers=headers)
    assert other.headers["etag"] != first.headers["etag"]
    assert len(service.calls) == 2


def test_the_tag_is_the_same_on_every_host(make: Callable[..., Service]) -> None:
    """Within its own address alone a tag is compared (RFC 9110, section 8.8.3)."""
    service, replica = make(), make()
    tag = service.client.get("/text/a").headers["etag"]
    other = replica.client.get("/text/a", headers={"Host": "other.example"})
    assert other.headers["etag"] == tag
    # What is kept may hold addresses, so it is not given to another host.
    replica.client.get("/text/a", headers={"Host": "third.example"})
    assert replica.calls == ["a", "a"]
    again = {"Host": "fourth.example", "If-None-Match": tag}
    assert service.client.get("/text/a", headers=again).status_code == 304


def test_a_kept_answer_is_the_same_and_asks_no_handler(service: Service) -> None:
    first, second = service.client.get("/text/a"), service.client.get("/text/a")
    assert service.calls == ["a"]
    assert second.content == first.content == f"a: {TEXT}".encode()
    for name in ("etag", "cache-control", "content-type", "content-encoding", "vary"):
        assert second.headers.get_list(name) == first.headers.get_list(name)
    # These belong to the one request.
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    assert "server-timing" in first.headers
    assert "server-timing" not in second.headers


def test_head_and_get_share_what_is_kept(service: Service) -> None:
    head = service.client.head("/text/a")
    got = service.client.get("/text/a")
    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["etag"] == got.headers["etag"]
    assert service.calls == ["a"]


@pytest.mark.parametrize("path", ["/now", "/healthz"])
def test_what_holds_for_this_moment_is_neither_kept_nor_tagged(service: Service, path: str) -> None:
    first, second = service.client.get(path), service.client.get(path)
    assert first.json() != second.json()
    assert first.headers["cache-control"] == "no-store"
    assert "etag" not in first.headers
    assert service.client.get(path, headers={"If-None-Match": "*"}).status_code == 200


def test_what_varies_with_more_is_passed_on(service: Service) -> None:
    first, second = service.client.get("/language"), service.client.get("/language")
    assert first.json() != second.json()
    assert "etag" not in first.headers


def test_errors_are_not_stored_and_redirects_are(service: Service) -> None:
    missing = service.client.get("/nowhere")
    assert missing.headers["cache-control"] == "no-store"
    assert "etag" not in missing.headers
    moved = service.client.get("/see-other", follow_redirects=False)
    assert moved.headers["cache-control"].startswith("public")


def test_too_large_answers_and_no_memory(make: Callable[..., Service]) -> None:
    service = make(answer_cache_mb=0)
    for _ in range(2):
        assert service.client.get("/text/a").status_code == 200
    assert service.calls == ["a", "a"]


def test_without_a_fingerprint_there_are_no_tags(make: Callable[..., Service]) -> None:
    service = make(None)
    assert "etag" not in service.client.get("/text/a").headers
    assert service.client.get("/text/a", headers={"If-None-Match": '"x"'}).status_code == 200
    assert service.calls == ["a"]


def test_parts_of_a_file(service: Service) -> None:
    whole = service.client.get("/file", headers={"Accept-Encoding": "identity"})
    assert "last-modified" not in whole.headers
    part = service.client.get("/file", headers={"Range": "bytes=4-9"})
    assert (part.status_code, part.text) == (206, TEXT[4:10])
    tag = part.headers["etag"]
    assert tag == whole.headers["etag"]
    resumed = service.client.get("/file", headers={"Range": "bytes=4-9", "If-Range": tag})
    assert (resumed.status_code, resumed.text) == (206, TEXT[4:10])
    changed = service.client.get("/file", headers={"Range": "bytes=4-9", "If-Range": '"old"'})
    assert (changed.status_code, changed.text) == (200, TEXT)


def post(service: Service, query: str, **headers: str) -> Response:
    return service.client.post("/sparql", content=query, headers={"Content-Type": "text/plain", **headers})


def test_an_answer_to_a_query_that_is_posted_is_kept_here_alone(service: Service) -> None:
    first, second = post(service, "a"), post(service, "a")
    assert service.calls == ["a"]
    assert second.content == first.content == f"a: {TEXT}".encode()
    assert first.headers["cache-control"] == second.headers["cache-control"] == "no-store"
    assert "etag" not in second.headers
    assert second.headers["content-type"] == first.headers["content-type"]


@pytest.mark.parametrize(
    "other",
    [
        {"query": "b"},
        {"Accept": "text/csv"},
        {"Content-Type": "text/x"},
        {"Host": "x"},
        {"Accept-Encoding": "identity"},
    ],
)
def test_another_query_has_another_answer(service: Service, other: dict[str, str]) -> None:
    post(service, "a")
    post(service, **{"query": "a", **other})
    assert len(service.calls) == 2


@pytest.mark.parametrize("query", ["now", "wrong", "long" * 20_000])
def test_what_may_change_fails_or_is_long_is_asked_again(service: Service, query: str) -> None:
    for _ in range(2):
        post(service, query)
    assert service.calls == [query, query]


def test_a_query_in_parts_arrives_whole(service: Service) -> None:
    def parts() -> Iterator[bytes]:
        yield from (b"a", b"b")

    headers = {"Content-Type": "text/plain", "Content-Length": "2"}
    for _ in range(2):
        assert service.client.post("/sparql", content=parts(), headers=headers).text == f"ab: {TEXT}"
    assert service.calls == ["ab"]
