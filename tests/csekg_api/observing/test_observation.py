from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from tests.csekg_api.middleware.conftest import Service

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
