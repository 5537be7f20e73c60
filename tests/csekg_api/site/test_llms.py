"""`/llms.txt`: what the site is, its addresses, how to cite, its limits; from data and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from csekg.answers.common.references import treaties
from csekg.answers.quality.dataset import stated_release
from csekg.answers.status.status_answers import standings_of_treaty
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings

PUBLIC = "https://treaties.example.org/csekg"


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    settings = Settings(public_url=PUBLIC, query_timeout=7)
    with TestClient(create_app(store, "f" * 64, settings)) as client:
        yield client


def test_figures_are_those_of_the_data(client: TestClient, store: Store) -> None:
    answer = client.get("/llms.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    text = answer.text
    # The form of llmstxt.org: a heading, a summary, sections.
    assert re.match(r"# The 16/2 Register\n\n> .+\n\n", text)
    assert f"{len(treaties(store))} treaties" in text
    assert f"{store.triples():,} triples" in text
    assert f"Release {stated_release(store).version}" in text
    for key, info in treaties(store).items():
        parties = standings_of_treaty(store, key)[0].counts["party"]
        (line,) = re.findall(rf"^- \[.*\]\({PUBLIC}/treaties/{key}\): (.*)$", text, re.MULTILINE)
        assert line == f"{'' if info.is_complete(None) else 'at least '}{parties} parties on {info.status_on}"
    assert "stopped after 7 seconds" in text


def test_every_link_leads_somewhere(client: TestClient) -> None:
    links = re.findall(r"\]\((.+?)\)", client.get("/llms.txt").text)
    assert len(links) > 30
    for link in links:
        path = link.removeprefix(PUBLIC)
        assert path != link
        status = client.get(path, headers={"Accept": "*/*"}, follow_redirects=False).status_code
        # /mcp is asked by POST, /sparql without a query needs one or another format.
        assert status in ({"/mcp": (405,), "/sparql": (200, 303, 400)}.get(path, (200,))), path


def test_it_is_in_english_and_named_where_crawlers_look(client: TestClient) -> None:
    text = client.get("/llms.txt").text
    assert client.get("/llms.txt", headers={"Accept-Language": "fr"}).text == text
    assert f"{PUBLIC}/llms.txt" in client.get("/robots.txt").text
