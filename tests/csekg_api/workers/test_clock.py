"""The clock of the machine jumps a year forward and back: the service goes on as before."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.csekg_api.service import Service, eventually, serving

SMALL = Path(__file__).parents[1] / "small.trig"
#: Of the Debian package `faketime`: it gives the programs that load it another time.
LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
YEAR = 365 * 86_400
_LISTS = " ".join(f"VALUES ?v{n} {{ 1 2 3 4 5 6 7 8 }}" for n in range(30))
#: Counts for ever.
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {_LISTS} }}"
#: The seconds it may take: more than a jump needs to be seen on a machine that is busy.
LIMIT = 15


class Clocked(NamedTuple):
    """A service, and the file that says how far its clock is from that of the machine."""

    service: Service
    file: Path

    def jump(self, seconds: int) -> None:
        """Set the distance; returns once the service has seen it."""
        self.file.write_text(f"{seconds:+d}", encoding="ascii")
        assert eventually(lambda: abs(self.distance() - seconds) < 60)

    def distance(self) -> float:
        """The seconds by which the clock of the service is ahead."""
        date = self.service.request("GET", "/healthz").headers["date"]
        return parsedate_to_datetime(date).timestamp() - time.time()


@pytest.fixture(scope="module")
def clocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clocked]:
    if LIBRARY is None:
        pytest.skip("not installed: faketime")
    file = tmp_path_factory.mktemp("clock") / "distance"
    file.write_text("+0", encoding="ascii")
    # A jump changes the clock of the day alone; the one that counts seconds goes on.
    variables = {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_CACHE_DURATION": "1",
        "CSEKG_QUERY_TIMEOUT": str(LIMIT),
    }
    with serving("--dataset", str(SMALL), variables=variables) as service:
        yield Clocked(service, file)


@pytest.mark.parametrize("seconds", [YEAR, -YEAR])
def test_what_is_under_way_is_not_touched(clocked: Clocked, seconds: int) -> None:
    service = clocked.service
    clocked.jump(0)
    with closing(HTTPConnection("127.0.0.1", service.port, timeout=60)) as kept:
        kept.request("GET", "/healthz")
        assert kept.getresponse().read()
        with ThreadPoolExecutor(1) as thread:
            began = time.monotonic()
            endless = thread.submit(service.ask, ENDLESS)
            clocked.jump(seconds)
            assert not endless.done(), "the clock jumped too late: the query had ended"
            # A connection that was open is still there.
            kept.request("GET", "/healthz")
            assert kept.getresponse().status == 200
            assert endless.result().status == 504
            assert time.monotonic() - began > LIMIT - 0.5


@pytest.mark.parametrize("seconds", [YEAR, -YEAR, 0])
def test_what_comes_later_is_answered(clocked: Clocked, seconds: int) -> None:
    clocked.jump(seconds)
    service = clocked.service
    # More queries than there are workers.
    for number in range(10):
        assert service.ask(f"SELECT ({number} AS ?n) {{}}").status == 200
    assert eventually(lambda: service.request("GET", "/readyz").status == 200)
    assert service.request("GET", "/sparql?query=ASK%7B%7D").status == 200
    assert service.request("GET", "/nothing").status == 404
