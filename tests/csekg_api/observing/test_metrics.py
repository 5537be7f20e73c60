from __future__ import annotations

import re

import pytest

from tests.csekg_api.middleware.conftest import TOKEN, Service

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
