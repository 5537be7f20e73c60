"""How fast the service makes its pages, once it has made each of them."""

from __future__ import annotations

import http.client
import statistics
import time
from urllib.parse import urlsplit

from tests.browser.pages import PAGES

#: A reader does not notice a wait of a twentieth of a second.
NOTICED = 0.05


def test_pages_come_within_50_milliseconds(address: str) -> None:
    # One connection, hence one server process: each has a cache of its own.
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    seconds = []
    for attempt in range(11):
        for path in PAGES:
            started = time.perf_counter()
            connection.request("GET", path, headers={"Accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, path
            if attempt:
                seconds.append(time.perf_counter() - started)
    connection.close()
    assert statistics.quantiles(seconds, n=20)[-1] < NOTICED
