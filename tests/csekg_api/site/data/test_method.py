from __future__ import annotations

import json
import re

from starlette.testclient import TestClient

from csekg.answers.quality.quality import measures
from csekg.answers.texts.instruments import instruments
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.data.downloads import size
from tests.csekg_api.site.conftest import Open


def test_as_of_date_of_every_treaty(show: Open, store: Store) -> None:
    html = show("/method").html
    for treaty in instruments(store, "treaty"):
        row = re.search(rf'href="/treaties/{treaty.key}">.*?</tr>', html, re.DOTALL)
        assert row
        assert f'<time datetime="{treaty.as_of}">' in row[0]
        assert ("no complete list" in row[0]) == (treaty.complete is False)


def test_measures_limits_and_authority(show: Open, store: Store) -> None:
    page = show("/method")
    assert "record is authoritative; this is not it" in page.text
    assert all(f"{measure.value:,}" in page.text for measure in measures(store))
    incomplete = [t for t in instruments(store, "treaty") if t.complete is False]
    assert all(t.short_title and t.short_title in page.text for t in incomplete)


def test_downloads_with_sizes_and_checksums(site: TestClient, show: Open) -> None:
    # The API waits until they are made.
    files = site.get("/api/v1/downloads", params={"limit": "1000"}).json()["items"]
    page = show("/downloads")
    for file in files:
        assert f"/api/v1/downloads/{file['file']}" in page.html
        assert size(file["bytes"]) in page.text
        assert file["graph"] or file["sha256"] in page.text
    # Once they are made, the page about the data lists them, too.
    assert "csekg.nq.gz" in show("/method").text


def test_sizes_are_readable() -> None:
    assert [size(n) for n in (999, 1_000, 46_200_000)] == ["999 bytes", "1.0 kB", "46.2 MB"]


def test_pages_describe_themselves_for_machines(show: Open) -> None:
    for path in ("/method", "/downloads", "/glossary", "/resolution", "/resolution/op/3"):
        html = show(path).html
        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert json.loads(block)["@context"] == "https://schema.org"
        assert re.search(r'<link rel="alternate" type="[^"]+" href="/', html), path


def test_alternates_can_be_had(site: TestClient, show: Open) -> None:
    for path in ("/method", "/glossary", "/sources", "/quality", "/resolution", "/resolution/op/3"):
        for tag in show(path).all("link"):
            if tag.get("rel") == "alternate":
                assert site.get(tag["href"]).status_code == 200, tag["href"]


def test_footer_leads_to_documentation(site: TestClient, show: Open) -> None:
    links = {tag["href"] for tag in show("/method").all("a")}
    for path in (
        "/docs",
        "/ontology",
        "/shapes",
        "/sources",
        "/quality",
        "/glossary",
        "/downloads",
    ):
        assert path in links
        assert site.get(path).status_code == 200, path
