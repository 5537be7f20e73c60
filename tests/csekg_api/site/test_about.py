"""About and contact, and the form that writes the report of an error."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from tests.csekg_api.site.conftest import Open, reader

_FILLED = {"about": "Kenya", "page": "http://testserver/states/KEN", "right": "3 < 4 & <b>", "source": "CN.1"}


def test_the_form_writes_a_report_to_copy_or_to_mail(show: Open) -> None:
    page = show("/about", **_FILLED)
    written = page.html.split('<pre id="written" tabindex="0">')[1].split("</pre>")[0]
    assert "<b>" not in written
    for words in ("Fact: Kenya", "Page: http://testserver/states/KEN", "3 < 4 & <b>", "CN.1"):
        assert words in unescape(written)
    [mail] = [tag["href"] for tag in page.all("a") if tag.get("href", "").startswith("mailto:?subject=Error")]
    assert parse_qs(urlsplit(mail).query)["body"][0].replace("\r\n", "\n") == unescape(written)


def test_an_address_is_named_and_gets_the_report(store: Store) -> None:
    for address, words in (
        ("mailto:register@example.org", "Send this text by mail"),
        ("https://forge.example.org/new", "Open an issue with this text"),
    ):
        with TestClient(create_app(store, "f" * 64, Settings(report_address=address))) as client:
            page = reader(client)("/about", **_FILLED)
        assert words in page.text
        assert "has named no" not in page.text
        assert [tag for tag in page.all("a") if tag.get("href", "").startswith(f"{address}?")]


def test_every_page_has_a_link_to_report_an_error_in_it(site: TestClient) -> None:
    for path in (
        "/",
        "/joined?status=not-bound&treaty=crc",
        "/states/IRL",
        "/about",
        "/ontology",
        "/nothing-here",
        "/fr/topics",
    ):
        html = site.get(path, headers={"Accept": "text/html"}).text
        [link] = re.findall('<a class="report" href="([^"]+)"', html.partition("<footer>")[2])
        assert unescape(link).startswith("/fr/about?" if path.startswith("/fr") else "/about?")
        assert parse_qs(urlsplit(unescape(link)).query)["page"] == [f"http://testserver{path}"]


def test_a_field_that_is_too_long_is_refused(show: Open) -> None:
    assert show("/about", right="x" * 1001).status == 400
