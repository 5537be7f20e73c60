"""Downloads: made once, nobody waits for the page; what the files hold is said in each language."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from csekg.languages.current import speaking
from csekg.languages.texts import is_english
from csekg.releases.folder import Release
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.downloads import contents
from csekg_api.site.data import files as file_contents
from csekg_api.site.data.files import holds, size
from tests.csekg_api.site.conftest import reader


def test_the_page_comes_at_once_and_lists_the_files_once_they_are_made(
    small_store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Other tests make files beside this one, and only the newest are kept.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    go_on, write, begun = Event(), contents.write_files, list[object]()

    def slow(*given: object) -> None:
        begun.append(given)
        assert go_on.wait(60)
        write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(contents, "write_files", slow)
    with TestClient(create_app(small_store)) as client:
        show = reader(client)
        answer = client.get("/method")
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        first = show("/method")
        assert "are being made" in first.text
        assert "SHA-256" not in first.text
        named = [tag["href"] for tag in first.all("a") if tag["href"].startswith("/api/v1/")]
        go_on.set()
        # A file asked for meanwhile comes when it is made.
        assert [client.get(path).status_code for path in named] == [200] * len(named)
        later = show("/method")
        assert "are being made" not in later.text
        for file in client.get("/api/v1/downloads", params={"limit": "1000"}).json()["items"]:
            assert f"/api/v1/downloads/{file['file']}" in later.html
            assert size(file["bytes"]) in later.text
            assert file["graph"] or file["sha256"] in later.text
        # The page and the API have the same files, made once.
        assert len(begun) == 1


def test_files_that_cannot_be_made_leave_the_page_as_it_is(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(contents, "write_files", full)
    with TestClient(create_app(small_store)) as client:
        assert client.get("/method").status_code == 200
        assert client.get("/api/v1/downloads").status_code == 503
        assert client.get("/method").status_code == 200


def test_every_file_of_the_dataset_has_known_contents(small_store: Store) -> None:
    found = {each.description for each in contents.contents(small_store) if each.graph is None}
    assert len(found) == 33
    for each in found:
        assert each.removesuffix("; gzip") in file_contents._KNOWN
        assert holds(each) == each


def test_every_file_of_a_release_has_known_contents(release: Release) -> None:
    found = {each.contents for each in release.manifest.files}
    assert len(found) > 15
    assert found <= file_contents._KNOWN


def test_what_nobody_knows_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_contents, "_", lambda text: f"<{text}>")
    with speaking("fr"):
        assert holds("Release notes; gzip") == "<Release notes>; gzip"
        assert holds("Something else") == "Something else"
        assert is_english(holds("Something else"))


def test_sizes_have_the_decimal_sign_of_the_language() -> None:
    assert [size(number) for number in (1, 999, 45_200, 45_200_000)] == ["1 byte", "999 bytes", "45.2 kB", "45.2 MB"]
    with speaking("fr"):
        assert str(size(45_200_000)).startswith("45,2 ")


def test_the_iri_of_the_release_that_is_served_leads_to_the_files_of_the_data(site: TestClient) -> None:
    version = site.get("/api/v1").json()["release"]["version"]
    for path, status in ((f"/releases/{version}", 303), ("/releases", 308)):
        answer = site.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (status, "/method#downloads")
    other = site.get("/releases/2025.1.0", follow_redirects=False)
    assert other.status_code == 404
    assert f"are those of release {version}" in other.json()["detail"]
