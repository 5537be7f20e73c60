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
from csekg.facts.release import read_release
from csekg.releases.build import make_release
from csekg.releases.folder import Release
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.tables.all_tables import BY_NAME
from tests.command import environment
from tests.releases import DOI, PREVIOUS, VERSION, release_toml


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def rows_of(release: Release, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(release.read(f"tidy/{table}.csv").decode(), newline="")))


OTHER_CIRCUMSTANCES = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOSTNAME": "elsewhere"}


@pytest.mark.long
def test_the_same_facts_give_the_same_bytes_under_other_circumstances(release: Release, tmp_path: Path) -> None:
    data = release.folder.parents[1] / "data"
    code = f"from tests.releases import make; make({tmp_path!r}, {data!r})"
    subprocess.run(
        [sys.executable, "-c", f"from pathlib import *; {code}"],
        check=True,
        timeout=180,
        env=environment() | OTHER_CIRCUMSTANCES,
    )
    assert bytes_of(tmp_path / VERSION) == bytes_of(release.folder)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_command_gives_the_same_bytes_of_all_facts(dataset: bytes, tmp_path: Path) -> None:
    variables = OTHER_CIRCUMSTANCES | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    run = subprocess.run(
        [sys.executable, "-m", "csekg", "release", "there"],
        cwd=tmp_path,
        check=True,
        timeout=400,
        env=environment() | variables,
        capture_output=True,
        text=True,
    )
    assert run.stdout.endswith(f"MB in there/{read_release(data_dir()).version}\n")
    here = tmp_path / "here"
    make_release(here, data_dir(), dataset, ontology_dir(), lambda _step: None)
    assert bytes_of(here) == bytes_of(tmp_path / "there")


def test_all_files_have_checksums_that_sha256sum_would_accept(release: Release) -> None:
    folder = release.folder
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    there = bytes_of(folder)
    assert sums == {
        name: hashlib.sha256(content).hexdigest() for name, content in there.items() if name != "SHA256SUMS"
    }
    listed = json.loads(there["release.json"])["files"]
    assert {entry["file"] for entry in listed} == set(sums) - {"release.json"}
    assert {entry["bytes"] for entry in listed if entry["file"] == "csekg.nq"} == {len(there["csekg.nq"])}


def test_the_n_quads_are_those_of_rdfc(release: Release) -> None:
    content = release.read("csekg.nq")
    graphs = ox.Dataset(ox.parse(content, ox.RdfFormat.N_QUADS))
    graphs.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    canonical = ox.serialize(graphs, format=ox.RdfFormat.N_QUADS)
    assert canonical
    assert b"".join(sorted(canonical.splitlines(keepends=True))) == content


def test_every_form_holds_the_same_statements(release: Release) -> None:
    content = release.read("csekg.nq")
    lines = set(content.splitlines())
    for name, form in (("csekg.trig", ox.RdfFormat.TRIG), ("csekg.jsonld", ox.RdfFormat.JSON_LD)):
        quads = ox.serialize(ox.parse(release.read(name), form), format=ox.RdfFormat.N_QUADS)
        assert quads
        assert set(quads.splitlines()) == lines
    triples = ox.parse(release.read("csekg.ttl"), ox.RdfFormat.TURTLE)
    assert {quad.triple for quad in triples} == {quad.triple for quad in ox.parse(content, ox.RdfFormat.N_QUADS)}


def test_the_dataset_states_its_release(release: Release) -> None:
    store = Store(release.read("csekg.nq"))
    dataset = ns.thing("dataset", "csekg")
    rows = store.values(
        f"SELECT ?version ?day ?doi WHERE {{ {dataset} dcat:version ?version ; "
        "dcterms:issued ?day ; dcterms:identifier ?doi }"
    )
    assert rows == [(VERSION, "2026-11-26", f"https://doi.org/{DOI}")]


