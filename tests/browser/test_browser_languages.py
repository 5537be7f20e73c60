"""A reader in each language: led to it, led on in it, and found by any name."""

from __future__ import annotations

import io
import unicodedata

import docx
import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTab

_GERMANY = {"fr": "Allemagne", "es": "Alemania", "ru": "Германия", "zh": "德国", "ar": "ألمانيا"}
_IRELAND = {"fr": "Irlande", "es": "Irlanda", "ru": "Ирландия", "zh": "爱尔兰", "ar": "أيرلندا"}
#: The name of the language in the switch.
_OWN = {"fr": "Français", "es": "Español", "ru": "Русский", "zh": "中文", "ar": "العربية"}
_KINDS = (
    "/",
    "/gaps?treaty=opsc",
    "/matrix?group=m49-150",
    "/states/IRL",
    "/treaties/opsc",
    "/resolution/op/4/a",
    "/ask?group=m49-002&status=signatory",
    "/states/IRL/brief",
)


@pytest.mark.parametrize("language", _OWN)
def test_the_switch_leads_to_the_same_page_and_links_stay_in_the_language(
    open_tab: OpenTab, address: str, language: str
) -> None:
    page = open_tab()
    page.goto("/compare?state=IRL&state=DEU")
    page.get_by_role("link", name=_OWN[language], exact=True).click()
    expect(page).to_have_url(f"{address}/{language}/compare?state=IRL&state=DEU")
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    assert html.get_attribute("dir") == ("rtl" if language == "ar" else None)
    page.get_by_role("main").get_by_role("link", name=_IRELAND[language], exact=True).first.click()
    expect(page).to_have_url(f"{address}/{language}/states/IRL")
    expect(page.get_by_role("heading", level=1)).to_have_text(_IRELAND[language])
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(f"{address}/states/IRL")


@pytest.mark.parametrize(("locale", "place"), [("es-MX", "/es/"), ("ar-EG", "/ar/"), ("de", "/")])
def test_the_start_page_is_in_the_language_of_the_browser(
    open_tab: OpenTab, address: str, locale: str, place: str
) -> None:
    page = open_tab(locale=locale)
    page.goto("/")
    expect(page).to_have_url(address + place)
    page.get_by_role("link", name="The 16/2 Register").first.click()
    expect(page).to_have_url(address + (place if place != "/" else "/en/"))
    page.goto("/en/")
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")


@pytest.mark.parametrize("language", _OWN)
def test_search_without_script_finds_germany_by_its_name_anywhere(open_tab: OpenTab, language: str) -> None:
    page = open_tab(java_script_enabled=False)
    page.goto(f"/{language}/glossary")
    for name in _GERMANY.values():
        field = page.get_by_role("banner").get_by_role("searchbox")
        field.fill(name)
        field.press("Enter")
        found = page.get_by_role("main").get_by_role("link", name=_GERMANY[language], exact=True)
        expect(found.first).to_be_visible()
    found.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(_GERMANY[language])


@pytest.mark.parametrize("language", _OWN)
def test_nothing_is_wider_than_a_phone(open_tab: OpenTab, language: str) -> None:
    page = open_tab(viewport={"width": 390, "height": 780})
    wide = []
    for path in _KINDS:
        page.goto(f"/{language}{path}")
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(path)
    assert wide == []


@pytest.mark.parametrize("language", _OWN)
def test_an_advocate_reaches_the_brief_and_its_files(open_tab: OpenTab, language: str) -> None:
    page = open_tab()
    page.goto(f"/{language}/states/IRL")
    page.locator(f"main a[href='/{language}/states/IRL/brief']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(_IRELAND[language])
    heading = page.locator("main h2").first.inner_text().strip()
    editable = page.request.get(f"/{language}/states/IRL/brief.docx")
    said = [each.text for each in docx.Document(io.BytesIO(editable.body())).paragraphs]
    assert _IRELAND[language] in said[0]
    assert heading in said
    printed = page.request.get(f"/{language}/states/IRL/brief.pdf")
    pages = pypdfium2.PdfDocument(io.BytesIO(printed.body()))
    text = _letters("".join(each.get_textpage().get_text_range() for each in pages))
    assert _letters(_IRELAND[language]) in text
    # In the order in which it is read, also from right to left.
    assert text.index(_letters(_IRELAND[language])) < text.index(_letters(heading))


def _letters(text: str) -> str:
    """Return the letters of a text, those of Arabic in their basic forms."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
