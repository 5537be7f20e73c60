"""A reader in each language: led to it, led on in it, and found by any name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTab

_IRELAND = {"fr": "Irlande", "es": "Irlanda", "ru": "Ирландия", "zh": "爱尔兰", "ar": "أيرلندا"}
#: The name of the language in the switch.
_OWN = {"fr": "Français", "es": "Español", "ru": "Русский", "zh": "中文", "ar": "العربية"}
_KINDS = (
    "/",
    "/joined?status=not-bound&treaty=opsc",
    "/joined?view=table&group=m49-150",
    "/states/IRL",
    "/treaties/opsc",
    "/resolution/op/4/a",
    "/joined?group=m49-002&status=signatory",
    "/states/IRL/brief",
)


@pytest.mark.parametrize("language", _OWN)
def test_the_switch_leads_to_the_same_page_and_links_stay_in_the_language(
    open_tab: OpenTab, address: str, language: str
) -> None:
    page = open_tab()
    page.goto("/compare?state=IRL&state=DEU")
    page.locator("details.languages > summary").click()
    page.get_by_role("link", name=_OWN[language], exact=True).click()
    expect(page).to_have_url(f"{address}/{language}/compare?state=IRL&state=DEU")
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    assert html.get_attribute("dir") == ("rtl" if language == "ar" else None)
    page.get_by_role("main").get_by_role("link", name=_IRELAND[language], exact=True).first.click()
    expect(page).to_have_url(f"{address}/{language}/states/IRL")
    expect(page.get_by_role("heading", level=1)).to_have_text(_IRELAND[language])
    page.locator("details.languages > summary").click()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(f"{address}/states/IRL")


@pytest.mark.parametrize(
    ("locale", "place", "name"),
    [("es-MX", "/es/", "Registro 16/2"), ("ar-EG", "/ar/", "سجل القرار 16/2"), ("de", "/", "The 16/2 Register")],
)
def test_the_start_page_is_in_the_language_of_the_browser(
    open_tab: OpenTab, address: str, locale: str, place: str, name: str
) -> None:
    page = open_tab(locale=locale)
    page.goto("/")
    expect(page).to_have_url(address + place)
    page.get_by_role("link", name=name).first.click()
    expect(page).to_have_url(address + (place if place != "/" else "/en/"))
    page.goto("/en/")
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")


@pytest.mark.parametrize("language", _OWN)
def test_nothing_is_wider_than_a_phone(open_tab: OpenTab, language: str) -> None:
    page = open_tab(viewport={"width": 390, "height": 780})
    wide = []
    for path in _KINDS:
        page.goto(f"/{language}{path}")
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(path)
    assert wide == []
