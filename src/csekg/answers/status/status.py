"""The library's entrance to status over time: who is bound on a day, who is not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from csekg.answers.common.known import ORDER, TreatyInfo, find_actor, find_treaty
from csekg.answers.common.ordering import alphabetical
from csekg.answers.status.standing import Standing, standings_of_actor, standings_of_treaty
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The status of many actors under one treaty on one day."""

    treaty: TreatyInfo
    on: date
    rows: tuple[Standing, ...]

    def with_status(self, *statuses: str) -> list[Standing]:
        """Return the rows with one of these statuses."""
        return [row for row in self.rows if row.status in statuses]

    def counts(self) -> dict[str, int]:
        """Return how many actors have each status, in the order of `ORDER`, none left out."""
        return {status: len(self.with_status(status)) for status in ORDER}


def status(store: QueryEngine, treaty: str, on: date | None = None) -> StatusReport:
    """Return the status of every actor under a treaty on a day, sorted by the actor's name.

    `treaty` is a key such as `opsc`. Without a day it is the treaty's as-of date. Raises
    UnknownNameError for an unknown treaty, and TooEarlyError for a day before it was adopted.
    """
    report = _report(store, treaty, on)
    rows = sorted(report.rows, key=lambda row: alphabetical(row.actor.name))
    return StatusReport(report.treaty, report.on, tuple(rows))


def gaps(store: QueryEngine, treaty: str, on: date | None = None) -> StatusReport:
    """Return who is not bound by a treaty on a day, with the reasons, and who will be.

    The same as `status` without the parties, in the order of `ORDER`, then by name.
    `TreatyInfo.legal_basis` is the ground on which States may be asked to join. Raises the same
    errors.
    """
    report = _report(store, treaty, on)
    return StatusReport(report.treaty, report.on, tuple(report.with_status(*ORDER[1:])))


def state(store: QueryEngine, actor: str, on: date | None = None) -> list[Standing]:
    """Return the status of one actor under every treaty, those that the resolution urges first.

    Each is that on the day, or on the as-of date of its treaty; treaties adopted after the day are
    left out. `actor` is a key or a name in any known language; raises UnknownNameError where it is
    neither.
    """
    return standings_of_actor(store, find_actor(store, actor).key, on)


def _report(store: QueryEngine, treaty: str, on: date | None) -> StatusReport:
    summary, rows = standings_of_treaty(store, treaty, on)
    return StatusReport(find_treaty(store, treaty), summary.on, tuple(rows))
