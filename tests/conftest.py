"""What all tests share: the real dataset, built once from the fact files of this checkout."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

from csekg.dataset.assemble import build
from csekg.releases.folder import Release
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.remote import RemoteStore
from tests.csekg.sparql.remote.servers import Server, oxigraph
from tests.csekg.sparql.remote.servers import opened as opened_server
from tests.processes import made_once, make_folder, remove_folder
from tests.releases import one_release, opened
from tests.slow import LONG, SLOW, is_long, rank
from tests.small_facts import small_data

_HERE = Path(__file__).parent
#: A test that takes longer is slow.
SECONDS = 3
#: A test may take so long that has to build two datasets first, also on a busy machine.
MAKING = 400
#: Folders whose files share what is started for them: a browser, Oxigraph's server and Virtuoso.
_TOGETHER = ("tests/browser", "tests/csekg/sparql/remote")
_unmarked: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run share; look for garbage less often.

    A process of this run holds gigabytes that stay: looking through them took a quarter of its time.
    """
    gc.set_threshold(100_000, 50, 100)
    if not hasattr(config, "workerinput"):
        make_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove that folder: it holds datasets of 140 MB."""
    if not hasattr(config, "workerinput"):
        remove_folder()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not import for `make check` and `make test` what they leave out."""
    if not collection_path.is_relative_to(_HERE):
        return None
    # A folder that is left out as a whole: its conftest.py imports what takes long, too.
    file = collection_path.relative_to(_HERE).as_posix() + "/" * collection_path.is_dir()
    without = {"not slow": rank(file) is not None, "not long": is_long(file)}
    return without.get(config.option.markexpr) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes long, and begin with it: last, it would run beside an idle processor.

    Of the others one file begins that asks for the dataset, and those that do not ask for it run while it is built.
    """
    ranks = {}
    asking = {item.path: None for item in items if "dataset" in getattr(item, "fixturenames", ())}
    first = next(iter(asking), None)
    for item in items:
        if "release" in getattr(item, "fixturenames", ()):
            # The first of these tests makes a release.
            item.add_marker(pytest.mark.timeout(MAKING))
        file = item.path.relative_to(_HERE).as_posix()
        place = rank(file)
        ranks[item] = len(LONG) + len(SLOW) if place is None else place
        if place is not None:
            item.add_marker(pytest.mark.slow)
        if is_long(file):
            item.add_marker(pytest.mark.long)
    items.sort(key=lambda item: (ranks[item], item.path != first, item.path in asking))


def pytest_collection_finish() -> None:
    """Let the garbage collector leave out what lasts to the end of the run: modules and thousands of tests."""
    gc.freeze()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note what takes long without being marked."""
    if report.duration > SECONDS and "slow" not in report.keywords:
        _unmarked.append(f"{report.duration:5.1f} s  {report.nodeid} ({report.when})")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what should perhaps be marked: another time the machine may be less busy."""
    if _unmarked:
        terminalreporter.section(f"longer than {SECONDS} s and not listed in tests/slow.py")
        for line in sorted(_unmarked, reverse=True):
            terminalreporter.write_line(line)


class ByFileOrFolder(LoadFileScheduling):  # type: ignore[misc]
    """The tests of a file run in one process, and those of some folders in one all together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = file.rpartition("/")[0]
        return folder if folder in _TOGETHER else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileOrFolder | None:
    """Share one service and one browser, and the servers of others, among the files that use them."""
    return ByFileOrFolder(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def dataset() -> bytes:
    """The dataset as N-Quads; of several processes that run tests one builds it for all."""
    return made_once("dataset.nq", lambda file: _build(data_dir(), file)).read_bytes()


@pytest.fixture(scope="session")
def small_facts() -> Path:
    """The small facts, to be read or copied."""
    return made_once("small-facts", small_data) / "data"


@pytest.fixture(scope="session")
def small_dataset(small_facts: Path) -> bytes:
    """The dataset of the small facts as N-Quads, for tests to which any dataset will do."""
    return made_once("small.nq", lambda file: _build(small_facts, file)).read_bytes()


def _build(data: Path, file: Path) -> None:
    file.write_bytes(build(data, ontology_dir(), lambda _step: None))


@pytest.fixture(scope="session")
def store(dataset: bytes) -> Store:
    """The query engine over the dataset; read-only, so that all tests can share it."""
    return Store(dataset)


@pytest.fixture(scope="session")
def small_store(small_dataset: bytes) -> Store:
    """The same over the dataset of the small facts."""
    return Store(small_dataset)


@pytest.fixture(scope="session")
def dataset_graphs(dataset: bytes) -> ox.Store:
    """The dataset in a plain Oxigraph store: named graphs only, the default graph empty."""
    graphs = ox.Store()
    graphs.bulk_load(dataset, ox.RdfFormat.N_QUADS)
    return graphs


@pytest.fixture(scope="session")
def release() -> Release:
    """A release of the small facts, made once for all processes."""
    return opened(made_once("one-release", one_release))


@pytest.fixture(scope="session")
def small_server(tmp_path_factory: pytest.TempPathFactory, small_dataset: bytes) -> Iterator[Server]:
    """Oxigraph's own server with the dataset of the small facts."""
    with oxigraph(tmp_path_factory.mktemp("small-oxigraph"), small_dataset) as server:
        yield server


@pytest.fixture(scope="session")
def small_remote(small_server: Server) -> Iterator[RemoteStore]:
    """A store over that server."""
    with opened_server(small_server) as store:
        yield store
