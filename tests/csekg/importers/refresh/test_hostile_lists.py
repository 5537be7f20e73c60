"""`csekg refresh` over hostile files and against a hostile server: one message, nothing written."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from csekg.cli import lists
from csekg.errors import CsekgError
from csekg.importers.refresh import fetching
from csekg.importers.refresh.fetching import Manners
from tests.command import invoke
from tests.misbehaving import bare, whole

PAGE = b"<!DOCTYPE html><html><body>urgent maintenance, currently unavailable</body></html>"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def checkout(small_facts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small facts in a folder of its own: no test changes more than the feeds."""
    folder = tmp_path_factory.mktemp("checkout")
    return Path(shutil.copytree(small_facts, folder / "data"))


@pytest.fixture
def data(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lists, "data_dir", lambda: checkout)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return checkout


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _refused(data: Path, *options: str) -> str:
    before = _contents(data.parent)
    with pytest.raises(CsekgError) as caught:
        invoke("refresh", *options)
    message = str(caught.value)
    assert message.isprintable(), message
    assert len(message) < 600
    assert _contents(data.parent) == before
    return message


def _sparse(place: Path) -> None:
    place.touch()
    os.truncate(place, 10 << 30)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda place: place.symlink_to("/etc/passwd"), "list.xml: is no XML: it begins with"),
        (lambda place: place.symlink_to("/dev/zero"), "list.xml is no file"),
        (lambda place: place.symlink_to(place), "list.xml is no file"),
        (lambda place: place.symlink_to("nowhere"), "list.xml is no file"),
        (os.mkfifo, "list.xml is no file"),
        (Path.mkdir, "list.xml is no file"),
        (_sparse, "list.xml: has 10737 MB, more than the limit of 60 MB"),
        (lambda place: place.write_bytes(bytes(range(256)) * 4000), "list.xml: is no XML"),
        (Path.touch, "list.xml: is empty"),
    ],
    ids=["link", "device", "circle", "nothing", "fifo", "folder", "huge", "binary", "empty"],
)
def test_what_is_no_list_of_a_depositary(
    data: Path, tmp_path: Path, make: Callable[[Path], None], expected: str
) -> None:
    place = tmp_path / "saved" / "mtdsg" / "list.xml"
    place.parent.mkdir(parents=True)
    make(place)
    assert expected in _refused(data, "--from", str(tmp_path / "saved"))


@pytest.mark.parametrize("name", [b"a\nb.xml", b"\x1b[31m.xml", b"\xff.xml", b"\xe2\x80\xae.xml"])
def test_a_name_that_cannot_be_shown(data: Path, tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / "saved" / "mtdsg"
    folder.mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"<a/>")
    message = _refused(data, "--from", str(tmp_path / "saved"))
    assert "holds a file of which the name cannot be shown, '" in message


@pytest.mark.parametrize("make", [os.mkfifo, Path.touch])
def test_a_place_that_is_no_folder(data: Path, tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "saved")
    assert "has no files to read" in _refused(data, "--from", str(tmp_path / "saved"))


def _without_end(client: socket.socket) -> None:
    client.sendall(CHUNKED)
    while True:
        client.sendall(b"186a0\r\n" + b"<a>  " * 20_000 + b"\r\n")


def _in_small_pieces(client: socket.socket) -> None:
    client.sendall(CHUNKED)
    while True:
        client.sendall(b"2\r\nab\r\n" * 1000)


def _in_slow_pieces(client: socket.socket) -> None:
    client.sendall(CHUNKED)
    while True:
        client.sendall(b"1\r\na\r\n")
        time.sleep(0.05)


def _interim(client: socket.socket) -> None:
    while True:
        client.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" * 100)


def _fields(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        client.sendall(b"Set-Cookie: a=b\r\n" * 1000)


def _answer(body: bytes, headers: bytes = b"", status: bytes = b"200 OK") -> Callable[..., None]:
    return lambda client: client.sendall(whole(body, headers, status))


@pytest.mark.parametrize(
    ("send", "expected"),
    [
        (_answer(PAGE), "is a maintenance page where XML is expected"),
        (_answer(b"\0" * 1000), "is no XML"),
        (_answer(b""), "is empty"),
        (_answer(gzip.compress(bytes(8 << 20)), b"Content-Encoding: gzip\r\n"), "is compressed"),
        (
            _answer(b"", b"Location: http://169.254.169.254/x\r\n", b"302 Found"),
            "redirects to http://169.254.169.254/x, which is not followed",
        ),
        (_answer(b"", b"Location: http://localhost:22/\r\n", b"302 Found"), "is not followed"),
        (_answer(b"", b"Location: \x9b31m\r\n", b"302 Found"), "answers 404 Not Found"),
        (_answer(b"", b"Location: https://[\x9b31m/\r\n", b"302 Found"), "what is no address"),
        (_answer(b"", status=b"503 \x1b[31m\x9b31m"), "answers 503 \\x1b[31m"),
        (_answer(b"", status=b"304 Not Modified"), "answers 304 Not Modified"),
        (_without_end, "sends more than 1 MB"),
        (_in_small_pieces, "sends more than 1 MB|has not answered within 1 s"),
        (_in_slow_pieces, "has not answered within 1 s"),
        (_interim, "sends more than 1 MB|has not answered within 1 s"),
        (_fields, "cannot be reached, or breaks off"),
    ],
)
def test_a_hostile_server(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, send: Callable[[socket.socket], None], expected: str
) -> None:
    quick = Manners(between=0, request=1, pauses=(0, 0, 0), patience=0)
    monkeypatch.setattr(fetching, "Manners", lambda: quick)
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)

    def answer(client: socket.socket, _: int) -> None:
        if seen[-1].startswith(b"GET /list "):
            send(client)
        else:
            client.sendall(whole(b"", status=b"404 Not Found"))

    with bare(answer) as (address, seen):
        address = address.replace("/sparql", "/list")
        feeds = f"treaty,format,address,saved\nopsc,mtdsg,{address},\n"
        (data / "refresh" / "feeds.csv").write_text(feeds, encoding="utf-8")
        started = time.monotonic()
        message = _refused(data, "--treaty", "opsc")
        assert any(part in message for part in expected.split("|")), message
        assert time.monotonic() - started < 30
        assert len(seen) <= 6
    assert not _contents(tmp_path / "cache")
