"""Installs as a stranger does: with build isolation, into an empty environment, run elsewhere.

Nothing is borrowed from the environment of the tests: pip builds in an environment of its own from
what `build-system.requires` names, and fetches what `dependencies` names.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = Path("api/csekg_api/static/built")
OFFLINE = Path(__file__).with_name("offline.py")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def interpreters() -> dict[str, Path]:
    """The Pythons of this machine among those that the project names, one of each version."""
    named = " ".join(PROJECT["classifiers"])
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = {}
    for version in re.findall(r"Python :: (3\.\d+)", named):
        folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep)]
        candidates = [Path(sys.executable), *(folder / f"python{version}" for folder in folders)]
        candidates += pyenv.glob(f"{version}.*/bin/python{version}")
        for python in candidates:
            if python.is_file() and _is(version, python):
                found[version] = python
                break
    return found


def _is(version: str, python: Path) -> bool:
    # A name on the path may be a mere pointer to a Python that is not there, or lack ensurepip.
    probe = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    said = subprocess.run([python, "-c", probe], capture_output=True, text=True, check=False)
    return said.stdout.strip() == version


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    """Return what a command printed, run without the variables of this environment's Python."""
    clean = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "CSEKG", "VIRTUAL"))
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean | variables, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a clone holds, with the bundled pages as `make assets` leaves them there."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    listed = run("git", "ls-files", "-co", "--exclude-standard", "-z", cwd=ROOT).split("\0")
    folder = tmp_path_factory.mktemp("clone") / "csekg"
    for name in listed:
        # A file may be removed and not yet committed.
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    assert (ROOT / BUNDLED / "site.js").is_file(), "run make assets"
    shutil.copytree(ROOT / BUNDLED, folder / BUNDLED)
    return folder


@pytest.fixture(scope="module")
def sdist(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sdist")
    # Without --no-isolation: `build` makes an environment from build-system.requires.
    run(sys.executable, "-m", "build", "--sdist", "--outdir", out, clone, cwd=out)
    [file] = out.iterdir()
    return file


@pytest.fixture(scope="module")
def wheels(clone: Path, sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel of the clone and that of the sdist, each built by pip with isolation."""
    made: dict[str, Path] = {}
    pip = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir")
    for kind, source in (("clone", clone), ("sdist", sdist)):
        out = tmp_path_factory.mktemp(kind)
        run(*pip, out, source, cwd=out)
        [made[kind]] = out.iterdir()
    return made


def test_clone_and_sdist_give_the_same_wheel_with_the_bundled_pages(
    wheels: dict[str, Path],
) -> None:
    of_clone, of_sdist = contents(wheels["clone"]), contents(wheels["sdist"])
    assert of_clone == of_sdist
    bundled = {path.name for path in (ROOT / BUNDLED).iterdir() if not path.name.startswith(".")}
    prefix = "csekg_api/static/built/"
    held = {name.removeprefix(prefix) for name in of_clone if name.startswith(prefix)}
    assert "site.js" in held
    assert bundled <= held


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((python, kind), id=f"python{version}-{kind}")
        for version, python in interpreters().items()
        # The two are equal, so that each need not be installed with every Python.
        for kind in ("clone" if python == Path(sys.executable) else "sdist",)
    ],
)
def command(
    request: pytest.FixtureRequest,
    wheels: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """`csekg`, installed by `pip install WHEEL` into an environment that was empty."""
    python, kind = request.param
    home = tmp_path_factory.mktemp("env")
    run(python, "-m", "venv", home, cwd=home)
    pip = (home / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
    # Compiling all that is installed takes longer than what is imported here.
    run(*pip, "install", "--quiet", "--no-compile", wheels[kind], cwd=home)
    run(*pip, "check", cwd=home)
    return home / "bin" / "csekg"


def elsewhere(folder: Path) -> dict[str, str]:
    """The variables of a user whose home and cache are empty."""
    return {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "COLUMNS": "160"}


def test_the_interpreter_of_the_tests_is_among_those_that_install() -> None:
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in interpreters()


def test_a_command_answers_from_another_folder(command: Path, tmp_path: Path) -> None:
    shown = run(command, "state", "Ireland", cwd=tmp_path, **elsewhere(tmp_path))
    assert re.search(r"opsc +OPSC +urged +signatory only +2000-09-07", shown)
    # The dataset in the wheel answers: none was built and kept.
    assert not (tmp_path / "cache").exists()


def network_namespace() -> list[str]:
    """The command that runs another without any network, where this machine allows one."""
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if not shutil.which("unshare"):
            break
        probe = subprocess.run([*command, "true"], capture_output=True, check=False)
        if probe.returncode == 0:
            return command
    pytest.skip("this machine allows no network namespace")


def test_the_service_runs_without_network(command: Path, tmp_path: Path) -> None:
    python = command.with_name("python")
    answers = json.loads(
        run(*network_namespace(), python, OFFLINE, command, cwd=tmp_path, **elsewhere(tmp_path))
    )
    assert answers["reaches out"] is False
    assert "Ireland" in answers["/states/IRL"]
    assert json.loads(answers["/healthz"])["status"] == "ok"
    assert "static/built/site.js" in answers["/"]
    assert answers["/static/built/site.js"] == (ROOT / BUNDLED / "site.js").read_text("utf-8")
