"""What an answer rests on: its sources, the days on which they stand, the release of the data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, Words
from csekg.answers.common.references import SourceRef, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.quality.dataset import stated_release
from csekg.releases.citation_formats import cite
from csekg.sparql.store import QueryEngine


class Basis(Answer):
    """What an answer rests on."""

    as_of: date | None = Field(
        description="day on which the data stand, the earliest of several; what happened after it may be missing"
    )
    as_of_latest: date | None = Field(description="the latest of these days")
    sources: tuple[SourceRef, ...] = Field(description="the sources of what is said here")
    note: Words | None = Field(description="what else must be known about the sources")
    release: str | None = Field(description="release of the data")
    cite: str | None = Field(description="how to cite the data")


def basis(
    store: QueryEngine, days: Iterable[date], sources: Iterable[SourceRef] = (), note: str | None = None
) -> Basis:
    """Return what an answer rests on; `days` are the as-of days of the data that it speaks of."""
    ordered = sorted(set(days))
    each_once = {source.key: source for source in sources}
    return Basis(
        as_of=ordered[0] if ordered else None,
        as_of_latest=ordered[-1] if ordered else None,
        sources=tuple(each_once[key] for key in sorted(each_once)),
        note=note,
        release=stated_release(store).version,
        cite=_citation(store),
    )


def basis_of_all(store: QueryEngine) -> Basis:
    """Return what an answer rests on that may tell of anything in the dataset."""
    return basis(
        store,
        (info.as_of for info in treaties(store).values()),
        note="Any source of the dataset may stand behind a row; the days are those of the lists of "
        "parties. The named graph of a triple names its source: GRAPH ?g { ... } and "
        "?source cse:hasGraph ?g. The tool sources lists all of them.",
    )


@remembered_in_order
def _citation(store: QueryEngine) -> str | None:
    found = cite(store, "dataset/csekg")
    return found.text() if found else None
