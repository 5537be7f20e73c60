"""Two releases, served: the bytes that were released, and what was learned by the newer one."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.errors import CsekgError
from csekg.releases.differences import statement_changes
from csekg.releases.folder import COPY
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.downloads.release_store import ReleaseStore
from csekg_api.settings import Settings
from csekg_api.web.problems import ProblemError
from tests.csekg_api.middleware.conftest import Service as MiddlewareService
from tests.csekg_api.middleware.conftest import ask
from tests.releases import NEW, OLD, TwoReleases

PLAIN = {"Accept-Encoding": "identity"}


def service(store: Store, folder: str) -> TestClient:
    settings = Settings(releases=folder, log_format="none", page_timeout=100)
    return TestClient(create_app(store, "f" * 64, settings), follow_redirects=False)


@pytest.fixture(scope="module")
def client(store: Store, releases: TwoReleases) -> Iterator[TestClient]:
    with service(store, str(releases.folder)) as client:
        yield client


@pytest.fixture(scope="module")
def without(store: Store) -> Iterator[TestClient]:
    """A service without releases."""
    with service(store, "") as client:
        yield client


def problem(client: TestClient, path: str, status: int) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    return str(answer.json()["detail"])


def test_a_client_finds_the_bytes_that_were_released(client: TestClient, releases: TwoReleases) -> None:
    listed = client.get("/api/v1/releases").json()
    assert [row["version"] for row in listed["items"]] == [NEW, OLD]
    for row, release in zip(listed["items"], (releases.new, releases.old), strict=True):
        files = client.get(f"/api/v1/releases/{row['version']}").json()["files"]
        there = {path.relative_to(release.folder).as_posix() for path in release.folder.rglob("*") if path.is_file()}
        assert {file["file"] for file in files} == there
        assert len(files) == row["files"]
        for file in files:
            content = client.get(file["url"], headers=PLAIN).content
            assert hashlib.sha256(content).hexdigest() == file["sha256"]
            assert content == (release.folder / file["file"]).read_bytes()


def test_a_file_never_changes_and_says_so(client: TestClient, releases: TwoReleases) -> None:
    path, digest = f"/releases/{NEW}/csekg.ttl", releases.new.entry("csekg.ttl").sha256
    whole = client.get(path, headers=PLAIN)
    assert whole.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert whole.headers["etag"] == f'"{digest}"'
    assert whole.headers["content-type"].startswith("text/turtle")
    stated = whole.headers["repr-digest"].removeprefix("sha-256=:").removesuffix(":")
    assert base64.b64decode(stated).hex() == digest
    head = client.head(path, headers=PLAIN)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]
    assert int(head.headers["content-length"]) == len(whole.content)
    for condition in (f'"{digest}"', f'W/"{digest}"', f'"{digest}-gzip"', "*", f'"x", "{digest}"'):
        again = client.get(path, headers={"If-None-Match": condition})
        assert (again.status_code, again.content) == (304, b""), condition
        assert again.headers["cache-control"].endswith("immutable")
    assert client.get(path, headers={"If-None-Match": f'"{digest[:-1]}"'}).status_code == 200
    assert client.get(path, headers={**PLAIN, "Host": "b.example"}).headers["etag"] == (whole.headers["etag"])


def test_a_part_of_a_file_can_be_had(client: TestClient, releases: TwoReleases) -> None:
    path, content = f"/releases/{OLD}/csekg.nq", releases.old.read("csekg.nq")
    part = client.get(path, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, content[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(content)}"
    tag = part.headers["etag"]
    rest = client.get(path, headers={"Range": f"bytes={len(content) - 5}-", "If-Range": tag})
    assert (rest.status_code, rest.content) == (206, content[-5:])
    other = client.get(path, headers={"Range": "bytes=0-9", "If-Range": '"x"', **PLAIN})
    assert (other.status_code, len(other.content)) == (200, len(content))
    beyond = client.get(path, headers={"Range": f"bytes={len(content)}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(content)}")


@pytest.mark.parametrize(
    "name",
    [
        f"../{NEW}/release.json",
        "../../data/release.toml",
        "/etc/passwd",
        "tidy",
        "tidy/",
        "tidy/../NOTES.md",
        "./NOTES.md",
        "notes.md",
        "NOTES.md/",
        "\\..\\x",
        "NOTES.md\0",
    ],
)
def test_no_name_leads_out_of_the_list(client: TestClient, name: str) -> None:
    # A client would resolve the dots before it sends the path.
    raw = MiddlewareService(client, [], io.StringIO())
    answer = ask(raw, f"/releases/{NEW}/{name}", [("host", "x")])
    assert b"unknown file of release" in answer.problem(404)


def test_unknown_releases_name_those_at_hand(client: TestClient) -> None:
    for path in (
        "/releases/2026.1.0",
        "/releases/2026.1.0/csekg.nq",
        "/api/v1/releases/2026.1.0",
        f"/api/v1/releases/2026.1.0..{NEW}/diff",
        "/api/v1/states?release=2026.1.0",
        "/api/v1/cite/state/FRA?release=2026.1.0",
    ):
        detail = problem(client, path, 404)
        assert detail.startswith("unknown release '2026.1.0'"), path
        assert NEW in detail
        assert OLD in detail
    assert "release should match pattern" in problem(client, "/api/v1/states?release=new", 422)


def test_what_changed_in_words_and_as_statements(client: TestClient, releases: TwoReleases) -> None:
    path = f"/api/v1/releases/{OLD}..{NEW}/diff"
    found = client.get(path).json()
    assert (found["before"], found["after"]) == (OLD, NEW)
    assert found["summary"] == "acts: 1 new, 1 changed, 1 removed; 2 other changes"
    assert found["items"][0]["text"] == "Singapore signed the OPSC on 25 Nov 2025"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{path}?format=csv").text)))
    assert [row["text"] for row in rows] == [item["text"] for item in found["items"]]
    old = set(releases.old.read("csekg.nq").decode().splitlines())
    new = set(releases.new.read("csekg.nq").decode().splitlines())
    answer = client.get(f"{path}?statements=true&format=csv")
    statements = list(csv.DictReader(io.StringIO(answer.text)))
    for change, expected in (("added", new - old), ("removed", old - new)):
        # In RDF 1.1 a plain string has a datatype that N-Quads leaves out.
        assert {
            " ".join((row["subject"], row["predicate"], row["object"], row["graph"], "."))
            for row in statements
            if row["change"] == change
        } == expected
    page = client.get(f"{path}?statements=true&limit=2&offset=1").json()
    assert (page["total"], len(page["items"])) == (len(statements), 2)
    same = client.get(f"/api/v1/releases/{NEW}..{NEW}/diff").json()
    assert (same["total"], same["items"]) == (0, [])


def test_answers_come_from_the_release_that_is_asked_for(client: TestClient) -> None:
    path = "/api/v1/states/SGP/participation/opsc"

    def status(**query: str) -> Any:
        return client.get(path, params=query).json()["status"]

    for _ in range(2):
        assert status(release=OLD) == "no-action"
        assert status(release=NEW) == "signatory"
        # Whoever asks next, without the parameter, has the data of now.
        assert status() == "signatory"
    search = client.get(
        "/api/v1/changes", params={"from": "2020-01-01", "to": "2020-01-01", "state": "TUV", "release": OLD}
    )
    assert {item["label"] for item in search.json()["items"]} == {
        "Tuvalu, OPSC: signature, 1 Jan 2020",
        "signatory only (before: not joined)",
    }
    text = client.get(f"/api/v1/cite/action/opsc/TUV/2020-01-01/signature?release={OLD}").text
    assert f"release {OLD} (25 Nov 2026)" in text
    problem(client, "/api/v1/cite/action/opsc/TUV/2020-01-01/signature", 404)


def test_pages_show_what_changed_and_all_files(client: TestClient, releases: TwoReleases) -> None:
    listed = client.get("/releases").text
    assert f'href="/releases/{NEW}"' in listed
    assert "Acts: 1 new, 1 changed, 1 removed; 2 other changes" in listed
    # Initials are explained where they stand.
    shown = re.sub(r"</?abbr[^>]*>", "", client.get(f"/releases/{NEW}").text)
    assert "<li>Singapore signed the OPSC on 25 Nov 2025</li>" in shown
    for name, entry in releases.new.entries.items():
        assert f'href="/releases/{NEW}/{name}"' in shown
        assert entry.sha256 in shown
    assert "https://doi.org/10.5281/zenodo.123" in shown
    assert f"https://w3id.org/csekg/releases/{NEW}" in shown
    assert "The first release." in client.get(f"/releases/{OLD}").text


def test_without_releases_the_service_says_that_none_is_at_hand(without: TestClient) -> None:
    page = without.get("/releases")
    assert page.status_code == 200
    assert re.search(r"The pages show release \S+\. Folders of earlier releases are not kept here;", page.text)
    assert without.get("/api/v1/releases").json()["items"] == []
    for path in (
        f"/releases/{NEW}",
        f"/releases/{NEW}/csekg.nq",
        f"/api/v1/releases/{NEW}",
        f"/api/v1/releases/{OLD}..{NEW}/diff",
        f"/api/v1/states?release={NEW}",
    ):
        assert problem(without, path, 404).startswith("no release of the data is at hand here")


def test_the_iri_of_the_release_that_is_served_leads_to_the_files_of_the_data(without: TestClient) -> None:
    version = without.get("/api/v1").json()["release"]["version"]
    answer = without.get(f"/releases/{version}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/downloads")


def test_a_new_release_changes_the_tags(client: TestClient, without: TestClient) -> None:
    assert client.get("/releases").headers["etag"] != without.get("/releases").headers["etag"]


def test_a_release_that_was_changed_is_no_answer(releases: TwoReleases, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    shutil.copytree(releases.folder, folder)
    held = ReleaseStore(folder)
    for name in ("tidy/acts.csv", "csekg.nq"):
        file = folder / NEW / name
        content = file.read_bytes()
        file.write_bytes(content.replace(b"2025-11-25", b"2025-11-26"))
    for use in (lambda: held.differences(OLD, NEW), lambda: held.statements(OLD, NEW), lambda: held.store(NEW)):
        with pytest.raises(ProblemError, match="cannot be read here at the moment") as caught:
            use()
        assert caught.value.status == 503
        assert str(folder) not in caught.value.detail
        assert str(folder) in caught.value.cause


def test_an_unusable_folder_stops_the_start(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CsekgError, match="cannot read the folder of releases"):
        service(store, str(tmp_path / "none"))
    (tmp_path / NEW).mkdir()
    with pytest.raises(CsekgError, match=r"is no release: cannot read .*release\.json"):
        service(store, str(tmp_path))


#: What the newer release, of 26 November 2026, says otherwise.
ADDED = "Singapore signed the OPSC on 25 Nov 2025"
CORRECTED = "Ireland, OPSC, signature: date corrected from 6 Sep 2000 to 7 Sep 2000"
_IRELAND = "https://w3id.org/csekg/id/action/opsc/IRL/2000-09-07/signature"


def _page(client: TestClient, path: str, **query: str) -> str:
    answer = client.get(path, params=query, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    # Initials are explained where they stand.
    return re.sub(r"</?abbr[^>]*>", "", answer.text)


def _part(client: TestClient, **query: str) -> str:
    page = _page(client, "/changes", **query)
    return page.split('<h2 id="learned">')[1].split("</section>")[0]


def test_the_page_tells_what_was_learned_by_the_day_of_the_release(client: TestClient) -> None:
    # The act is of 2000; it was learned in November 2026.
    shown = _part(client, **{"from": "2026-11-26", "until": "2026-11-26"})
    assert ADDED in shown
    assert CORRECTED in shown
    assert NEW in shown
    before = _part(client, **{"from": "2026-11-25", "until": "2026-11-25"})
    assert "No release of this period changed anything." in before
    ireland = _part(client, **{"from": "2026-11-26", "until": "2026-11-26", "state": "IRL"})
    assert CORRECTED in ireland
    assert ADDED not in ireland


def test_an_act_of_long_ago_comes_first_in_the_feed_once_it_is_corrected(client: TestClient) -> None:
    items = client.get("/treaties/opsc/changes.json").json()["items"]
    first = {item["id"]: item["date_modified"] for item in items[:3]}
    assert first[_IRELAND] == "2026-11-26T00:00:00Z"
    assert items[3]["date_modified"] < "2026-11-26"
    [gone] = [item for item in items[:3] if "/TUV/" in item["id"]]
    assert gone["title"] == "Removed: Tuvalu signed the OPSC on 1 Jan 2020"


def test_the_log_tells_corrections_and_no_additions(client: TestClient) -> None:
    rows = client.get("/api/v1/corrections", params={"status": "corrected"}).json()["items"]
    told = {row["about"]: row for row in rows}
    assert CORRECTED in told
    assert ADDED not in told
    assert (told[CORRECTED]["was"], told[CORRECTED]["now"]) == ("2000-09-06", "2000-09-07")
    assert told[CORRECTED]["release"] == NEW
    assert CORRECTED in _page(client, "/corrections")


@pytest.mark.parametrize("asked", [{"modifiedSince": "2026-11-26"}, {"sinceRelease": OLD}], ids=["day", "release"])
def test_a_nightly_client_gets_the_difference_in_one_request(
    client: TestClient, releases: TwoReleases, asked: dict[str, str]
) -> None:
    answer = client.get("/api/v1/modifications", params=asked).json()
    assert (answer["before"], answer["after"]) == (OLD, NEW)
    assert {ADDED, CORRECTED} <= {item["text"] for item in answer["items"]}
    # With the statements a copy of the old release becomes the new one.
    wanted = {**asked, "statements": "true", "limit": "10000"}
    items = client.get("/api/v1/modifications", params=wanted).json()["items"]
    expected = [(each.change, *each.terms()) for each in statement_changes(releases.old, releases.new)]
    names = ("change", "subject", "predicate", "object", "graph")
    assert [tuple(item[name] for name in names) for item in items] == expected[:10_000]


_OPSC = "Protocole facultatif (vente d\N{RIGHT SINGLE QUOTATION MARK}enfants)"
_FRENCH = (
    f"Singapour, {_OPSC}\N{NO-BREAK SPACE}: signature, 25 nov. 2025",
    f"Suppression\N{NO-BREAK SPACE}: Tuvalu, {_OPSC}\N{NO-BREAK SPACE}: signature, 1er janv. 2020",
)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/modifications?sinceRelease=" + OLD,
        f"/api/v1/releases/{OLD}..{NEW}/diff",
        "/api/v1/news?from=2026-11-26&to=2026-11-26&treaty=opsc",
    ],
)
def test_answers_tell_it_in_the_language_that_is_asked_for(client: TestClient, path: str) -> None:
    mark = "&" if "?" in path else "?"
    items = client.get(f"{path}{mark}lang=fr").json()["items"]
    texts = [item.get("text") or item.get("label") for item in items]
    assert set(_FRENCH) <= set(texts)


@pytest.mark.parametrize("path", [f"/fr/releases/{NEW}", "/fr/changes?from=2026-11-26&until=2026-11-26"])
def test_pages_tell_it_in_their_language(client: TestClient, path: str) -> None:
    shown = _page(client, path)
    for sentence in _FRENCH:
        assert sentence in shown
    assert not re.findall('lang="en"[^<]*(?:Singapore|, OPSC)', shown)


def test_who_is_older_than_the_releases_is_sent_to_the_whole(client: TestClient, store: Store) -> None:
    answer = client.get("/api/v1/modifications", params={"modifiedSince": "2026-11-25"})
    assert answer.status_code == 404
    assert f"the oldest is {OLD} of 2026-11-25" in answer.json()["detail"]
    assert client.get("/api/v1/modifications").status_code == 422
    both = {"modifiedSince": "2026-11-26", "sinceRelease": OLD}
    assert client.get("/api/v1/modifications", params=both).status_code == 422
    unknown = client.get("/api/v1/modifications", params={"sinceRelease": "2026.10.0"})
    assert unknown.status_code == 404
    with TestClient(create_app(store, "f" * 64, Settings(log_format="none"))) as bare:
        answer = bare.get("/api/v1/modifications", params={"modifiedSince": "2026-11-26"})
        assert answer.status_code == 404
        assert "CSEKG_RELEASES" in answer.json()["detail"]


def test_downloads_offer_the_copy_of_the_pages_with_its_size(
    client: TestClient, without: TestClient, releases: TwoReleases
) -> None:
    page = client.get("/downloads", headers={"Accept": "text/html"}).text
    size = releases.new.entry(COPY).bytes
    assert f'href="/releases/{NEW}/{COPY}"' in page
    assert f"{size} bytes" in page
    assert client.get(f"/releases/{NEW}/{COPY}", headers=PLAIN).content == releases.new.read(COPY)
    assert COPY not in without.get("/downloads", headers={"Accept": "text/html"}).text
