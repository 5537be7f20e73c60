"""When a party must report to a treaty body, by the treaty's own clause; not whether it did."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, Ref, Words, code
from csekg.answers.common.references import article, treaties
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.answers.status.intervals import StatusInterval, status_intervals
from csekg.languages.messages import _, as_sentence, sentences
from csekg.law.entry_into_force import EntryIntoForceError, Wait
from csekg.sparql.store import QueryEngine
from csekg.wording.sums import addition, length

_CLAUSES = """
SELECT ?treaty ?kind ?value ?number ?parent WHERE {
  VALUES ?kind { "first-report" "later-reports" "reports-with" }
  ?clause cse:clauseKind ?kind ; cse:clauseOf ?treaty ; rdf:value ?value .
  FILTER(LANG(?value) IN ("en", ""))
  OPTIONAL { ?clause cse:statedIn ?provision . ?provision cse:number ?number }
  OPTIONAL { ?treaty cse:supplements ?parent }
}
"""


@dataclass(frozen=True, slots=True)
class ReportingRule:
    """The clause on reports of one treaty, in the article with this number.

    `first` counts from the entry into force for the State, `later` from the day on which the first
    report is due. Parties to the treaty with the key `within` report later within its reports.
    """

    number: str
    first: Wait
    later: Wait | None
    within: str


@remembered
def reporting_rules(store: QueryEngine) -> Mapping[str, ReportingRule]:
    """Return the clauses on reports of parties, by the key of the treaty."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for treaty, kind, *rest in values(store, _CLAUSES):
        found.setdefault(code(treaty), {})[kind] = tuple(rest)
    return {
        key: ReportingRule(
            number=kinds["first-report"][1],
            first=Wait.parse(kinds["first-report"][0]),
            later=Wait.parse(kinds["later-reports"][0]) if "later-reports" in kinds else None,
            within=code(kinds["reports-with"][2]) if "reports-with" in kinds else "",
        )
        for key, kinds in sorted(found.items())
        if "first-report" in kinds
    }


class ReportDue(Answer):
    """When a State that is bound by a treaty must report on it."""

    treaty: Ref
    actor: Ref
    article: Words = Field(description="the clause, as `article 44`")
    bound_since: date
    first_on: date = Field(description="last day for the first report")
    next_on: date | None = Field(
        description="the next day by the treaty's own interval, not before the day asked about; null where later "
        "reports are part of those under another treaty. The treaty body may have set another day"
    )
    arithmetic: Words = Field(description="how the days follow, in words; whether a report was sent is not known here")
    as_of: date


def reports_due(
    store: QueryEngine, on: date, actors: Collection[str] | None = None, until: date = date.max
) -> Iterator[ReportDue]:
    """Yield the reports that parties, or those with these keys, owe under the treaties that bind them on a day.

    Those whose next day is after `until` are left out, and States whose day of entry into force is
    not known.
    """
    rules, infos = reporting_rules(store), treaties(store)
    asked = [infos[key].id for key in rules]
    spans = status_intervals(store, on, treaties=asked, status="party") if asked else []
    bound = {(span.treaty.key, span.actor.key) for span in spans}
    for span in spans:
        rule = rules[span.treaty.key]
        if not span.day_known or (actors is not None and span.actor.key not in actors):
            continue
        within = infos[rule.within].ref if (rule.within, span.actor.key) in bound else None
        due = rule.first.ends(span.held_since or span.since)
        first, times = due, 0
        # Whoever asks about the last days of the calendar is told of no report after it.
        with suppress(EntryIntoForceError):
            while rule.later and not within and due < on:
                times += 1
                due = Wait(rule.later.days * times, rule.later.months * times).ends(first)
        if due <= until:
            yield _report(span, rule, due if due >= on else None, times, within)


def _report(span: StatusInterval, rule: ReportingRule, due: date | None, times: int, within: Ref | None) -> ReportDue:
    since, said = span.held_since or span.since, ""
    first = rule.first.ends(since)
    if within:
        said = _("After that, within its reports under the {treaty}.", treaty=within.name)
    elif rule.later:
        said = _("After that, every {length}.", length=length(rule.later))
        if due and times:
            whole = Wait(rule.later.days * times, rule.later.months * times)
            said = sentences(said, as_sentence(addition(whole, first)))
    return ReportDue(
        treaty=span.treaty.ref,
        actor=span.actor,
        article=article(rule.number),
        bound_since=since,
        first_on=first,
        next_on=due,
        arithmetic=sentences(as_sentence(addition(rule.first, since)), said),
        as_of=span.treaty.as_of,
    )
