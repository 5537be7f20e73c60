"""The first visit to the page of downloads does not wait until the files are made."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.downloads import contents
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
        answer = client.get("/downloads")
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        first = show("/downloads")
        assert "They are being made now" in first.text
        assert "SHA-256" not in first.text
        named = [tag["href"] for tag in first.all("a") if tag["href"].startswith("/api/v1/")]
        go_on.set()
        # A file asked for meanwhile comes when it is made.
        assert [client.get(path).status_code for path in named] == [200] * 4
        later = show("/downloads")
        assert "They are being made now" not in later.text
        assert "SHA-256" in later.text
        # The page and the API have the same files, made once.
        assert len(begun) == 1


def test_files_that_cannot_be_made_leave_the_page_as_it_is(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(contents, "write_files", full)
    with TestClient(create_app(small_store)) as client:
        assert client.get("/downloads").status_code == 200
        assert client.get("/api/v1/downloads").status_code == 503
        assert client.get("/downloads").status_code == 200
