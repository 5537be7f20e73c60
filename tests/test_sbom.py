"""`make sbom`: the locks and the bills of materials name the same packages."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

import csekg

ROOT = Path(__file__).resolve().parents[1]


def made(folder: Path) -> dict[str, Any]:
    subprocess.run(["make", "--silent", "sbom", f"SBOM={folder}"], cwd=ROOT, check=True)
    return {file.name: json.loads(file.read_bytes()) for file in folder.iterdir()}


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return made(tmp_path_factory.mktemp("sbom"))


def versions(bill: dict[str, Any]) -> set[tuple[str, str]]:
    return {(part["name"], part["version"]) for part in bill["components"]}


def test_each_pin_of_the_runtime_lock_is_listed_with_its_hashes(bills: dict[str, Any]) -> None:
    bill = bills["csekg.cdx.json"]
    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == ("CycloneDX", csekg.__version__)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==([^ ;]+)", lock, re.MULTILINE)
    assert versions(bill) == set(pins)
    hashes = {
        one["content"]
        for part in bill["components"]
        for reference in part["externalReferences"]
        for one in reference["hashes"]
    }
    assert hashes == set(re.findall(r"--hash=sha256:(\w+)", lock))


def test_each_package_of_the_bundle_is_listed(bills: dict[str, Any]) -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_bytes())
    packages = {
        (path.rpartition("node_modules/")[2], entry["version"]) for path, entry in lock["packages"].items() if path
    }
    assert len(packages) > 30
    assert versions(bills["csekg-web.cdx.json"]) == packages


def test_the_same_locks_give_the_same_bills(bills: dict[str, Any], tmp_path: Path) -> None:
    assert made(tmp_path) == bills
