from __future__ import annotations

import json
import re

from starlette.testclient import TestClient

from csekg_api.site.data.downloads import size
from tests.csekg_api.site.conftest import Open


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


def test_pages_describe_themselves_for_machines(show: Open) -> None:
    for path in ("/method", "/downloads", "/glossary", "/resolution", "/resolution/op/3"):
        html = show(path).html
        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert json.loads(block)["@context"] == "https://schema.org"
        assert re.search(r'<link rel="alternate" type="[^"]+" href="/', html), path
