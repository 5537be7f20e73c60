from __future__ import annotations

from typing import Any, cast

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from csekg.languages.current import choose, current
from csekg_api.middleware.stack import install_middleware
from csekg_api.observing.logs import Log
from csekg_api.settings import Settings
from csekg_api.web.problems import install_problem_handlers
from csekg_api.web.urls import base_path, own_path, root_path, service_url


def _told(request: Request) -> dict[str, str]:
    return {
        "language": current(),
        "root": root_path(request),
        "base": base_path(request),
        "own": own_path(request),
        "address": service_url(request, "/x"),
    }


def _client(root_path: str = "", **settings: object) -> TestClient:
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    app.state.settings = values = Settings.model_validate({"log_format": "text", **settings})
    install_problem_handlers(app)

    @app.get("/")
    @app.get("/states/{key}")
    @app.get("/api/v1/states")
    def told(request: Request) -> Response:
        return JSONResponse(_told(request))

    @app.get("/api/v1/chosen")
    async def chosen(request: Request, lang: str) -> Response:
        choose(lang)
        return JSONResponse(_told(request))

    @app.get("/shown")
    def page() -> Response:
        return HTMLResponse(f"<p>{current()}</p>")

    install_middleware(app, values, "f" * 64, Log("text"), [])
    return TestClient(app, root_path=root_path, follow_redirects=False)


def test_a_path_without_language_is_english() -> None:
    answer = _client().get("/states/IRL", headers={"Accept-Language": "fr"})
    assert answer.json() == {
        "language": "en",
        "root": "",
        "base": "",
        "own": "/states/IRL",
        "address": "http://testserver/x",
    }
    # An English page is the same for everybody.
    assert "accept-language" not in answer.headers.get("vary", "").lower()


@pytest.mark.parametrize("language", ["fr", "es", "ru", "zh", "ar"])
def test_the_beginning_of_a_path_chooses_the_language(language: str) -> None:
    answer = _client().get(f"/{language}/states/IRL", headers={"Accept-Language": "en"})
    assert answer.json() == {
        "language": language,
        "root": f"/{language}",
        "base": "",
        "own": "/states/IRL",
        "address": f"http://testserver/{language}/x",
    }


def test_the_prefix_of_a_proxy_stands_before_the_language() -> None:
    told = _client("/register").get("/register/ar/states/IRL").json()
    assert (told["root"], told["base"], told["own"]) == ("/register/ar", "/register", "/states/IRL")
    public = _client(public_url="https://example.org/law/").get("/ar/states/IRL").json()
    assert (public["root"], public["base"]) == ("/law/ar", "/law")
    assert public["address"] == "https://example.org/law/ar/x"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/fr", "/fr/"),
        ("/fr/data/state/IRL.ttl", "/data/state/IRL.ttl"),
        ("/fr/api/v1/states?kind=state", "/api/v1/states?kind=state&lang=fr"),
        ("/en/states/IRL?a=b", "/states/IRL?a=b"),
        ("/fr/data//evil.example", "/data//evil.example"),
        ("/en//evil.example/x", "/evil.example/x"),
        ("/fr/data/x%0d%0aSet-Cookie:a", "/data/x%0D%0ASet-Cookie%3Aa"),
    ],
)
def test_what_has_one_address_in_all_languages_is_elsewhere(path: str, place: str) -> None:
    answer = _client().get(path)
    assert (answer.status_code, answer.headers["location"]) == (308, place)
    # Like every answer.
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["/de/states/IRL", "/FR/states/IRL", "/fr/nothing", "/fr//states"])
def test_what_is_nowhere_is_not_found(path: str) -> None:
    assert _client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("de, es;q=0.5", "es"), ("zh-Hant-TW", "zh"), ("ar;q=0, ru", "ru")],
)
def test_the_start_page_is_in_the_language_that_a_browser_prefers(accepted: str, language: str) -> None:
    answer = _client().get("/?a=b", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/{language}/")
    assert answer.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize("accepted", ["", "en-GB, fr;q=0.9", "de", "*", "x" * 300, ";;;=,"])
def test_else_it_is_english(accepted: str) -> None:
    client = _client()
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert answer.json()["language"] == "en"
    assert "Accept-Language" in answer.headers["vary"]
    # This one is English for everybody.
    forced = client.get("/en/", headers={"Accept-Language": "fr"})
    assert (forced.status_code, forced.json()["language"]) == (200, "en")


def test_the_api_negotiates_and_each_language_is_cached_apart() -> None:
    client = _client()
    tags = set()
    for language in ("fr", "ar", "en", "fr"):
        answer = client.get("/api/v1/states", headers={"Accept-Language": language})
        assert answer.json()["language"] == language
        assert answer.headers["content-language"] == language
        assert "Accept-Language" in answer.headers["vary"]
        tags.add(answer.headers["etag"])
    assert len(tags) == 3
    again = {"Accept-Language": "fr", "If-None-Match": answer.headers["etag"]}
    assert client.get("/api/v1/states", headers=again).status_code == 304
    other = {"Accept-Language": "ar", "If-None-Match": answer.headers["etag"]}
    assert client.get("/api/v1/states", headers=other).status_code == 200


def test_a_cached_answer_says_its_own_language() -> None:
    client = _client()
    for accepted in ("ru", "ru", "fr"):
        answer = client.get("/api/v1/chosen?lang=fr", headers={"Accept-Language": accepted})
        assert answer.json()["language"] == "fr"
        assert answer.headers.get_list("content-language") == ["fr"]


def test_a_proxy_that_says_wss_means_tls() -> None:
    # As uvicorn does it for the proxies that it trusts.
    app: Any = _client().app
    client = TestClient(cast(Any, ProxyHeadersMiddleware(app, "*")))
    for scheme, shown in (("wss", "https"), ("ws", "http"), ("https", "https")):
        answer = client.get("/states/IRL", headers={"X-Forwarded-Proto": scheme})
        assert answer.json()["address"] == f"{shown}://testserver/x"
