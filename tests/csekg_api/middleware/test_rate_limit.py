from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from csekg_api.settings import Settings
from tests.csekg_api.middleware.conftest import Service


def test_who_asks_too_often_is_told_when_to_come_back(make: Callable[..., Service]) -> None:
    client = make(rate_limit="2/minute").client
    first = client.get("/short")
    assert first.status_code == 200
    assert first.headers["ratelimit-policy"] == '"address";q=2;w=60'
    assert first.headers["ratelimit"] == '"address";r=1;t=30'
    assert client.get("/text/a").status_code == 200
    refused = client.get("/short")
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    assert refused.headers["ratelimit"].startswith('"address";r=0;t=')
    assert "2 requests in 60 seconds" in refused.json()["detail"]


def test_health_and_metrics_are_exempt(make: Callable[..., Service]) -> None:
    client = make(rate_limit="1/day").client
    for _ in range(3):
        assert client.get("/healthz").status_code == 200
        assert client.get("/metrics").status_code == 401
        assert client.options("/short").status_code == 204


def test_the_right_to_ask_comes_back(make: Callable[..., Service]) -> None:
    client = make(rate_limit="10/second").client
    codes = [client.get("/short").status_code for _ in range(30)]
    assert 429 in codes
    time.sleep(0.15)
    assert client.get("/short").status_code == 200


def test_each_address_counts_for_itself(make: Callable[..., Service]) -> None:
    app = make(rate_limit="1/day").client.app
    expected = {
        "192.0.2.1": 200, "192.0.2.2": 200, "2001:db8::1": 200,
        "2001:db8::2": 429, "2001:db8:0:1::1": 200,
    }  # fmt: skip
    for address, status in expected.items():
        assert TestClient(app, client=(address, 1)).get("/short").status_code == status, address


@pytest.mark.parametrize("unit", ["second", "minute", "hour", "day"])
def test_every_unit_that_a_setting_may_have_is_known(
    make: Callable[..., Service], unit: str
) -> None:
    assert make(rate_limit=f"9/{unit}").client.get("/short").status_code == 200


def test_no_limit_unless_set(service: Service) -> None:
    assert "ratelimit" not in service.client.get("/short").headers


@pytest.mark.parametrize("value", ["many", "0/minute", "5/fortnight", "5", "/minute", "1.5/hour"])
def test_a_limit_that_cannot_be_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        Settings(rate_limit=value)
