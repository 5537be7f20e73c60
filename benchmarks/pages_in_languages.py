"""What a page costs in French and in Arabic beside the same page in English.

The bar of the project is that it costs the same. The pages are some of the sitemap and the answers
of the forms; each is asked for once in each language, so that none is remembered.
"""

from __future__ import annotations

import os

from benchmarks import peers
from benchmarks.first_visits import FORMS, sitemap, wait_for_preparation
from benchmarks.load import Ask, fire, get
from benchmarks.timing import line

_LANGUAGES = ("en", "fr", "ar")
#: One page in so many of the sitemap.
_EVERY = 12


def run() -> None:
    print(f"Pages in languages, load {os.getloadavg()[0]:.1f} before (bar: as in English)")
    spent: dict[str, float] = {}
    with peers.csekg() as ours:
        pages = [*sitemap(ours)[::_EVERY], *FORMS]
        wait_for_preparation(ours)
        for language in _LANGUAGES:
            root = "" if language == "en" else f"/{language}"
            asks = [Ask(root + path, get(root + path, "text/html", "gzip")) for path in pages]
            before = ours.processor_seconds()
            done = fire(ours.port, asks, 1, 300)
            spent[language] = (ours.processor_seconds() - before) / len(pages)
            if done.failures:
                print(f"  failures: {done.failures[:5]}")
    line("pages in each language", len(pages), "")
    for language, seconds in spent.items():
        line(f"processor time for a page, {language}", seconds * 1000, "ms")
        line(f"that of English times, {language}", seconds / spent["en"], "")
