"""The site has a name that the operator may change."""

from __future__ import annotations

import io

import openpyxl
import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from tests.csekg_api.site.conftest import Open

_PAGES = ("/", "/gaps", "/states/IRL", "/docs", "/ontology", "/page/participation/opsc/IRL")


def test_the_name_of_all_pages(show: Open) -> None:
    for path in (*_PAGES, "/no-such-page"):
        html = show(path).html
        assert " \N{EN DASH} The 16/2 Register</title>" in html, path
        assert '<p class="brand"><a href="/en/">The 16/2 Register</a></p>' in html, path
        assert "made with csekg " in html, path


def test_another_name_stands_wherever_the_name_does(store: Store) -> None:
    settings = Settings(site_name="Treaty <Watch>")
    with TestClient(create_app(store, "f" * 64, settings)) as client:
        assert "\N{EN DASH} Treaty &lt;Watch&gt;</title>" in client.get("/").text
        assert "The 16/2 Register" not in client.get("/states/IRL").text
        assert "Treaty &lt;Watch&gt;" in client.get("/states/IRL/brief").text
        assert client.get("/openapi.json").json()["info"]["title"] == "Treaty <Watch>"
        assert client.get("/changes.json").json()["title"].startswith("Treaty <Watch>: acts")
        assert client.get("/states/IRL/changes.json").json()["title"] == "Treaty <Watch>: Ireland"
        assert "X-WR-CALNAME:Treaty <Watch>: Ireland" in client.get("/states/IRL/calendar.ics").text
        assert "Treaty &lt;Watch&gt;: more, with sources" in client.get("/embed/states/IRL").text
        assert "Treaty &lt;Watch&gt;, http" in client.get("/treaties/opsc/parties.svg").text
        answer = client.get("/api/v1/states/IRL/participation?format=xlsx")
        about = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[-1]
        assert ("Asked of", "Treaty <Watch>") in [row[:2] for row in about.values]


def test_entity_tags_change_with_the_name(site: TestClient, store: Store) -> None:
    with TestClient(create_app(store, "f" * 64, Settings(site_name="Another"))) as other:
        first, second = (client.get("/glossary").headers["etag"] for client in (site, other))
    assert first != second


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 61, " padded"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Settings(site_name=name)
