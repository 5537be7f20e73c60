"""What was learned by a release, on pages, in feeds, in the log, in a mail, and for machines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from starlette.testclient import TestClient

from csekg.releases.differences import statement_changes
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from tests.command import cache_in, invoke
from tests.releases import NEW, OLD, TwoReleases

#: The first test makes two releases.
pytestmark = pytest.mark.timeout(400)
#: What the newer release, of 26 November 2026, says otherwise.
ADDED = "Singapore signed the OPSC on 25 Nov 2025"
CORRECTED = "Ireland, OPSC, signature: date corrected from 6 Sep 2000 to 7 Sep 2000"
_IRELAND = "https://w3id.org/csekg/id/action/opsc/IRL/2000-09-07/signature"


@pytest.fixture(scope="module")
def client(store: Store, releases: TwoReleases) -> Iterator[TestClient]:
    settings = Settings(releases=str(releases.folder), log_format="none", page_timeout=100)
    with TestClient(create_app(store, "f" * 64, settings)) as client:
        yield client


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


def test_a_digest_tells_what_was_learned(
    releases: TwoReleases, dataset: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    period = ("--since", "2026-11-26", "--until", "2026-11-26", "--treaty", "opsc")
    with cache_in(tmp_path_factory.mktemp("cache"), dataset, validated=True):
        assert invoke("digest", *period).exit_code == 1
        result = invoke("digest", *period, "--releases", str(releases.folder))
    assert result.exit_code == 0
    message = message_from_bytes(result.stdout_bytes, policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    told = " ".join(body.get_content().split("What we learned")[1].split())
    assert ADDED in told
    assert CORRECTED in told
