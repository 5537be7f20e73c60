"""Pages for people use the words of people: a walk over the pages, with a list of others."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.site.discovery import page_paths
from tests.csekg_api.site.conftest import Open, Page

#: Pages about the data as data: there such words are the terms of the field.
_TECHNICAL = ("/query", "/docs", "/ontology", "/shapes", "/downloads", "/releases", "/method", "/quality")
_BEYOND = (
    "/ask?group=m49-002&status=signatory",
    "/ask/signed-never-ratified",
    "/compare?state=FRA&state=DEU",
    "/compare?treaty=opsc&treaty=tip",
    "/topics",
    "/topics/jurisdiction",
    "/states/IRL/brief",
    "/search?q=ireland",
    "/matrix?on=2007-04-27",
    "/embed/states/IRL",
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


@pytest.mark.slow
def test_no_page_for_people_has_them(site: TestClient, show: Open, store: Store) -> None:
    every = page_paths(store)
    many = [path for path in every if path.startswith(("/states/", "/resolution/", "/topics/"))]
    others = [path for path in every if path not in many and path not in _TECHNICAL]
    found = {}
    for path in (*others, *many[::9], *_BEYOND):
        # Locations of sources and the titles of saved questions are of others.
        if path in ("/sources", "/ask"):
            continue
        answer = site.get(path, headers={"Accept": "text/html"})
        if words := _foreign(_words(Page(answer.text, answer.status_code))):
            found[path] = words
    assert not found
