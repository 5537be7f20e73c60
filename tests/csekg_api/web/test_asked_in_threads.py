"""No handler asks the dataset in the event loop: on a slow server everybody else would wait."""

from __future__ import annotations

import asyncio
import re
import traceback
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.web import deadline
from tests.browser.pages import PAGES
from tests.command import cache_in
from tests.csekg_api.conftest import MakeApp
from tests.csekg_api.web.make_examples import PATIENT, answers

#: The pages of another language are made by the same functions.
ENGLISH = re.compile(r"/(?![a-z]{2}/)")
#: They pass over what is in memory already: the store is new, and so is its memory.
OTHERS = (
    "/calendar.ics",
    "/changes.atom",
    "/states/IRL/brief.docx",
    "/treaties/opsc/map.svg",
    "/treaties/opsc/map.png",
    "/sitemap.xml",
    "/id/state/FRA",
    "/page/state/FRA",
    "/.well-known/void",
    "/reconcile/suggest/entity?prefix=Fra",
    "/docs",
    "/robots.txt",
    "/fr/states",
    "/ar/treaties/opsc",
    "/zh/joined?status=not-bound&treaty=opsc",
)


@pytest.fixture
def in_loop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The functions that asked the dataset in the loop, the innermost last."""
    noted: list[str] = []
    check = deadline.check

    def noting() -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            frames = [f.name for f in traceback.extract_stack() if "csekg_api" in f.filename]
            noted.append(" ".join(frames[-6:]))
        check()

    monkeypatch.setattr(deadline, "check", noting)
    return noted


@pytest.mark.timeout(400)
def test_the_dataset_is_asked_in_threads(facts: bytes, make_app: MakeApp, in_loop: list[str], tmp_path: Path) -> None:
    # Validation opens the dataset; else it would be built once more.
    with cache_in(tmp_path, facts), TestClient(make_app(Store(facts), "f" * 64, PATIENT)) as client:
        faulty: dict[str, list[str]] = {}
        for path in (*filter(ENGLISH.match, PAGES), *OTHERS):
            client.get(path, headers={"Accept": "text/html, */*;q=0.5"})
            if in_loop:
                faulty[path] = sorted(set(in_loop))
                in_loop.clear()
        for name, _media_type, _answer in answers(client, client.get("/openapi.json").json()):
            if in_loop:
                faulty[name] = sorted(set(in_loop))
                in_loop.clear()
    assert faulty == {}
