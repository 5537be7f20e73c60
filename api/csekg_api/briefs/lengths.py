"""How many entries of its lists a brief names: the shorter ones are for two pages of print."""

from __future__ import annotations

from dataclasses import dataclass

from csekg_api.web.words import ngettext


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many of each list a document names at most; the others are counted.

    `asks` are requests that no treaty covers, `drafted` those with draft sentences, `detailed` treaties with their
    steps, `others` further treaties, `answered` paragraphs that bind the State already, `sources` those of the annex
    that the draft sentences do not rest on, `statements` those made for a territory.
    """

    asks: int = 7
    drafted: int = 2
    detailed: int = 2
    others: int = 10
    declarations: int = 4
    answered: int = 6
    findings: int = 8
    asked_to_join: int = 4
    sources: int = 100
    statements: int = 12


FULL = Lengths()
#: For print, where the full document takes more than two pages.
SHORTER = (
    Lengths(sources=8, statements=10),
    Lengths(others=6, declarations=3, answered=5, findings=5, asked_to_join=3, sources=4, statements=8),
    Lengths(asks=5, others=5, declarations=3, answered=4, findings=4, asked_to_join=2, sources=3, statements=6),
    Lengths(
        asks=4, drafted=1, others=4, declarations=2, answered=4, findings=3, asked_to_join=2, sources=3, statements=4
    ),
    Lengths(
        asks=3, drafted=1, others=3, declarations=2, answered=3, findings=2, asked_to_join=1, sources=2, statements=3
    ),
    Lengths(
        asks=3,
        drafted=1,
        detailed=1,
        others=3,
        declarations=2,
        answered=3,
        findings=2,
        asked_to_join=1,
        sources=1,
        statements=2,
    ),
)


def more_on_the_page(count: int) -> str:
    """Return how many more of a list the page of the State has, '' for none."""
    if count <= 0:
        return ""
    return ngettext("{number} more is on the page of the State.", "{number} more are on the page of the State.", count)