def test_the_tables_have_a_row_for_each_thing(release: Release) -> None:
    acts = rows_of(release, "acts")
    (signed,) = (row for row in acts if (row["actor"], row["treaty"], row["kind"]) == ("SGP", "opsc", "signature"))
    assert signed["acted_on"] == "2025-11-25"
    assert len({row["act"] for row in acts}) == len(acts) > 100
    for table in BY_NAME.values():
        rows = rows_of(release, table.name)
        assert len({tuple(row[name] for name in table.key) for row in rows}) == len(rows) > 1


def test_the_tables_are_in_each_format_and_described(release: Release) -> None:
    files = {name for name in release.entries if name.startswith("tidy/")}
    assert {"tidy/csekg.sqlite", "tidy/csekg.xlsx", "tidy/acts.parquet"} < files
    package = json.loads(release.read("tidy/datapackage.json"))
    assert package["version"] == VERSION
    assert {f"tidy/{each['path']}" for each in package["resources"]} < files


def test_a_release_asks_for_what_writes_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CsekgError, match=r"a release needs more.*csekg\[tables\]"):
        make_release(tmp_path, data_dir(), b"", ontology_dir(), lambda _step: None)
    assert list(tmp_path.iterdir()) == []


def test_the_notes_say_how_to_compare_and_how_many_rows_there_are(release: Release) -> None:
    notes = release.read("NOTES.md").decode()
    assert f"`diff {PREVIOUS}/csekg.nq {VERSION}/csekg.nq`" in notes
    assert "| `tidy/acts.csv` | " in notes
    assert [line for line in notes.splitlines() if line != line.rstrip()] == []


def again(release: Release, folder: Path) -> object:
    data = folder.parent / "data"
    data.mkdir(exist_ok=True)
    release_toml(data, VERSION, "2026-11-26", PREVIOUS, DOI)
    return make_release(folder, data, release.read("csekg.nq"), ontology_dir(), lambda _step: None).new


def test_a_release_is_made_again_only_as_it_is(release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    shutil.copytree(release.folder, folder / VERSION)
    before = bytes_of(folder)
    assert again(release, folder) is False
    assert bytes_of(folder) == before
    (folder / VERSION / "tidy" / "acts.csv").write_bytes(b"act\n")
    (folder / VERSION / "more.txt").write_bytes(b"")
    with pytest.raises(CsekgError, match=r"is not what these facts give: more\.txt, tidy/acts"):
        again(release, folder)
    assert sorted(path.name for path in folder.iterdir()) == [VERSION]


@pytest.mark.long
def test_a_killed_command_leaves_nothing_half(release: Release, tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from csekg.releases.build import make_release
from csekg.resources import ontology_dir

Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
content = Path({str(release.folder / "csekg.nq")!r}).read_bytes()
data = Path({str(tmp_path)!r})
make_release(Path({str(tmp_path / "out")!r}), data, content, ontology_dir(), lambda _step: None)
"""
    release_toml(tmp_path, VERSION, "2026-11-26", PREVIOUS, DOI)
    run = subprocess.run([sys.executable, "-c", code], env=environment(), check=False, timeout=120)
    assert run.returncode == -signal.SIGKILL
    (rest,) = (tmp_path / "out").iterdir()
    os.utime(rest, (0, 0))
    content = release.read("csekg.nq")
    made = make_release(tmp_path / "out", tmp_path, content, ontology_dir(), lambda _step: None)
    assert made.new
    assert bytes_of(made.release.folder) == bytes_of(release.folder)
    assert not rest.exists()


def test_a_source_newer_than_the_release_is_refused(release: Release, tmp_path: Path) -> None:
    release_toml(tmp_path, PREVIOUS, "2026-11-01", "")
    with pytest.raises(CsekgError, match="stands as of 2026-11-24, after the day of release"):
        make_release(tmp_path / "out", tmp_path, release.read("csekg.nq"), ontology_dir(), lambda _step: None)
    assert list((tmp_path / "out").iterdir()) == []


def test_tables_are_read_by_spreadsheets_and_programs(release: Release) -> None:
    for name in release.entries:
        if name.startswith("tidy/") and name.endswith(".csv"):
            text = release.read(name).decode("utf-8")
            header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
            assert len(set(header)) == len(header)
            assert {len(row) for row in rows} == {len(header)}
