"""Fetching files from a real server that is slow, busy, broken, moved, or not who it was."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from csekg.importers.refresh import fetching
from csekg.importers.refresh.fetching import Fetcher, FetchError, Manners
from tests.csekg.importers.refresh.web_server import Answer, Site, certificate, served, tls
from tests.csekg.importers.test_examples import EXAMPLES

FILE = "/doc/IV-11-c.en.xml"
QUICK = Manners(between=0, request=5, pauses=(0.01,) * 3, patience=1)
BODY = b"<Document>" + b"x" * 2000 + b"</Document>"


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificates")
    return certificate(folder, "first"), certificate(folder, "second")


@pytest.fixture
def site(certificates: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificates[0]}.crt")
    with served(tls(certificates[0])) as site:
        yield site


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(QUICK) as fetcher:
        yield fetcher


def _refused(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(address)
    return str(caught.value)


def test_a_file_is_fetched(site: Site, fetcher: Fetcher) -> None:
    assert fetcher.fetch(site.tell(FILE, Answer(BODY))) == BODY
    ((_, headers, _),) = site.asked
    assert headers["user-agent"].startswith("csekg/")


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(site: Site, fetcher: Fetcher, status: int) -> None:
    busy = Answer(b"later", status)
    address = site.tell(FILE, busy, busy, Answer(BODY))
    assert fetcher.fetch(address) == BODY
    assert len(site.asked) == 3


def test_a_server_that_stays_busy_is_left_alone(site: Site) -> None:
    address = site.tell(FILE, Answer(b"later", 503))
    said: list[str] = []
    with Fetcher(QUICK, said.append) as fetcher:
        assert _refused(fetcher, address) == f"{address} answers 503 Service Unavailable"
    assert len(site.asked) == 4
    # After the last attempt no further one is announced.
    assert sum("trying again" in line for line in said) == 3
    assert said[-1].startswith("fetching")


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_respected(site: Site, form: str) -> None:
    manners = Manners(between=0, pauses=(0,), patience=5)
    soon = datetime.now(UTC) + timedelta(seconds=2)
    value = "1" if form == "seconds" else format_datetime(soon, usegmt=True)
    busy = Answer(status=429, headers={"Retry-After": value})
    address = site.tell(FILE, busy, Answer(BODY))
    said: list[str] = []
    with Fetcher(manners, said.append) as fetcher:
        fetcher.fetch(address)
    assert site.asked[1][2] - site.asked[0][2] >= 0.9
    assert [line.partition(" ")[0] for line in said] == ["fetching", address, "fetching"]


def test_a_server_that_asks_for_long_patience_is_not_asked_again(site: Site, fetcher: Fetcher) -> None:
    address = site.tell(FILE, Answer(status=429, headers={"Retry-After": "3600"}))
    assert _refused(fetcher, address).endswith("asks to wait 3600 s: fetch again then")
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (403, "answers 403 Forbidden"),
        (404, "answers 404 Not Found: check the address in feeds.csv"),
        (204, "answers 204 No Content"),
        (418, "answers 418 I'm a Teapot"),
    ],
)
def test_other_statuses_end_at_once(site: Site, fetcher: Fetcher, status: int, message: str) -> None:
    assert _refused(fetcher, site.tell(FILE, Answer(status=status))).endswith(message)
    assert len(site.asked) == 1


def test_a_file_that_breaks_off_is_refused(site: Site, fetcher: Fetcher) -> None:
    address = site.tell(FILE, Answer(BODY, cut=1000))
    assert "cannot be reached, or breaks off" in _refused(fetcher, address)
    assert len(site.asked) == 4
    site.tell(FILE, Answer(BODY, cut=1000), Answer(BODY))
    assert fetcher.fetch(address) == BODY


def test_a_server_that_drips_is_left_after_the_time(site: Site) -> None:
    address = site.tell(FILE, Answer(BODY, pause=0.05, piece=10))
    manners = Manners(between=0, request=0.3, pauses=(0,) * 3, patience=0)
    begun = time.monotonic()
    with Fetcher(manners) as fetcher:
        assert _refused(fetcher, address).endswith("has not answered within 0.3 s")
    assert time.monotonic() - begun < 4


def test_a_file_over_the_limit_is_not_read_to_its_end(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 3_000_000)
    address = site.tell(FILE, Answer(bytes(4_000_000)))
    assert _refused(fetcher, address) == f"{address} sends more than 3 MB"
    assert len(site.asked) == 1


def test_a_compressed_answer_is_refused(site: Site, fetcher: Fetcher) -> None:
    packed = Answer(gzip.compress(bytes(1 << 20)), headers={"Content-Encoding": "gzip"})
    address = site.tell(FILE, packed)
    assert "is compressed (gzip)" in _refused(fetcher, address)
    assert site.asked[0][1]["accept-encoding"] == "identity"


def test_redirects_on_the_same_host_are_followed(site: Site, fetcher: Fetcher) -> None:
    address = site.tell("/old", Answer(status=301, headers={"Location": "/newer"}))
    site.tell("/newer", Answer(status=302, headers={"Location": f"{site.origin}{FILE}"}))
    site.tell(FILE, Answer(BODY))
    assert fetcher.fetch(address) == BODY


def test_an_upgrade_to_https_is_followed_and_no_downgrade(site: Site, fetcher: Fetcher) -> None:
    site.tell(FILE, Answer(BODY))
    with served() as plain:
        address = plain.tell("/x", Answer(status=301, headers={"Location": site.origin + FILE}))
        assert fetcher.fetch(address) == BODY
        back = site.tell("/y", Answer(status=302, headers={"Location": plain.origin + FILE}))
        assert f"redirects to {plain.origin}{FILE}, which is not followed" in _refused(fetcher, back)
        assert [path for path, _, _ in plain.asked] == ["/x"]


@pytest.mark.parametrize(
    "target",
    [
        "https://127.0.0.1:1/x",
        "https://localhost:1/x",
        "https://user:word@localhost:{port}/x",
        "file:///etc/passwd",
        "https://[/",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(site: Site, fetcher: Fetcher, target: str) -> None:
    location = target.replace("{port}", site.origin.rpartition(":")[2])
    address = site.tell(FILE, Answer(status=302, headers={"Location": location}))
    message = _refused(fetcher, address)
    assert "which is not followed" in message or "what is no address" in message
    assert "word" not in message
    assert len(site.asked) == 1


def test_redirects_in_a_circle_end(site: Site, fetcher: Fetcher) -> None:
    address = site.tell(FILE, Answer(status=302, headers={"Location": FILE}))
    assert _refused(fetcher, address).endswith("redirects more than 5 times")
    assert len(site.asked) == 6


def test_nothing_is_taken_from_a_server_with_another_certificate(
    site: Site, fetcher: Fetcher, certificates: tuple[Path, Path]
) -> None:
    assert fetcher.fetch(site.tell(FILE, Answer(BODY))) == BODY
    with served(tls(certificates[1])) as other:
        message = _refused(fetcher, other.tell(FILE, Answer(b"forged")))
        assert "certificate verify failed" in message
        assert other.asked == []


def test_a_certificate_of_another_name_is_refused(site: Site, fetcher: Fetcher) -> None:
    address = site.tell(FILE, Answer(BODY)).replace("localhost", "127.0.0.1")
    assert "certificate verify failed" in _refused(fetcher, address)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://localhost/x",
        "file:///etc/passwd",
        "localhost/x",
        "",
        "https://",
        "https://a:b@c/x",
        "https://[",
        "https://a b/",
    ],
)
def test_what_is_no_web_address_is_not_fetched(fetcher: Fetcher, address: str) -> None:
    message = _refused(fetcher, address)
    assert "cannot be fetched" in message or "is no web address" in message


def test_a_server_that_is_not_there(fetcher: Fetcher) -> None:
    with served() as site:
        address = site.tell(FILE, Answer(BODY))
    assert "cannot be reached" in _refused(fetcher, address)


def test_requests_to_one_host_lie_apart(site: Site) -> None:
    addresses = [site.tell(f"/{number}", Answer(BODY)) for number in range(3)]
    with Fetcher(Manners(between=0.2)) as fetcher:
        for address in addresses:
            fetcher.fetch(address)
    times = [when for _, _, when in site.asked]
    assert min(after - before for before, after in pairwise(times)) >= 0.2


def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with served() as proxy:
        proxy.answers["http://depositary.invalid/list"] = [Answer(BODY)]
        monkeypatch.setenv("HTTP_PROXY", proxy.origin)
        with Fetcher(QUICK) as fetcher:
            assert fetcher.fetch("http://depositary.invalid/list") == BODY


def test_reading_saved_files_needs_no_network() -> None:
    page = EXAMPLES / "untc" / "acts.html"
    program = (
        "import socket, sys; socket.socket.connect = None; from csekg.cli import main; "
        f"sys.argv = ['csekg', 'import', 'untc', {str(page)!r}]\n"
        "try: main()\nfinally: assert 'csekg.importers.refresh' not in sys.modules"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.returncode, run.stdout.count("\n")) == (0, 8), run.stderr
