"""One page of every kind that the service shows to people."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

#: Each with words that its text must hold: what a reader came for.
PAGES = {
    "/": "Who has not joined",
    "/check?claims=Kenya+has+ratified+the+OPSC%0AIreland+is+bound+by+the+CRC": "contradicted",
    "/joined?group=m49-002&status=signatory": "signed and did not ratify",
    "/questions/signed-never-ratified": "Which States signed",
    "/compare": "Treaties over time",
    "/compare?state=FRA&state=DEU&state=KEN": "5 Feb 2003",
    "/compare?treaty=opsc&treaty=tip": "Trafficking Protocol",
    "/joined": "Ireland",
    "/joined?view=table": "Viet Nam",
    "/states": "France",
    "/states/FRA": "5 Feb 2003",
    "/states/IRL/brief": "Ratify the OPSC",
    "/states/KEN/join/opsc": "how to join the OPSC",
    "/treaties": "Lanzarote Convention",
    "/treaties/opsc": "18 Jan 2002",
    "/treaties/ets185/articles/9/1/d": "bound by it",
    "/statements?treaty=opsc&article=3": "names no article",
    "/places/HKG": "China, Hong Kong SAR",
    "/assessments?state=BGD": "US Department of Labor",
    "/states/DDR": "ceased to exist",
    "/treaties/a-res-66-138": "General Assembly",
    "/resolution": "Urges",
    "/resolution/op/4/a": "everyone under 18 as a child",
    "/topics": "exploitation in travel and tourism",
    "/topics/jurisdiction": "bound by one or more of these articles",
    "/changes": "ratification",
    "/query": "Saved questions",
    "/method": "depositary",
    "/about": "not a publication of the United Nations",
    "/sources": "United Nations Treaty Collection",
    "/quality": "Differences between sources",
    "/assessments": "not assessed is not",
    "/recommendations": "is the coding of UPR Info",
    "/downloads": "SHA256SUMS",
    "/search?q=france": "France",
    "/search?q=Ireland+OPSC+xylophone": "Ireland and the OPSC",
    "/docs": "OpenAPI",
    "/ontology": "Participation",
    "/shapes": "Declaration that must come with the consent",
    "/embed/treaties/opsc/map": "Who is bound by the OPSC",
    "/fr/joined?group=m49-002&status=signatory": "Sénégal",
    "/es/compare?state=FRA&state=DEU&state=KEN": "Alemania",
    "/ru/joined?status=not-bound&treaty=opsc": "Ирландия",
    "/zh/resolution/op/4/a": "未满18岁",
    "/zh/states/IRL": "爱尔兰",
    "/ar/": "الدول الملتزمة",
    "/ar/joined?view=table&group=m49-150": "فرنسا",
    "/ar/states/IRL": "أيرلندا",
    "/ar/treaties/opsc": "أيرلندا",
    "/page/action/opsc/FRA/2003-02-05/ratification": "France, OPSC: ratification, 5 Feb 2003",
}
#: Of each make one, which `make test` opens: tables, lists, maps, forms, texts, right to left.
ONE_OF_EACH_MAKE = frozenset(
    [
        "/",
        "/joined?group=m49-002&status=signatory",
        "/compare?treaty=opsc&treaty=tip",
        "/joined?view=table",
        "/states/FRA",
        "/states/IRL/brief",
        "/treaties/opsc",
        "/resolution/op/4/a",
        "/changes",
        "/query",
        "/search?q=france",
        "/zh/states/IRL",
        "/ar/treaties/opsc",
    ]
)
#: What is not there; the console notes the status of the page itself.
MISSING = "/states/XYZ"

#: Pages of a resource with all that it declares, as long as its file.
DOCUMENTS = ("/ontology", "/shapes")
#: Swagger UI and the query editor are programs of others: where they stand, and what opens them.
FOREIGN = {"/query": ("#yasgui", "Open the editor"), "/docs": ("#swagger", "Try them out")}


def pages(*more: str) -> list[object]:
    """All pages and some more as parameters of a test; those like others are for `make test-all`."""
    like_others = PAGES.keys() - ONE_OF_EACH_MAKE
    return [pytest.param(path, marks=[pytest.mark.long] * (path in like_others)) for path in (*PAGES, *more)]


def open_program(page: Page, path: str = "/query") -> None:
    """Open the program of others on such a page, and wait for it."""
    place, button = FOREIGN[path]
    page.get_by_role("button", name=button).click()
    page.locator(f"{place} *").first.wait_for()
