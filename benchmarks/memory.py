"""Memory of the service: of all its processes together, each shared page counted once.

Proportional set size (proc_pid_smaps(5), Pss) divides each page by the processes that share it, so
that the sum over the processes is what they take of the machine.
"""

from __future__ import annotations

import random
import re
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import peers
from benchmarks.load import Ask, fire, get, post_query
from benchmarks.peers import Server
from benchmarks.timing import line
from csekg.sparql.saved_queries import saved_queries

_CONNECTIONS = 4
#: Pages asked for, and times that each saved query is asked, its text new each time.
_PAGES, _ROUNDS = 110, 3
#: Seconds after which all work has ended.
_QUIET = 5.0


def run() -> None:
    print("Memory of all processes of the service together, MiB (bars: 400 after the pages, 900 and 500)")
    with peers.csekg() as ours:
        _line(ours, "at the start")
        # Made once for each version, in a worker that takes 0.5 GiB for a minute; a page may ask for them at any time.
        with urllib.request.urlopen(f"http://127.0.0.1:{ours.port}/api/v1/downloads/csekg.ttl", timeout=600) as files:
            while files.read(1 << 20):
                pass
        fire(ours.port, _pages(ours), _CONNECTIONS)
        _line(ours, f"after {_PAGES} pages")
        fire(ours.port, _queries(ours), _CONNECTIONS)
        _line(ours, f"right after the saved queries, {_ROUNDS} times each")
        time.sleep(_QUIET)
        _line(ours, f"{_QUIET:g} seconds later")


def _line(server: Server, when: str) -> None:
    line(when, proportional(server.pid), "MiB")


def _pages(server: Server) -> Iterator[Ask]:
    site = f"http://127.0.0.1:{server.port}"
    with urllib.request.urlopen(f"{site}/sitemap-en.xml") as answer:
        found = re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())
    paths = sorted(urlsplit(address).path for address in found)
    for path in random.Random(162).sample(paths, _PAGES):
        yield Ask(path, get(path, "text/html"))


def _queries(server: Server) -> Iterator[Ask]:
    asked = [*saved_queries().values()] * _ROUNDS
    random.Random(162).shuffle(asked)
    for number, query in enumerate(asked):
        yield Ask(query.name, post_query(server.endpoint, f"{query.text}\n# {number}"))


def proportional(pid: int) -> float:
    """Return the proportional set size of a process and its descendants, in MiB."""
    total = 0
    for member in family(pid):
        # A process may end meanwhile.
        with suppress(OSError):
            sizes = Path(f"/proc/{member}/smaps_rollup").read_text(encoding="ascii")
            total += sum(map(int, re.findall(r"^Pss: +(\d+) kB$", sizes, flags=re.MULTILINE)))
    return total / 1024


def open_files(pid: int) -> list[str]:
    """Return what the descriptors of a process and its descendants name, as in `/proc/PID/fd`."""
    names = []
    for member in family(pid):
        with suppress(OSError):
            for descriptor in Path(f"/proc/{member}/fd").iterdir():
                with suppress(OSError):
                    names.append(str(descriptor.readlink()))
    return names


def deleted(names: Iterable[str]) -> int:
    """Return how many of these are files that have been deleted; shared memory is no file."""
    return sum(name.endswith(" (deleted)") and not name.startswith("/memfd:") for name in names)


def family(pid: int) -> Iterator[int]:
    """Yield a process and its descendants."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from family(int(child))
