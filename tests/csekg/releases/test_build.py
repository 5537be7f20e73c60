from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.errors import CsekgError
from csekg.facts.release import DataRelease, read_release
from csekg.namespaces import BASE, DCAT, DCTERMS, SPDX
from csekg.releases.build import find_previous, make_release
from csekg.releases.folder import open_releases
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.tables.all_tables import BY_NAME
from tests.command import environment
from tests.releases import NEW, OLD, TwoReleases, release_toml


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


OTHER_CIRCUMSTANCES = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOSTNAME": "elsewhere"}


@pytest.mark.long
def test_the_same_facts_give_the_same_bytes_under_other_circumstances(releases: TwoReleases, tmp_path: Path) -> None:
    data = releases.folder.parent / "old" / "data"
    code = f"from tests.releases import make; make({tmp_path!r}, {data!r})"
    subprocess.run(
        [sys.executable, "-c", f"from pathlib import *; {code}"],
        check=True,
        timeout=180,
        env=environment() | OTHER_CIRCUMSTANCES,
    )
    assert bytes_of(tmp_path / OLD) == bytes_of(releases.old.folder)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_command_gives_the_same_bytes_of_all_facts(dataset: bytes, tmp_path: Path) -> None:
    variables = OTHER_CIRCUMSTANCES | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    run = subprocess.run(
        [sys.executable, "-m", "csekg", "release", "there"],
        cwd=tmp_path,
        check=True,
        timeout=180,
        env=environment() | variables,
        capture_output=True,
        text=True,
    )
    about = read_release(data_dir())
    assert run.stdout.endswith(f"MB in there/{about.version}\n")
    here = tmp_path / "here"
    make_release(here, about, dataset, ontology_dir(), None, lambda _step: None)
    assert bytes_of(here) == bytes_of(tmp_path / "there")


def test_all_files_have_checksums_that_sha256sum_would_accept(releases: TwoReleases) -> None:
    folder = releases.new.folder
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    there = bytes_of(folder)
    assert sums == {
        name: hashlib.sha256(content).hexdigest() for name, content in there.items() if name != "SHA256SUMS"
    }
    listed = json.loads(there["release.json"])["files"]
    assert {entry["file"] for entry in listed} == set(sums) - {"release.json"}
    assert {entry["bytes"] for entry in listed if entry["file"] == "csekg.nq"} == {len(there["csekg.nq"])}


def test_the_n_quads_are_those_of_rdfc(releases: TwoReleases) -> None:
    content = releases.new.read("csekg.nq")
    graphs = ox.Dataset(ox.parse(content, ox.RdfFormat.N_QUADS))
    graphs.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    canonical = ox.serialize(graphs, format=ox.RdfFormat.N_QUADS)
    assert canonical
    assert b"".join(sorted(canonical.splitlines(keepends=True))) == content


def test_every_form_holds_the_same_statements(releases: TwoReleases) -> None:
    content = releases.new.read("csekg.nq")
    lines = set(content.splitlines())
    for name, form in (("csekg.trig", ox.RdfFormat.TRIG), ("csekg.jsonld", ox.RdfFormat.JSON_LD)):
        quads = ox.serialize(ox.parse(releases.new.read(name), form), format=ox.RdfFormat.N_QUADS)
        assert quads
        assert set(quads.splitlines()) == lines
    triples = ox.parse(releases.new.read("csekg.ttl"), ox.RdfFormat.TURTLE)
    assert {quad.triple for quad in triples} == {quad.triple for quad in ox.parse(content, ox.RdfFormat.N_QUADS)}


def test_the_dataset_states_its_release(releases: TwoReleases) -> None:
    store = Store(releases.new.read("csekg.nq"))
    dataset = ns.thing("dataset", "csekg")
    rows = store.values(
        f"SELECT ?version ?day ?doi WHERE {{ {dataset} dcat:version ?version ; "
        "dcterms:issued ?day ; dcterms:identifier ?doi }"
    )
    assert rows == [(NEW, "2026-11-26", "https://doi.org/10.5281/zenodo.123")]


