"""Which rows state the same act, for territorial acts and events: rows of one act share its IRI.

Rows of several sources state one act where treaty, actor, kind, territory and day agree. Where the
day differs, data/corrections.csv says that they do, and which day is followed. Of the days on which
an act takes effect, the one of the row marked `preferred` is followed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.errors import CsekgError
from csekg.facts.declarations import DECLARANT, Event
from csekg.facts.discrepancies import Discrepancy
from csekg.facts.statements import TERRITORIAL, Statement
from csekg.facts.tables import Row

#: Treaty, actor, kind and territory.
_Subject: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Report:
    """A row about a territorial act or an event."""

    row: Row
    subject: _Subject
    on: date | None
    effective_on: date | None
    source: str
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class Identities:
    """The IRIs of territorial acts and events.

    `disputed` has the IRI of the act that each discrepancy is about, and `followed` the day that we
    follow of each such act. `in_force` has the day on which an act takes effect, where the sources
    that state one agree or one of them is preferred.
    """

    by_row: Mapping[tuple[str, int], tuple[NamedNode, date | None]]
    disputed: Mapping[str, NamedNode]
    followed: Mapping[NamedNode, date]
    in_force: Mapping[NamedNode, date]

    def of(self, row: Row) -> NamedNode:
        """Return the IRI of the act that a row states."""
        return self.by_row[str(row.file), row.line][0]

    def day_of(self, row: Row) -> date | None:
        """Return the day that we follow of the act that a row states."""
        return self.by_row[str(row.file), row.line][1]


def identify(
    statements: Iterable[Statement], events: Iterable[Event], discrepancies: Iterable[Discrepancy]
) -> Identities:
    """Return the IRIs of the territorial acts and events.

    Of several rows of one source with the same treaty, actor, day, kind and territory, the second
    and later ones have their number in the IRI. Raises DataError for a discrepancy whose two rows
    do not exist and for an act with two preferred rows, and CsekgError where two sources date the
    extension to a territory differently and no discrepancy says so.
    """
    reports = [
        _Report(
            s.row,
            (s.treaty, s.actor, TERRITORIAL, s.territory),
            s.consent_on,
            s.in_force_on,
            s.source,
            "in_force" in s.preferred,
        )
        for s in statements
        if s.territory
    ]
    reports += [
        _Report(e.row, (e.treaty, e.actor, e.kind, e.territory), e.on, e.effective_on, e.source) for e in events
    ]
    disputes = [discrepancy for discrepancy in discrepancies if not discrepancy.act_key]
    by_subject: defaultdict[_Subject, list[_Report]] = defaultdict(list)
    for report in reports:
        by_subject[report.subject].append(report)
    days = _days(by_subject, disputes)
    by_row: dict[tuple[str, int], tuple[NamedNode, date | None]] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for report in reports:
        treaty, actor, kind, territory = report.subject
        on = days[report]
        path = [kind, *([territory] if territory else [])]
        node = ns.act(treaty, actor, on, *path)
        # Without a day, two sources need not speak of the same act.
        one = (node.value, report.source) if on or kind == DECLARANT else (node.value,)
        seen[one] += 1
        if (number := seen[one]) > 1:
            node = ns.act(treaty, actor, on, *path, str(number))
        by_row[str(report.row.file), report.row.line] = node, on
    disputed: dict[str, NamedNode] = {}
    followed: dict[NamedNode, date] = {}
    for dispute in disputes:
        report = _find(dispute, by_subject, dispute.chosen_source, dispute.chosen_value)
        node, _ = by_row[str(report.row.file), report.row.line]
        disputed[dispute.key] = node
        if report.on:
            followed[node] = report.on
    return Identities(by_row, disputed, followed, _in_force(reports, by_row))


def _in_force(
    reports: Iterable[_Report], by_row: Mapping[tuple[str, int], tuple[NamedNode, date | None]]
) -> Mapping[NamedNode, date]:
    """Return the day on which each act takes effect: the preferred one, else the only one stated."""
    by_act: defaultdict[NamedNode, list[_Report]] = defaultdict(list)
    for report in reports:
        if report.effective_on:
            by_act[by_row[str(report.row.file), report.row.line][0]].append(report)
    followed: dict[NamedNode, date] = {}
    for node, stating in by_act.items():
        preferred = [report for report in stating if report.is_preferred]
        if len(preferred) > 1:
            raise preferred[1].row.fail("the act has two rows preferred for in_force", preferred[1].source)
        days = {report.effective_on for report in preferred or stating if report.effective_on}
        if len(days) == 1:
            followed[node] = days.pop()
    return followed


def _days(
    by_subject: Mapping[_Subject, Sequence[_Report]], disputes: Iterable[Discrepancy]
) -> Mapping[_Report, date | None]:
    """Return the day that identifies the act of each report."""
    days = {report: report.on for reports in by_subject.values() for report in reports}
    for dispute in disputes:
        other = _find(dispute, by_subject, dispute.other_source, dispute.other_value)
        chosen = _find(dispute, by_subject, dispute.chosen_source, dispute.chosen_value)
        days[other] = chosen.on
    for (treaty, actor, kind, territory), reports in by_subject.items():
        if kind != TERRITORIAL or not territory:
            continue
        for report in reports:
            if report.on is None and report.effective_on:
                # The same extension takes effect on the same day.
                same = (days[r] for r in reports if r.on and r.effective_on == report.effective_on)
                days[report] = next(same, None)
        differing = {days[report] for report in reports if days[report]}
        if len(differing) > 1:
            rows = "; ".join(f"{report.on} by {report.source}" for report in reports)
            raise CsekgError(
                f"{treaty}, {actor}: sources differ on the day of the extension to {territory} "
                f"({rows}), and data/corrections.csv does not say which we follow and why"
            )
    return days


def _find(dispute: Discrepancy, by_subject: Mapping[_Subject, Sequence[_Report]], source: str, value: str) -> _Report:
    subject = dispute.treaty, dispute.actor, dispute.action, dispute.territory
    for report in by_subject.get(subject, []):
        if report.source == source and str(report.on or "") == value:
            return report
    raise dispute.row.fail(f"{source} does not state this {dispute.action}", value)
