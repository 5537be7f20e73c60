"""The words of pages are those of people; the name of the site is the operator's."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from csekg_api.site.discovery import page_paths
from tests.csekg_api.site.conftest import Open, Page

_PAGES = ("/", "/joined", "/states/IRL", "/docs", "/ontology", "/page/participation/opsc/IRL")


def test_the_name_of_all_pages(show: Open) -> None:
    for path in (*_PAGES, "/no-such-page"):
        html = show(path).html
        assert " \N{EN DASH} The 16/2 Register</title>" in html, path
        assert '<p class="brand"><a href="/en/">The 16/2 Register</a></p>' in html, path
        footer = html.partition("<footer>")[2]
        assert "<p>The 16/2 Register" in footer, path
        assert "/about" in footer, path


def test_another_name_stands_wherever_the_name_does(store: Store) -> None:
    settings = Settings(site_name="Treaty <Watch>")
    with TestClient(create_app(store, "f" * 64, settings)) as client:
        assert "\N{EN DASH} Treaty &lt;Watch&gt;</title>" in client.get("/").text
        assert "The 16/2 Register" not in client.get("/states/IRL").text
        assert "Treaty &lt;Watch&gt;" in client.get("/states/IRL/brief").text
        assert client.get("/openapi.json").json()["info"]["title"] == "Treaty <Watch>"
        assert "<title>Treaty &lt;Watch&gt;: Ireland</title>" in client.get("/states/IRL/changes.atom").text
        assert "X-WR-CALNAME:Treaty <Watch>: Ireland" in client.get("/states/IRL/calendar.ics").text
        assert "Treaty &lt;Watch&gt;: more, with sources" in client.get("/embed/treaties/opsc/map").text
        assert "Treaty &lt;Watch&gt;, http" in client.get("/treaties/opsc/parties.svg").text
        answer = client.get("/api/v1/states/IRL/participation?format=xlsx")
        about = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[-1]
        assert ("Asked of", "Treaty <Watch>") in [row[:2] for row in about.values]


def test_the_name_is_in_the_language_of_the_page(show: Open) -> None:
    html = show("/fr/joined").html
    assert '<p class="brand"><a href="/fr/">Registre 16/2</a></p>' in html
    assert "The 16/2 Register" not in html


def test_entity_tags_change_with_the_name(site: TestClient, store: Store) -> None:
    with TestClient(create_app(store, "f" * 64, Settings(site_name="Another"))) as other:
        first, second = (client.get("/topics").headers["etag"] for client in (site, other))
    assert first != second


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 61, " padded"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Settings(site_name=name)


#: Pages about the data as data: there such words are the terms of the field.
_TECHNICAL = ("/query", "/docs", "/ontology", "/shapes", "/downloads", "/method", "/quality")
_BEYOND = (
    "/joined?group=m49-002&status=signatory",
    "/questions/signed-never-ratified",
    "/compare?state=FRA&state=DEU",
    "/compare?treaty=opsc&treaty=tip",
    "/topics",
    "/topics/jurisdiction",
    "/states/IRL/brief",
    "/search?q=ireland",
    "/joined?view=table&on=2007-04-27",
    "/embed/treaties/opsc/map",
)
_FOREIGN = re.compile(
    r"""\bactors?\b | \bin\ the\ graph\b | \btriples?\b | \bIRIs?\b | \bnodes?\b | \bquads?\b
    | \bVCLT\b | \bREIO\b | \bCoE\b | \bUNSG\b | \bincl\. | \bmonotonic\b | \bsilent:
    | \b[a-z]+_[a-z]+\b | \b(?:C0\d\d|C1\d\d|ETS1\d\d|CETS\d{3})\b
    | (?<![\w.,/-])1\ (?:acts|cases|days|declarations|differences|findings|lists|months|notes
        |objections|provisions|readings|requests|reservations|rows|sources|statements|years)\b
    """,
    re.VERBOSE,
)


def _words(page: Page) -> str:
    """Return the text of the main part, without code and fields and their counts."""
    main = page.html.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<(script|style|pre|code|select)\b.*?</\1>", " ", main, flags=re.DOTALL)
    main = re.sub(r'<label[^>]*><input type="checkbox".*?</label>', " ", main, flags=re.DOTALL)
    return Page(main, page.status).text


def _foreign(text: str) -> list[str]:
    return [text[max(0, found.start() - 60) : found.end() + 30] for found in _FOREIGN.finditer(text)]


@pytest.mark.long
def test_no_page_for_people_has_them(site: TestClient, show: Open, store: Store) -> None:
    every = page_paths(store)
    many = [path for path in every if path.startswith(("/states/", "/resolution/", "/topics/"))]
    others = [path for path in every if path not in many and path not in _TECHNICAL]
    found = {}
    for path in (*others, *many[::9], *_BEYOND):
        # Locations of sources and the titles of saved questions are of others.
        if path in ("/sources", "/joined"):
            continue
        answer = site.get(path, headers={"Accept": "text/html"})
        if words := _foreign(_words(Page(answer.text, answer.status_code))):
            found[path] = words
    assert not found