def test_the_tables_have_a_row_for_each_thing(releases: TwoReleases) -> None:
    acts = releases.new.rows("acts")
    (signed,) = (row for row in acts if (row["actor"], row["treaty"], row["kind"]) == ("SGP", "opsc", "signature"))
    assert signed["acted_on"] == "2025-11-25"
    assert len({row["act"] for row in acts}) == len(acts) > 100
    for table in BY_NAME.values():
        rows = releases.new.rows(table.name)
        assert len({tuple(row[name] for name in table.key) for row in rows}) == len(rows) > 1


def test_the_tables_are_in_each_format_and_described(releases: TwoReleases) -> None:
    files = {name for name in releases.new.entries if name.startswith("tidy/")}
    assert {"tidy/csekg.sqlite", "tidy/csekg.xlsx", "tidy/acts.parquet"} < files
    package = json.loads(releases.new.read("tidy/datapackage.json"))
    assert package["version"] == NEW
    assert {f"tidy/{each['path']}" for each in package["resources"]} < files


def test_a_release_asks_for_what_writes_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CsekgError, match=r"a release needs more.*csekg\[tables\]"):
        make_release(tmp_path, read_release(data_dir()), b"", ontology_dir(), None, lambda _step: None)
    assert list(tmp_path.iterdir()) == []


