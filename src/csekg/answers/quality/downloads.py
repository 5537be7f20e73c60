"""The files in which the dataset can be had."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, Words
from csekg.sparql.store import QueryEngine


class Download(Answer):
    """A file of the dataset."""

    file: str = Field(description="name below `/api/v1/downloads/`")
    media_type: str
    contents: Words = Field(description="what it holds")
    bytes: int = Field(description="size")
    sha256: str = Field(description="SHA-256 of the bytes, hexadecimal")
    triples: int | None = Field(description="triples, or quads where sources are kept apart; null "
                                "for a table")  # fmt: skip
    graph: str | None = Field(description="IRI of the named graph, if the file holds only one")
    as_of: date | None = Field(
        description="day on which the newest source of the dataset stands, or that of the graph"
    )
    url: str = Field(description="address of the file")


_DAYS = """
SELECT ?graph ?as_of WHERE { ?graph a sd:NamedGraph ; cse:statusAsOf ?as_of }
"""
_NEWEST = "SELECT (MAX(?as_of) AS ?newest) WHERE { ?source a cse:Source ; cse:statusAsOf ?as_of }"


def as_of_days(store: QueryEngine) -> dict[str | None, date | None]:
    """Return the as-of date of each source's graph by its IRI; under None the newest of all."""
    days: dict[str | None, date | None] = {
        graph: date.fromisoformat(as_of) for graph, as_of in store.values(_DAYS)
    }
    newest = store.values(_NEWEST)
    days[None] = date.fromisoformat(newest[0][0]) if newest and newest[0][0] else None
    return days
