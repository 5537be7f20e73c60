"""First visits: every page of the sitemap once, with some answers of the forms, one after another.

The bar is 50 ms of server time for 95 of 100; what all pages share was prepared by `csekg build`.
Each time is told beside the processor time of the whole service for all of them.
"""

from __future__ import annotations

import os
import re
import time
import urllib.request
from urllib.parse import urlsplit

from benchmarks import peers
from benchmarks.load import Ask, fire, get
from benchmarks.peers import Server
from benchmarks.timing import line

#: What the forms lead to, which no sitemap lists.
FORMS = (
    "/joined?group=m49-002&status=signatory",
    "/joined?status=not-bound",
    "/joined?status=signatory",
    "/joined?status=not-bound&treaty=opsc",
    "/joined?group=m49-150&status=party&on=2007-04-27",
    "/compare?state=FRA&state=DEU&state=KEN",
    "/compare?treaty=opsc&treaty=tip",
    "/states/IRL/brief",
    "/states/KEN/brief",
    "/states/USA/brief",
    "/joined?status=not-bound&treaty=cets201",
    "/joined?status=not-bound&treaty=opsc&group=m49-002",
    "/joined?view=table&group=m49-150",
    "/joined?view=table&on=2007-04-27",
    "/changes?from=2025-01-01",
    "/search?q=palermo",
    "/search?q=ireland+opsc",
    "/embed/treaties/opsc/map",
)
#: Seconds of processor time in a second in which the service does nothing, and so many of these seconds.
_IDLE, _IDLE_SECONDS = 0.1, 4
_SLOWEST = 30
#: Seconds that 95 of 100 pages may take.
_BAR = 0.05


def run() -> None:
    print(f"First visits to pages, load {os.getloadavg()[0]:.1f} before (bar: 95 % under 50 ms)")
    with peers.csekg() as ours:
        paths = [*sitemap(ours), *FORMS]
        wait_for_preparation(ours)
        before = ours.processor_seconds()
        done = fire(ours.port, (Ask(path, get(path, "text/html", "gzip")) for path in paths), 1, 300)
        spent = ours.processor_seconds() - before
    if done.failures:
        print(f"  failures: {done.failures[:5]}")
    each = sorted((seconds[0], path) for path, seconds in done.taken.items())
    line("pages", len(each), "")
    for share in (0.5, 0.95, 1.0):
        line(f"{share:.0%} within", each[max(0, round(share * len(each)) - 1)][0] * 1000, "ms")
    line(f"above {_BAR * 1000:.0f} ms", sum(seconds > _BAR for seconds, _ in each), "pages")
    line("processor time for a page", spent / len(each) * 1000, "ms")
    for seconds, path in each[: -_SLOWEST - 1 : -1]:
        line(path, seconds * 1000, "ms")


def wait_for_preparation(server: Server) -> None:
    """Wait until the service rests."""
    idle = 0
    while idle < _IDLE_SECONDS:
        spent = server.processor_seconds()
        time.sleep(1)
        idle = idle + 1 if server.processor_seconds() - spent < _IDLE else 0


def sitemap(server: Server) -> list[str]:
    site = f"http://127.0.0.1:{server.port}"
    with urllib.request.urlopen(f"{site}/sitemap-en.xml") as answer:
        found = re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())
    return [urlsplit(address).path or "/" for address in found]
