"""What a release is made of: requirements, locks, the container."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def run(*command: str | Path, cwd: Path) -> str:
    """Return what the command printed; fail with everything it said where it did not succeed."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


# Run by a Python of its own: this one has imported more than the hook does.
_IMPORTED_BY_THE_HOOK = """
import sys
from importlib.metadata import packages_distributions
from hatch_build import DatasetHook
before = set(sys.modules)
hook = DatasetHook(sys.argv[1], {}, None, None, "", "wheel")
hook.initialize("standard", {"force_include": {}})
hook.finalize("standard", {}, "")
tops = {name.partition(".")[0] for name in set(sys.modules) - before}
known = packages_distributions()
names = {dist for top in tops if top != "csekg" for dist in known.get(top, ())}
print(*sorted(name.lower().replace("_", "-") for name in names))
"""


@pytest.mark.long
def test_what_the_build_imports_is_what_it_requires() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    required = {Requirement(text).name for text in project["build-system"]["requires"]}
    imported = set(run(sys.executable, "-c", _IMPORTED_BY_THE_HOOK, ROOT, cwd=ROOT).split())
    assert required - imported == {"hatchling"}
    brought = {
        canonicalize_name(Requirement(needed).name)
        for name in required & imported
        for needed in distribution(name).requires or ()
    }
    assert imported - required <= brought


def test_scripts_of_npm_packages_are_never_run() -> None:
    files = [ROOT / "Makefile", ROOT / "Containerfile", ROOT / ".ci" / "run"]
    files += [file for file in (ROOT / "tests").rglob("*.py") if file != Path(__file__)]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    uses = [line for line in lines if re.search(r'npm (ci|install)\b|\["(ci|install)"', line)]
    assert len(uses) >= 4
    assert [line for line in uses if "--ignore-scripts" not in line] == []


def lock_faults(text: str) -> list[str]:
    """Return what a lock must not have: an address, an open version, a pin without a hash."""
    # Comments count too: uv writes the index it used into one.
    address = re.compile(r"://| @ |^\s*-(?!-hash=)")
    faults = [f"address: {line}" for line in text.splitlines() if address.search(line)]
    for entry in lock_entries(text):
        pin = entry.split("\\")[0].strip()
        if not re.match(r"[a-z0-9.-]+==\S+", pin):
            faults.append(f"not pinned: {pin}")
        if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry):
            faults.append(f"no hash: {pin}")
    return faults


def lock_entries(text: str) -> list[str]:
    uncommented = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [entry for entry in re.split(r"\n(?=[A-Za-z0-9])", uncommented) if entry.strip()]


def pins(lock: str) -> list[Requirement]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [Requirement(entry.split("\\")[0].strip()) for entry in lock_entries(text)]


def test_the_container_is_given_what_the_wheel_is_made_of_and_bundles_the_rest_itself() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {path.partition("/")[0] for path in wheel["only-include"]}
    needed |= {"web", "hatch_build.py", "requirements.lock", project["project"]["readme"]}
    needed |= set(project["project"]["license-files"])
    ignored = set((ROOT / ".containerignore").read_text().splitlines())
    assert ignored.isdisjoint(needed)
    # What lies here is of another day.
    assert {artifact.removeprefix("/") for artifact in wheel["artifacts"]} <= ignored


def test_the_container_keeps_nothing_that_only_the_build_needs() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    # Each comment names the packages that need one: `# via a`, or `# via` and a line for each.
    blocks = re.findall(r"^([\w-]+)==.*\n(?:    --hash.*\n)+((?:    #.*\n)+)", lock, re.MULTILINE)
    needed_by = {name: set(re.sub(r"#|\bvia\b", "", comment).split("\n")) for name, comment in blocks}
    building = {name for name, who in needed_by.items() if {w.strip() for w in who} - {""} == {"hatchling"}}
    [removed] = re.findall(r"pip uninstall --yes (.*)", (ROOT / "Containerfile").read_text())
    assert building
    assert {"hatchling", *building} <= set(removed.split())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert len(lock_entries(text)) > 30
    assert lock_faults(text) == []


def test_the_locks_fit_the_project_and_each_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = [Requirement(text) for text in project["project"]["dependencies"]]
    runtime += [Requirement(text) for text in project["build-system"]["requires"]]
    # `make serve` installs what the service offers, with all extras.
    extras = project["project"]["optional-dependencies"]
    users = [extra for extra in extras if extra != "dev"]
    runtime += [Requirement(text) for extra in users for text in extras[extra]]
    dev = [Requirement(text) for text in project["project"]["optional-dependencies"]["dev"]] + runtime
    # The tests need what the extras of the project do.
    own = [each for each in dev if each.name == project["project"]["name"]]
    assert own
    dev = [each for each in dev if each not in own] + [
        Requirement(text) for each in own for extra in each.extras for text in extras[extra]
    ]
    for lock, wanted in zip(LOCKS, (runtime, dev), strict=True):
        locked = pins(lock)
        for requirement in wanted:
            versions = [
                next(iter(pin.specifier)).version
                for pin in locked
                if canonicalize_name(pin.name) == canonicalize_name(requirement.name)
            ]
            assert versions, f"{requirement.name} is not in {lock}: run make lock"
            assert all(version in requirement.specifier for version in versions), requirement
    assert {str(pin.specifier) + pin.name for pin in pins(LOCKS[0])} <= {
        str(pin.specifier) + pin.name for pin in pins(LOCKS[1])
    }
