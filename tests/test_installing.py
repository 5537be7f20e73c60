"""What the wheel holds, and how a stranger installs it: into an empty environment, run elsewhere.

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

import csekg
from csekg.dataset.cache import CHECKSUMS, N_QUADS, STATISTICS, dataset_name

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = Path("api/csekg_api/static/built")
OFFLINE = Path(__file__).with_name("offline.py")
PACKAGES = {"csekg": "src/csekg", "csekg_api": "api/csekg_api"}
SHARED = ("ontology", "data", "queries")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

#: What `python -m venv` leaves in an environment.
_OF_EVERY_ENVIRONMENT = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils-")

pytestmark = pytest.mark.timeout(600)


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
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "CSEKG", "VIRTUAL"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean | variables, capture_output=True, text=True, check=False
    )
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


def test_clone_and_sdist_give_the_same_wheel_with_the_bundled_pages(wheels: dict[str, Path]) -> None:
    of_clone, of_sdist = contents(wheels["clone"]), contents(wheels["sdist"])
    assert of_clone == of_sdist
    bundled = {path.name for path in (ROOT / BUNDLED).iterdir() if not path.name.startswith(".")}
    prefix = "csekg_api/static/built/"
    held = {name.removeprefix(prefix) for name in of_clone if name.startswith(prefix)}
    assert "site.js" in held
    assert bundled <= held


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_both_packages_and_what_they_read(clone: Path, wheels: dict[str, Path]) -> None:
    names = set(contents(wheels["clone"]))
    expected = {f"{package}/{name}" for package, folder in PACKAGES.items() for name in files_below(clone / folder)} | {
        f"csekg/_share/{part}/{name}" for part in SHARED for name in files_below(clone / part)
    }
    expected |= {f"csekg/_share/{dataset_name()}/{name}" for name in (N_QUADS, STATISTICS, CHECKSUMS)}
    assert names - {name for name in names if ".dist-info/" in name} == expected
    assert {
        "csekg/py.typed",
        "csekg_api/py.typed",
        "csekg_api/__init__.py",
        "csekg/_share/ontology/csekg.ttl",
        "csekg/_share/data/sources.csv",
    } <= names
    assert any(re.fullmatch(r"csekg/_share/queries/[^/]+\.rq", name) for name in names)
    assert {Path(name).name for name in names if "/licenses/" in name} == {"LICENSE", "LICENSE-DATA.md"}


def machine_paths(text: bytes, paths: tuple[Path, ...]) -> list[str]:
    """Return which of these folders of this machine the text names."""
    return [
        str(path) for path in paths if re.search(rb"(?<![\w.])" + re.escape(str(path).encode()) + rb"(?![\w-])", text)
    ]


def test_the_wheel_holds_no_tests_and_no_path_of_this_machine(clone: Path, wheels: dict[str, Path]) -> None:
    here = (clone, ROOT, Path.home(), Path(sys.prefix))
    for name, text in contents(wheels["clone"]).items():
        assert not re.search(r"(^|/)(tests?|conftest\.py)(/|$)", name)
        assert machine_paths(text, here) == [], name


def test_every_place_names_the_same_version(wheels: dict[str, Path]) -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d[^\]]*)\] - (\S+)$", changelog, re.MULTILINE)
    assert newest
    version, released = newest.groups()
    assert version == csekg.__version__
    assert re.findall(r"^version: (.*)$", citation, re.MULTILINE) == [version]
    assert re.findall(r"^date-released: (.*)$", citation, re.MULTILINE) == [released]
    metadata = contents(wheels["clone"])[f"csekg-{version}.dist-info/METADATA"].decode()
    assert re.findall(r"^Version: (.*)$", metadata, re.MULTILINE) == [version]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((python, kind), id=f"python{version}-{kind}")
        for version, python in interpreters().items()
        # The two are equal, so that each need not be installed with every Python.
        for kind in ("clone" if python == Path(sys.executable) else "sdist",)
    ],
)
def command(request: pytest.FixtureRequest, wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`csekg`, installed by `pip install WHEEL` into an environment that was empty."""
    python, kind = request.param
    home = tmp_path_factory.mktemp("env")
    run(python, "-m", "venv", home, cwd=home)
    pip = (home / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
    # Compiling all that is installed takes longer than what is imported here.
    run(*pip, "install", "--quiet", "--no-compile", wheels[kind], cwd=home)
    run(*pip, "check", cwd=home)
    return home / "bin" / "csekg"


def test_the_base_with_all_that_it_needs_takes_less_than_250_mb(command: Path) -> None:
    python = command.with_name("python")
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(python, "-c", code, cwd=command.parent).strip())
    # What an empty environment has is not of the installation; pip compiles unless told not to.
    run(python, "-m", "compileall", "-q", packages, cwd=command.parent)
    ours = [path for path in packages.iterdir() if not path.name.startswith(_OF_EVERY_ENVIRONMENT)]
    files = [file for path in ours for file in (path.rglob("*") if path.is_dir() else [path])]
    # As `du` counts: whole blocks of the disk.
    size = sum(file.stat().st_blocks * 512 for file in files if file.is_file())
    assert 100 < size / 1_000_000 < 250 * 1.048576


@pytest.mark.parametrize(("words", "extra"), [(["mcp"], "mcp"), (["release", "releases"], "tables")])
def test_a_command_without_its_extra_says_what_to_install(
    command: Path, tmp_path: Path, words: list[str], extra: str
) -> None:
    done = subprocess.run(
        [command, *words],
        cwd=tmp_path,
        env={**os.environ, **elsewhere(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert f"pip install 'csekg[{extra}]'" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def elsewhere(folder: Path) -> dict[str, str]:
    """The variables of a user whose home and cache are empty."""
    return {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "COLUMNS": "160"}


def test_a_command_answers_from_another_folder(command: Path, tmp_path: Path) -> None:
    shown = run(command, "state", "Ireland", cwd=tmp_path, **elsewhere(tmp_path))
    assert re.search(r"opsc +OPSC +urged +signatory +2000-09-07", shown)
    # The dataset in the wheel was unpacked: building one would have left no findings.
    [kept] = (place for place in (tmp_path / "cache" / "csekg").iterdir() if place.is_dir())
    assert {file.name for file in kept.iterdir()} == {N_QUADS, STATISTICS, CHECKSUMS, "store"}


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
    answers = json.loads(run(*network_namespace(), python, OFFLINE, command, cwd=tmp_path, **elsewhere(tmp_path)))
    assert answers["reaches out"] is False
    assert "Ireland" in answers["/states/IRL"]
    assert json.loads(answers["/healthz"])["status"] == "ok"
    assert "static/built/site.js" in answers["/"]
    # Of the extras nothing is installed, and the page of a brief leads to none of its files.
    assert "Ireland" in answers["/states/IRL/brief"]
    assert "brief.pdf" not in answers["/states/IRL/brief"]
    assert answers["/static/built/site.js"] == (ROOT / BUNDLED / "site.js").read_text("utf-8")
