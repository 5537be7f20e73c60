"""The service where no extra is installed: what it answers, and to what its pages lead."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from csekg.errors import EXTRAS
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app


@pytest.fixture(scope="module")
def plain(small_dataset: bytes) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as hiding:
        for package in (package for extra in EXTRAS.values() for package in extra):
            hiding.setitem(sys.modules, package, None)
        with TestClient(create_app(Store(small_dataset), "f" * 64)) as client:
            yield client


@pytest.mark.parametrize(
    ("path", "extra"),
    [
        ("/states/IRL/brief.pdf", "briefs"),
        ("/states/IRL/brief.docx", "briefs"),
        ("/treaties/opsc/map.png", "briefs"),
        ("/treaties/opsc/parties.png", "briefs"),
        ("/resolution/network.png", "briefs"),
    ],
)
def test_what_is_not_installed_is_501_with_the_line_that_installs_it(plain: TestClient, path: str, extra: str) -> None:
    answer = plain.get(path)
    assert answer.status_code == 501
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(f"pip install 'csekg[{extra}]'")
    assert answer.json()["type"].endswith("/problems/not-implemented")
    page = plain.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 501
    assert f"csekg[{extra}]" in page.text


def test_assistants_are_told_what_is_missing(plain: TestClient) -> None:
    answer = plain.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert answer.status_code == 501
    assert "pip install 'csekg[mcp]'" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "links", "others"),
    [
        ("/states/IRL/brief", (".pdf", ".docx"), "/api/v1/states/IRL/brief"),
        ("/treaties/opsc", (".png",), "/treaties/opsc/map.svg"),
        ("/resolution", (".png",), "/resolution/network.svg"),
    ],
)
def test_pages_do_not_lead_to_what_is_not_installed(
    plain: TestClient, path: str, links: tuple[str, ...], others: str
) -> None:
    page = plain.get(path)
    assert page.status_code == 200
    assert others in page.text
    assert not any(f'{link}"' in page.text or f"{link}?" in page.text for link in links)
