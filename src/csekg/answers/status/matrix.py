"""Every State under every treaty on a day, as one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from pydantic import Field, create_model
from pyoxigraph import Literal

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, BeyondData, Iri, day
from csekg.answers.common.known import (
    SourceRef,
    TreatyInfo,
    actor_refs,
    by_legal_basis,
    list_sources,
    treaties,
)
from csekg.errors import TooEarlyError, UnknownNameError
from csekg.namespaces import XSD
from csekg.sparql.store import QueryEngine


class Cell(Answer):
    """The status of one actor under one treaty."""

    id: Iri = Field(description="IRI of the span of time during which the status holds")
    status: str
    since: date
    as_of: date = Field(description="day on which the data about the treaty stand")


class Row(Answer):
    """One actor under all treaties."""

    id: Iri
    key: str
    name: str
    cells: dict[str, Cell] = Field(description="by the key of the treaty")


class Column(Answer):
    """A treaty of the matrix."""

    id: Iri
    key: str
    short_title: str
    on: date = Field(description="the day that the cells speak of")
    as_of: date
    beyond_data: BeyondData
    complete: bool = Field(description="whether a complete list of parties has been read")
    legal_basis: str
    sources: tuple[SourceRef, ...]


_CELLS = """
SELECT ?interval ?treaty ?actor ?status ?since WHERE {
  %s
  ?participation a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor ;
                 cse:interval ?interval .
  ?interval cse:from ?since .
  FILTER(?since <= ?on)
  OPTIONAL { ?interval cse:until ?until }
  FILTER(!BOUND(?until) || ?until > ?on)
  ?interval cse:status ?status .
}
"""


def matrix(
    store: QueryEngine,
    on: date | None = None,
    *,
    keys: Collection[str] = (),
    members: Collection[str] | None = None,
) -> tuple[list[Column], list[Row]]:
    """Return the treaties, those that the resolution urges first, and a row for each actor by name.

    Without a day each cell speaks of the as-of date of its treaty. `keys` are the treaties to tell
    of, all where there are none; `members` the IRIs of the actors. Treaties adopted after the day
    are left out. Raises UnknownNameError for an unknown treaty, and TooEarlyError where no treaty
    is left.
    """
    known = treaties(store)
    for key in keys:
        if key not in known:
            raise UnknownNameError("treaty", key, known)
    infos = sorted((known[key] for key in keys or known), key=by_legal_basis)
    blocks = [f"VALUES ?treaty {{ {' '.join(str(ns.instrument(i.key)) for i in infos)} }}"]
    if on:
        blocks.append(f"VALUES ?on {{ {Literal(on.isoformat(), datatype=XSD.date)} }}")
    else:
        blocks.append("?treaty cse:statusAsOf ?on .")
    cells: dict[str, dict[str, Cell]] = defaultdict(dict)
    for interval, treaty, actor, status, since in store.values(_CELLS % " ".join(blocks)):
        key = treaty.rpartition("/")[2]
        begun = day(since)
        assert begun is not None
        cells[actor][key] = Cell.model_construct(
            id=interval, status=status.rpartition("/")[2], since=begun, as_of=known[key].as_of
        )
    if not cells:
        raise TooEarlyError(f"no status is known on {on}: none of these treaties was adopted")
    told = {key for row in cells.values() for key in row}
    rows = [
        Row(id=iri, key=actor.key, name=actor.name, cells=cells[iri])
        for iri, actor in actor_refs(store).items()
        if iri in cells and (members is None or iri in members)
    ]
    columns = _columns(store, [info for info in infos if info.key in told], on)
    return columns, sorted(rows, key=lambda row: row.name)


def _columns(store: QueryEngine, infos: Sequence[TreatyInfo], on: date | None) -> list[Column]:
    sources = list_sources(store)
    return [
        Column(
            id=info.id, key=info.key, short_title=info.short_title,
            on=on or info.as_of, as_of=info.as_of, beyond_data=info.is_before(on),
            complete=info.complete, legal_basis=info.legal_basis,
            sources=sources[info.id],
        )
        for info in infos
    ]  # fmt: skip


def as_table(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[type[Answer], list[Answer]]:
    """Return the matrix with one column for each treaty, as a model and its rows.

    More columns tell for each treaty the day spoken of, the as-of date, whether that day is after
    the as-of date, and the sources.
    """
    names = ["id", "key", "name", *(column.key for column in columns), "on", "as_of",
             "beyond_data", "sources"]  # fmt: skip
    fields: dict[str, Any] = dict.fromkeys(names, (str, ...))
    model = create_model("MatrixLine", __base__=Answer, **fields)
    told = {
        "on": "; ".join(f"{column.key} {column.on}" for column in columns),
        "as_of": "; ".join(f"{column.key} {column.as_of}" for column in columns),
        "beyond_data": "; ".join(f"{c.key} {str(c.beyond_data).lower()}" for c in columns),
        "sources": "; ".join(
            f"{column.key} {' '.join(source.key for source in column.sources)}"
            for column in columns
        ),
    }
    lines = [
        model(
            **{"id": row.id, "key": row.key, "name": row.name, **told},
            **{c.key: row.cells[c.key].status if c.key in row.cells else "" for c in columns},
        )
        for row in rows
    ]
    return model, lines
