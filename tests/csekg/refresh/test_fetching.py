"""Fetching files from a real server that is slow, busy, broken, moved, or not who it was."""

from __future__ import annotations

import gzip
import hashlib
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from csekg.facts.refresh_schedule import Host
from csekg.refresh import fetching
from csekg.refresh.fetching import Fetcher, Manners
from csekg.refresh.fetching.http_rules import FetchError
from csekg.sources.records import SourceFileError
from csekg.sources.untc import read as read_page
from tests.csekg.refresh.web_server import Answer, Site, certificate, served, tls
from tests.csekg.sources.un_pages import ROWS, Page

FILE = "/doc/IV-11-c.en.xml"
QUICK = Manners(between=0, request=5, first_pause=0.01, patience=1)
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
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    with Fetcher(tmp_path / "kept", QUICK) as fetcher:
        yield fetcher


def _refused(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(address)
    return str(caught.value)


def test_a_file_is_fetched_and_kept(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    address = site.tell(FILE, Answer(BODY))
    fetched = fetcher.fetch(address)
    assert fetched.file.read_bytes() == BODY
    assert fetched.file.parent == tmp_path / "kept"
    assert fetched.file.name.startswith("localhost-")
    assert fetched.file.name.endswith("-IV-11-c.en.xml")
    assert fetched.changed
    assert datetime.now(UTC) - fetched.checked_at < timedelta(seconds=60)
    ((_, headers, _),) = site.asked
    assert headers["user-agent"].startswith("csekg/")
    # One file, what is known of it, and nothing temporary.
    assert len(list((tmp_path / "kept").iterdir())) == 2


@pytest.mark.parametrize(
    ("validator", "condition"), [("ETag", "if-none-match"), ("Last-Modified", "if-modified-since")]
)
def test_an_unchanged_file_is_not_sent_again(site: Site, fetcher: Fetcher, validator: str, condition: str) -> None:
    value = '"v1"' if validator == "ETag" else "Thu, 26 Nov 2026 10:00:00 GMT"
    address = site.tell(FILE, Answer(BODY, headers={validator: value}), Answer(status=304))
    first, second, third = (fetcher.fetch(address) for _ in range(3))
    assert [each.changed for each in (first, second, third)] == [True, False, False]
    assert third.file.read_bytes() == BODY
    assert [headers.get(condition) for _, headers, _ in site.asked] == [None, value, value]


def test_a_file_that_somebody_changed_on_disk_is_fetched_anew(site: Site, fetcher: Fetcher) -> None:
    address = site.tell(FILE, Answer(BODY, headers={"ETag": '"v1"'}))
    fetcher.fetch(address).file.write_bytes(b"half a fi")
    again = fetcher.fetch(address)
    assert again.file.read_bytes() == BODY
    assert "if-none-match" not in site.asked[1][1]


def test_the_same_bytes_without_a_validator_are_no_change(site: Site, fetcher: Fetcher) -> None:
    address = site.tell(FILE, Answer(BODY), Answer(BODY), Answer(BODY + b"y"))
    assert [fetcher.fetch(address).changed for _ in range(3)] == [True, False, True]


def test_an_answer_that_the_reader_refuses_leaves_the_former_file(site: Site, fetcher: Fetcher) -> None:
    maintenance = Answer(b"<html><body>urgent maintenance, currently unavailable</body></html>")
    address = site.tell("/page", Answer(str(Page(ROWS)).encode()), maintenance)
    kept = fetcher.fetch(address, read_page).file
    before = kept.read_bytes()
    with pytest.raises(SourceFileError, match="is a maintenance page"):
        fetcher.fetch(address, read_page)
    assert kept.read_bytes() == before
    assert len(list(kept.parent.iterdir())) == 2


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(site: Site, fetcher: Fetcher, status: int) -> None:
    busy = Answer(b"later", status)
    address = site.tell(FILE, busy, busy, Answer(BODY))
    assert fetcher.fetch(address).file.read_bytes() == BODY
    assert len(site.asked) == 3


def test_a_server_that_stays_busy_is_left_alone(site: Site, tmp_path: Path) -> None:
    address = site.tell(FILE, Answer(b"later", 503))
    said: list[str] = []
    with Fetcher(tmp_path / "kept", QUICK, said.append) as fetcher:
        assert _refused(fetcher, address) == f"{address} answers 503 Service Unavailable"
    assert len(site.asked) == 4
    # After the last attempt no further one is announced.
    assert sum("trying again" in line for line in said) == 3
    assert said[-1].startswith("fetching")


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_respected(site: Site, tmp_path: Path, form: str) -> None:
    manners = Manners(between=0, first_pause=0, patience=5)
    soon = datetime.now(UTC) + timedelta(seconds=2)
    value = "1" if form == "seconds" else format_datetime(soon, usegmt=True)
    busy = Answer(status=429, headers={"Retry-After": value})
    address = site.tell(FILE, busy, Answer(BODY))
    said: list[str] = []
    with Fetcher(tmp_path / "kept", manners, said.append) as fetcher:
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


def test_the_former_file_is_named_where_fetching_fails(site: Site, fetcher: Fetcher) -> None:
    address = site.tell(FILE, Answer(BODY), Answer(status=404))
    kept = fetcher.fetch(address).file
    assert f"; the copy of {datetime.now(UTC):%Y-%m-%d} stays at {kept}" in _refused(fetcher, address)
    assert kept.read_bytes() == BODY


def test_a_file_that_breaks_off_is_not_kept(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    address = site.tell(FILE, Answer(BODY, cut=1000))
    assert "cannot be reached, or breaks off" in _refused(fetcher, address)
    assert len(site.asked) == 4
    assert not (tmp_path / "kept").exists()
    site.tell(FILE, Answer(BODY, cut=1000), Answer(BODY))
    assert fetcher.fetch(address).file.read_bytes() == BODY


def test_a_server_that_drips_is_left_after_the_time(site: Site, tmp_path: Path) -> None:
    address = site.tell(FILE, Answer(BODY, pause=0.05, piece=10))
    manners = Manners(between=0, request=0.3, first_pause=0, patience=0)
    begun = time.monotonic()
    with Fetcher(tmp_path / "kept", manners) as fetcher:
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
    fetched = fetcher.fetch(address)
    assert (fetched.address, fetched.file.read_bytes()) == (address, BODY)


def test_an_upgrade_to_https_is_followed_and_no_downgrade(site: Site, fetcher: Fetcher) -> None:
    site.tell(FILE, Answer(BODY))
    with served() as plain:
        address = plain.tell("/x", Answer(status=301, headers={"Location": site.origin + FILE}))
        assert fetcher.fetch(address).file.read_bytes() == BODY
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


def test_a_changed_certificate_ends_at_once(site: Site, fetcher: Fetcher, certificates: tuple[Path, Path]) -> None:
    kept = fetcher.fetch(site.tell(FILE, Answer(BODY))).file
    with served(tls(certificates[1])) as other:
        message = _refused(fetcher, other.tell(FILE, Answer(b"forged")))
        assert "the certificate of localhost cannot be verified" in message
        assert other.asked == []
    assert kept.read_bytes() == BODY


def test_a_certificate_of_another_name_is_refused(site: Site, fetcher: Fetcher) -> None:
    address = site.tell(FILE, Answer(BODY)).replace("localhost", "127.0.0.1")
    assert "the certificate of 127.0.0.1 cannot be verified" in _refused(fetcher, address)


#: A Diffie-Hellman group of 1024 bits: RFC 2409, section 6.2.
SHORT_GROUP = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""


def test_a_server_with_a_short_key_is_reached_where_that_is_said(
    certificates: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, fetcher: Fetcher, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificates[0]}.crt")
    group = tmp_path / "group.pem"
    group.write_text(SHORT_GROUP)
    old, other = tls(certificates[0]), tls(certificates[1])
    for context in (old, other):
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0")
        context.load_dh_params(str(group))
    hosts = {"localhost": Host("localhost", True, "", "", "")}
    with served(old) as site, Fetcher(tmp_path / "kept", QUICK, hosts=hosts) as lenient:
        address = site.tell(FILE, Answer(BODY))
        assert "localhost and csekg agree on no encryption" in _refused(fetcher, address)
        assert lenient.fetch(address).file.read_bytes() == BODY
    with served(other) as site, Fetcher(tmp_path / "kept", QUICK, hosts=hosts) as lenient:
        message = _refused(lenient, site.tell(FILE, Answer(BODY)))
        assert "the certificate of localhost cannot be verified" in message


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


def test_requests_to_one_host_lie_apart(site: Site, tmp_path: Path) -> None:
    addresses = [site.tell(f"/{number}", Answer(BODY)) for number in range(3)]
    with Fetcher(tmp_path / "kept", Manners(between=0.2)) as fetcher:
        for address in addresses:
            fetcher.fetch(address)
    times = [when for _, _, when in site.asked]
    assert min(after - before for before, after in pairwise(times)) >= 0.2


def test_a_host_gets_the_header_that_it_wants(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host("localhost", False, "token", "CSEKG_TEST_TOKEN", "it stands on the page")
    address = site.tell(FILE, Answer(BODY))
    with Fetcher(tmp_path / "kept", QUICK, hosts={"localhost": host}) as fetcher:
        for value in ("", "two\nlines", "caf\N{LATIN SMALL LETTER E WITH ACUTE}"):
            monkeypatch.setenv("CSEKG_TEST_TOKEN", value)
            assert _refused(fetcher, address) == (
                "localhost wants a header 'token': set CSEKG_TEST_TOKEN to its value; it stands on the page"
            )
        monkeypatch.setenv("CSEKG_TEST_TOKEN", "abc")
        fetcher.fetch(address)
    assert [headers["token"] for _, headers, _ in site.asked] == ["abc"]


def test_the_proxy_of_the_environment_is_used(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    with served() as proxy:
        proxy.answers["http://depositary.invalid/list"] = [Answer(BODY)]
        monkeypatch.setenv("HTTP_PROXY", proxy.origin)
        assert fetcher.fetch("http://depositary.invalid/list").file.read_bytes() == BODY


def test_a_folder_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    with Fetcher(tmp_path / "kept", QUICK) as fetcher:
        assert "cannot be kept" in _refused(fetcher, site.tell(FILE, Answer(BODY)))


def test_what_is_kept_of_another_address_or_badly_is_not_used(site: Site, fetcher: Fetcher) -> None:
    address = site.tell(FILE, Answer(BODY, headers={"ETag": '"v1"'}))
    about = next(fetcher.fetch(address).file.parent.glob("*.about.json"))
    broken: tuple[Callable[[str], str], ...] = (
        lambda text: text[:-5],
        lambda _: "[]",
        lambda text: text.replace("/doc/", "/cod/"),
        lambda text: text.replace(hashlib.sha256(BODY).hexdigest(), "0"),
        lambda text: text.replace("checked_at", "at"),
    )
    whole = about.read_text()
    for change in broken:
        about.write_text(change(whole))
        assert fetcher.fetch(address).file.read_bytes() == BODY
    assert all("if-none-match" not in headers for _, headers, _ in site.asked)


def test_reading_saved_files_needs_no_network(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(str(Page(ROWS)), encoding="utf-8")
    program = (
        "import socket, sys; socket.socket.connect = None; from csekg.cli import main; "
        f"sys.argv = ['csekg', 'import', 'untc', {str(page)!r}]\n"
        "try: main()\nfinally: assert 'csekg.refresh.fetching' not in sys.modules"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.returncode, run.stdout.count("\n")) == (0, 8), run.stderr
