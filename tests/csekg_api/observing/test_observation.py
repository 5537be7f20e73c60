"""Requests have identifiers, lines in the log, and figures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from tests.csekg_api.middleware.conftest import TOKEN, Service

OWN = re.compile(r"[0-9a-f]{32}")


@pytest.mark.parametrize("sent", ["abc-123", "0af7651916cd43dd8448eb211c80319c", "a" * 128, "Root=1-67891233:abcdef"])
def test_a_sane_request_id_is_kept(service: Service, sent: str) -> None:
    answer = service.client.get("/short", headers={"X-Request-ID": sent})
    assert answer.headers["x-request-id"] == sent
    assert f" id={sent} " in service.log.getvalue().replace('"', "")


@pytest.mark.parametrize("sent", ["", "a" * 129, "two words", "a\tb", 'say "hi"', "<script>", "-x"])
def test_any_other_is_replaced(service: Service, sent: str) -> None:
    answer = service.client.get("/short", headers={"X-Request-ID": sent})
    assert OWN.fullmatch(answer.headers["x-request-id"])


def test_errors_have_an_id_too(service: Service) -> None:
    for path in ("/nowhere", "/crash"):
        assert OWN.fullmatch(service.client.get(path).headers["x-request-id"])


def test_one_line_for_each_request(service: Service) -> None:
    service.client.get("/text/a")
    service.client.get("/nowhere%0Alevel=error")
    first, second = service.log.getvalue().splitlines()
    assert re.fullmatch(
        r"time=\S+Z level=info event=request id=[0-9a-f]{32} method=GET path=/text/a status=200 "
        r"ms=[\d.]+ bytes=\d+",
        first,
    )
    assert "path=/nowhere%0Alevel=error" in second or 'path="/nowhere%0Alevel=error"' in second
    assert " status=404 " in second


def test_json_lines(make: Callable[..., Service]) -> None:
    service = make(log_format="json")
    service.client.head("/text/a")
    line = json.loads(service.log.getvalue())
    assert line["event"] == "request"
    assert (line["method"], line["path"], line["status"], line["bytes"]) == ("HEAD", "/text/a", 200, 0)


def test_a_query_is_told_by_hash_beginning_and_time(make: Callable[..., Service]) -> None:
    service = make(log_format="json")
    text = "SELECT *\n\x1b[31m WHERE { ?s ?p 'é' }" + " " * 300 + "secret"
    service.client.get("/query", params={"q": text})
    line = json.loads(service.log.getvalue())
    assert re.fullmatch(r"[0-9a-f]{16}", line["query_hash"])
    assert line["query"] == r"SELECT * \x1b[31m WHERE { ?s ?p '\xe9' }"
    assert (line["query_ms"], line["outcome"]) == (250, "ok")


def test_the_log_can_be_silent_but_for_crashes(make: Callable[..., Service]) -> None:
    service = make(log_format="none")
    service.client.get("/text/a")
    assert service.log.getvalue() == ""
    service.client.get("/crash")
    assert "RuntimeError: inner detail" in service.log.getvalue()


def test_a_crash_is_a_problem_without_inner_details(service: Service) -> None:
    answer = service.client.get("/crash")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert "inner detail" not in answer.text
    crash, request = (
        next(line for line in service.log.getvalue().splitlines() if f"event={event}" in line)
        for event in ("crash", "request")
    )
    assert answer.headers["x-request-id"] in crash
    assert " level=error " in request
    assert "RuntimeError: inner detail" in service.log.getvalue()


def test_an_answer_that_breaks_off_is_not_made_to_look_complete(service: Service) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        service.client.get("/breaks")
    assert "event=crash" in service.log.getvalue()


OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


def figures(service: Service) -> dict[str, float]:
    answer = service.client.get("/metrics", headers=OPERATOR)
    assert answer.headers["content-type"].startswith("text/plain; version=")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_requests_are_counted_by_route_not_by_path(service: Service) -> None:
    for path in ("/text/a", "/text/b", "/text/b", "/nowhere", "/else/where", "/number?n=x"):
        service.client.get(path)
    service.client.request("BREW", "/short")
    found = figures(service)
    count = 'csekg_http_requests_total{{method="{}",route="{}",status="{}"}}'
    assert found[count.format("GET", "/text/{name}", 200)] == 3
    assert found[count.format("GET", "none", 404)] == 2
    assert found[count.format("GET", "/number", 422)] == 1
    assert found[count.format("other", "/short", 405)] == 1
    assert not any("/text/a" in name for name in found)


def test_what_is_measured(service: Service) -> None:
    for _ in range(3):
        service.client.get("/text/a")
    service.client.get("/query?q=ASK")
    tag = service.client.get("/text/a").headers["etag"]
    service.client.get("/text/a", headers={"If-None-Match": tag})
    found = figures(service)
    assert found['csekg_answer_cache_lookups_total{found="true"}'] == 3
    assert found['csekg_query_duration_seconds_count{outcome="ok"}'] == 1
    assert found['csekg_query_duration_seconds_sum{outcome="ok"}'] == 0.25
    not_modified = 'csekg_http_requests_total{method="GET",route="/text/{name}",status="304"}'
    assert found[not_modified] == 1
    # The request for the metrics is itself in flight.
    assert found["csekg_http_requests_in_flight"] == 1
    assert found["process_resident_memory_bytes"] > 0
    assert any(re.match(r'csekg_build_info\{dataset="f{16}",version=', name) for name in found)


def test_open_metrics_for_those_who_ask(service: Service) -> None:
    accept = {**OPERATOR, "Accept": "application/openmetrics-text; version=1.0.0"}
    answer = service.client.get("/metrics", headers=accept)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


@pytest.mark.parametrize("path", ["/crash", "/breaks"])
def test_what_fails_is_counted(service: Service, path: str) -> None:
    try:
        service.client.get(path)
    except RuntimeError:
        assert path == "/breaks"
    found = figures(service)
    assert any(path in name for name in found if name.startswith("csekg_http_requests_total"))
    assert found["csekg_http_requests_in_flight"] == 1


@pytest.mark.parametrize("sent", ["", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer é"])
def test_figures_are_for_who_has_the_token(service: Service, sent: str) -> None:
    answer = service.client.get("/metrics", headers={b"Authorization": sent.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="metrics"'
    assert "csekg_" not in answer.text