def test_catalogues_learn_version_predecessor_and_files(releases: TwoReleases) -> None:
    graph = ox.Store()
    graph.load(releases.new.read("dcat.ttl"), ox.RdfFormat.TURTLE)
    other = ox.Store()
    other.load(releases.new.read("dcat.jsonld"), ox.RdfFormat.JSON_LD)
    assert set(graph) == set(other)
    release = ox.NamedNode(f"{BASE}releases/{NEW}")

    def value(subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
        (quad,) = graph.quads_for_pattern(subject, predicate, None, None)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        return quad.object.value

    assert value(release, DCAT.version) == NEW
    assert value(release, DCAT.previousVersion) == f"{BASE}releases/{OLD}"
    assert value(release, DCTERMS.identifier) == "https://doi.org/10.5281/zenodo.123"
    assert value(release, DCTERMS.publisher)
    files = [quad.object for quad in graph.quads_for_pattern(release, DCAT.distribution, None, None)]
    assert len(files) == len(releases.new.entries) - len(("dcat.ttl", "dcat.jsonld"))
    for file in files:
        assert isinstance(file, ox.NamedNode)
        entry = releases.new.entry(file.value.removeprefix(f"{release.value}/"))
        assert value(file, DCAT.byteSize) == str(entry.bytes)
        checksum = ox.NamedNode(value(file, SPDX.checksum))
        assert value(checksum, SPDX.checksumValue) == entry.sha256


def test_zenodo_is_told_version_and_predecessor(releases: TwoReleases) -> None:
    deposit = json.loads(releases.new.read("zenodo.json"))
    assert (deposit["version"], deposit["publication_date"]) == (NEW, "2026-11-26")
    assert deposit["related_identifiers"][1] == {
        "identifier": f"{BASE}releases/{OLD}",
        "relation": "isNewVersionOf",
        "resource_type": "dataset",
    }


def test_the_notes_say_what_is_new(releases: TwoReleases) -> None:
    notes = releases.new.read("NOTES.md").decode()
    assert f"## Since {OLD}\n\nActs: 1 new, 1 changed, 1 removed; 2 other changes.\n" in notes
    assert "- Singapore signed the OPSC on 25 Nov 2025\n" in notes
    assert "The first release." in releases.old.read("NOTES.md").decode()
    for release in (releases.old, releases.new):
        lines = release.read("NOTES.md").decode().splitlines()
        assert [line for line in lines if line != line.rstrip()] == []


def again(releases: TwoReleases, folder: Path) -> object:
    return make_release(
        folder,
        DataRelease(NEW, releases.new.manifest.released_on, OLD, "10.5281/zenodo.123"),
        releases.new.read("csekg.nq"),
        ontology_dir(),
        releases.old,
        lambda _step: None,
    ).new


def test_a_release_is_made_again_only_as_it_is(releases: TwoReleases, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    shutil.copytree(releases.new.folder, folder / NEW)
    before = bytes_of(folder)
    assert again(releases, folder) is False
    assert bytes_of(folder) == before
    (folder / NEW / "tidy" / "acts.csv").write_bytes(b"act\n")
    (folder / NEW / "more.txt").write_bytes(b"")
    with pytest.raises(CsekgError, match=r"is not what these facts give: more\.txt, tidy/acts"):
        again(releases, folder)
    assert sorted(path.name for path in folder.iterdir()) == [NEW]


@pytest.mark.long
def test_a_killed_command_leaves_nothing_half(releases: TwoReleases, tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from csekg.facts.release import read_release
from csekg.releases.build import make_release
from csekg.resources import ontology_dir

Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
content = Path({str(releases.old.folder / "csekg.nq")!r}).read_bytes()
about = read_release(Path({str(tmp_path)!r}))
make_release(Path({str(tmp_path / "out")!r}), about, content, ontology_dir(), None, lambda _step: None)
"""
    release_toml(tmp_path, OLD, "2026-11-25", "")
    run = subprocess.run([sys.executable, "-c", code], env=environment(), check=False, timeout=120)
    assert run.returncode == -signal.SIGKILL
    assert open_releases(tmp_path / "out") == ()
    (rest,) = (tmp_path / "out").iterdir()
    os.utime(rest, (0, 0))
    about = read_release(tmp_path)
    content = releases.old.read("csekg.nq")
    made = make_release(tmp_path / "out", about, content, ontology_dir(), None, lambda _step: None)
    assert made.new
    assert bytes_of(made.release.folder) == bytes_of(releases.old.folder)
    assert not rest.exists()


def test_the_previous_release_is_the_one_that_is_named(releases: TwoReleases, tmp_path: Path) -> None:
    first = DataRelease("2026.11.0", releases.old.manifest.released_on, "", "")
    assert find_previous(tmp_path, first, None) is None
    with pytest.raises(CsekgError, match="names no previous release"):
        find_previous(tmp_path, first, releases.old.folder)
    second = DataRelease("2026.11.2", releases.old.manifest.released_on, NEW, "")
    with pytest.raises(CsekgError, match=rf"follows {NEW}, which is not in"):
        find_previous(tmp_path, second, None)
    with pytest.raises(CsekgError, match=f"holds release {OLD}, but release.toml names {NEW}"):
        find_previous(tmp_path, second, releases.old.folder)
    found = find_previous(tmp_path, second, releases.new.folder)
    assert found
    assert found.version == NEW


def test_a_source_newer_than_the_release_is_refused(releases: TwoReleases, tmp_path: Path) -> None:
    release_toml(tmp_path, OLD, "2026-11-01", "")
    with pytest.raises(CsekgError, match="stands as of 2026-11-24, after the day of release"):
        make_release(
            tmp_path / "out",
            read_release(tmp_path),
            releases.old.read("csekg.nq"),
            ontology_dir(),
            None,
            lambda _step: None,
        )
    assert list((tmp_path / "out").iterdir()) == []


def test_tables_are_read_by_spreadsheets_and_programs(releases: TwoReleases) -> None:
    for name in releases.new.entries:
        if name.startswith("tidy/") and name.endswith(".csv"):
            text = releases.new.read(name).decode("utf-8")
            header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
            assert len(set(header)) == len(header)
            assert {len(row) for row in rows} == {len(header)}
