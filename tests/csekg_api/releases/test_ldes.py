"""The event stream over HTTP, followed by the LDES client (npm), unmodified."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from csekg.releases.stream import issued, page_names
from tests.clients import CLIENTS
from tests.command import cache_in
from tests.csekg_api.service import Service, serving
from tests.releases import TwoReleases

# The first installation fetches many packages.
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def service(
    dataset: bytes, releases: TwoReleases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    with (
        cache_in(tmp_path_factory.mktemp("kept"), dataset, validated=True),
        serving(variables={"CSEKG_RELEASES": str(releases.folder)}) as service,
    ):
        yield service


def _followed(node: Path, service: Service, *after: str) -> list[dict[str, object]]:
    run = subprocess.run(
        [node, "follow.mjs", f"http://127.0.0.1:{service.port}/releases/ldes.ttl", *after],
        cwd=CLIENTS, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def test_the_client_gets_what_a_release_changed(
    node: Path, service: Service, releases: TwoReleases
) -> None:
    first = str(issued(releases.old.manifest).value)
    members = _followed(node, service, first)
    things = {str(member["thing"]) for member in members}
    pages = [releases.new.read(name).decode() for name in page_names(releases.new)]
    assert len(members) == len(things) == sum(page.count("isVersionOf") for page in pages)
    opsc = "https://w3id.org/csekg/id/action/opsc"
    (gone,) = [each for each in members if str(each["thing"]).startswith(f"{opsc}/TUV/")]
    assert "<https://www.w3.org/ns/activitystreams#Delete>" in str(gone["triples"])
    assert any(thing.startswith(f"{opsc}/SGP/") for thing in things)
    # Nothing of the release before, which the client already has.
    assert not any(thing.startswith(f"{opsc}/FRA/") for thing in things)


def test_the_client_gets_everything(node: Path, service: Service, releases: TwoReleases) -> None:
    members = _followed(node, service)
    held = {}
    for member in members:
        held[member["thing"]] = str(member["triples"])
    gone = [thing for thing, said in held.items() if "activitystreams#Delete" in said]
    assert len(gone) > 0
    table = {row["id"] for row in releases.new.rows("acts")}
    acts = {str(thing) for thing in held if "/id/action/" in str(thing)} - {*map(str, gone)}
    assert table <= acts


def test_pages_are_kept_for_ever_and_the_root_is_not(
    service: Service, releases: TwoReleases
) -> None:
    root = service.request("GET", "/releases/ldes.ttl")
    assert (root.status, root.headers["content-type"].partition(";")[0]) == (200, "text/turtle")
    assert "immutable" not in root.headers["cache-control"]
    again = service.request(
        "GET", "/releases/ldes.ttl", headers={"If-None-Match": root.headers["etag"]}
    )
    assert again.status == 304
    page = service.request("GET", f"/releases/{releases.new.version}/ldes/1.ttl")
    assert page.status == 200
    assert "immutable" in page.headers["cache-control"]
    assert "max-age=31536000" in page.headers["cache-control"]
    assert page.headers["content-type"].partition(";")[0] == "text/turtle"
    lead = service.request("GET", "/ldes")
    assert (lead.status, lead.headers["location"]) == (308, "/releases/ldes.ttl")


def test_a_service_without_releases_has_no_stream(dataset: bytes, tmp_path: Path) -> None:
    with cache_in(tmp_path, dataset, validated=True), serving() as service:
        assert "CSEKG_RELEASES" in service.request("GET", "/releases/ldes.ttl").problem(404)
