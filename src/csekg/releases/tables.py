"""The tables of a release: typed answers as CSV, one thing a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import get_args

from csekg.answers.common.base import Answer
from csekg.answers.common.csv_tables import to_csv
from csekg.answers.common.groups import Group, groups
from csekg.answers.common.kinds import What
from csekg.answers.common.references import treaties
from csekg.answers.entities.actors import Actor, actors
from csekg.answers.practice.assessments import PracticeAssessment, assessments
from csekg.answers.quality.corrections import Discrepancy, discrepancies
from csekg.answers.quality.dataset import Source, sources
from csekg.answers.status.acts import TerritorialAct, territorial_acts
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.status.events import Event, events
from csekg.answers.status.status_answers import Standing, standings_of_treaty
from csekg.answers.texts.correspondences import Correspondence, correspondences
from csekg.answers.texts.instruments import Instrument, instruments
from csekg.answers.texts.provisions import Provision, provisions
from csekg.answers.texts.resolution import Citation, Paragraph, citations, paragraphs
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row is, the model of its rows, and the rows."""

    name: str
    description: str
    model: type[Answer]
    rows: Sequence[Answer]

    def csv(self) -> bytes:
        """Return the table as CSV; the file is `tables/<name>.csv`."""
        return to_csv(self.model, self.rows)


class StoreTables:
    """The tables of a dataset that is in a store, as those of a release are read."""

    def __init__(self, store: QueryEngine) -> None:
        """Make all tables."""
        self._tables = {table.name: table for table in tables(store)}

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a table, cells by column."""
        text = self._tables[table].csv().decode("utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))


def tables(store: QueryEngine) -> Iterator[Table]:
    """Yield the tables of a dataset."""
    acts: list[What] = [what for what in get_args(What) if what != "status-change"]
    standings = [row for key in treaties(store) for row in standings_of_treaty(store, key)[1]]
    standings.sort(key=lambda row: (row.actor.key, row.treaty.key))
    yield Table("acts", "an act of a State under a treaty", Event, events(store, what=acts))
    yield Table(
        "participations",
        "a State under a treaty, on the as-of date of the treaty: status and acts",
        Standing, standings,
    )  # fmt: skip
    yield Table(
        "status-changes", "a change of the status of a State under a treaty", Event,
        events(store, what="status-change"),
    )  # fmt: skip
    yield Table(
        "declarations", "a reservation, declaration, objection or communication", Declaration,
        sorted(declarations(store), key=attrgetter("id")),
    )  # fmt: skip
    yield Table(
        "territorial-acts", "an act that extends a treaty to a territory or excludes one",
        TerritorialAct, sorted(territorial_acts(store), key=attrgetter("id")),
    )  # fmt: skip
    yield Table(
        "instruments", "a treaty, with its parties and as-of date, or another instrument",
        Instrument, instruments(store),
    )  # fmt: skip
    yield Table(
        "provisions", "an article of a treaty, or a part of one", Provision,
        [row for each in instruments(store) for row in provisions(store, each.key)],
    )  # fmt: skip
    yield Table("paragraphs", "a paragraph of the resolution", Paragraph, paragraphs(store))
    yield Table("citations", "a citation in the resolution", Citation, citations(store))
    yield Table(
        "correspondences", "that a paragraph and a provision correspond", Correspondence,
        correspondences(store),
    )  # fmt: skip
    yield Table(
        "assessments", "what an assessor states about a State, a territory or an area",
        PracticeAssessment, assessments(store),
    )  # fmt: skip
    yield Table("actors", "a State, former State or organization", Actor, actors(store))
    yield Table("groups", "a group of States", Group, groups(store))
    yield Table("sources", "a source, with the day on which it stands", Source, sources(store))
    yield Table(
        "differences", "a fact on which two sources differ", Discrepancy, discrepancies(store)
    )
