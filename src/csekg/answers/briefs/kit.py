"""How one State joins one treaty: all that is needed, and what it would newly ask of the State."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from csekg.answers.briefs.accession import (
    Candidate,
    JoiningRules,
    Step,
    accedes_first,
    after_signature,
    joining_rules,
    steps,
)
from csekg.answers.briefs.brief import NOT_TO_JOIN
from csekg.answers.briefs.newly_asked import NewlyAsked, newly_asked
from csekg.answers.briefs.requests import Drafts, drafts
from csekg.answers.common.base import Answer, Code, Ref, Words
from csekg.answers.common.reasons import rules_by_treaty
from csekg.answers.common.references import SourceRef, article, find_treaty
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.actors import actor
from csekg.answers.status.reports import reporting_rules
from csekg.answers.status.status_answers import Standing, standings_of_actor
from csekg.answers.texts.instruments import FinalClause, InstrumentDetail, instrument
from csekg.answers.texts.provisions import Provision, provisions
from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, current
from csekg.languages.days import spelled_in_full
from csekg.languages.messages import _
from csekg.languages.texts import is_english
from csekg.sparql.store import QueryEngine
from csekg.wording.sums import addition

#: Final clauses on what is lodged with the consent, by how their kinds begin.
_LODGED = ("deposit-contents", "contact-point", "reservations", "territorial-clause")


class Kit(Answer):
    """What a State needs to join a treaty."""

    state: Ref
    formal_name: Words | None = Field(description="null where none is known in the language")
    treaty: Ref
    title: Words = Field(description="full title of the treaty")
    adopted_on: date | None
    adopted_at: Words | None
    standing: Standing
    is_organization: bool
    instrument_kind: str = Field(description="by what it joins, as `accession`; of several the simplest")
    signs_first: bool = Field(description="whether it has to sign before it deposits this instrument")
    steps: tuple[Step, ...]
    represents: FinalClause | None = Field(description="who signs, by general treaty law")
    depositary: Words | None
    lodged: tuple[FinalClause, ...] = Field(description="what may or must be lodged with the consent")
    declarations: tuple[Provision, ...] = Field(description="provisions that ask for a declaration with the consent")
    printed_on: date
    counts_from: Code | None = Field(description="from what the time to the entry into force runs, as `deposit`")
    in_force_on: date | None = Field(description="day of entry into force for who consents on `printedOn`")
    effect: Words | None = Field(description="the sum that gives it")
    first_report: Words | None = Field(description="the sum that gives the day of the first report")
    reports_under: Words | None = Field(description="the clause on reports")
    newly: NewlyAsked
    drafts: Drafts
    sources: tuple[SourceRef, ...]


class NothingToJoinError(CsekgError):
    """A treaty binds the State already, or is not open to it."""


def kit(store: QueryEngine, state: str, treaty: str, on: date) -> Kit:
    """Return what a State needs to join a treaty, on a day.

    Raises UnknownNameError for an unknown key, and NothingToJoinError where the treaty binds the
    State or is not open to it.
    """
    about, info = actor(store, state), find_treaty(store, treaty)
    rows = standings_of_actor(store, about.key)
    row = next((row for row in rows if row.treaty.key == info.key), None)
    if row is None or row.status in NOT_TO_JOIN:
        why = row.reason if row else ""
        raise NothingToJoinError(
            _("{state} does not join the {treaty}: {why}", state=about.name, treaty=info.short_title, why=why)
        )
    rules, organization = joining_rules(store)[info.key], about.kind == "organization"
    of = Candidate(row, {each.treaty.key: each.status for each in rows}, organization)
    text, kind, way = _text(store, info.key), _instrument_kind(of, rules), steps(of, rules)
    bound = {each.treaty.id for each in rows if each.status == "party"}
    represents = "who-represents-organization" if organization else "who-represents"
    clauses = {clause.clause_kind: clause for clause in text.final_clauses}
    lodged = tuple(clause for kind, clause in clauses.items() if kind.startswith(_LODGED))
    rule, reporting = rules_by_treaty(store).get(info.id), reporting_rules(store).get(info.key)
    begins = rule.later.after(on) if rule and rules.in_force_on else None
    return Kit(
        state=Ref(id=about.id, key=about.key, name=about.name),
        formal_name=about.formal_name if current() == ENGLISH or not is_english(about.formal_name or "") else None,
        treaty=info.ref,
        title=info.title,
        adopted_on=text.adopted_on,
        adopted_at=text.adopted_at,
        standing=row,
        is_organization=organization,
        instrument_kind=kind,
        signs_first=kind != "accession" and any(step.kind == "sign" for step in way),
        steps=way,
        represents=clauses.get(represents),
        depositary=rules.depositary,
        lodged=lodged,
        declarations=_declarations(store, info.key, rules, organization),
        printed_on=on,
        counts_from=rules.rule.counts_from if rules.rule else None,
        in_force_on=begins,
        effect=addition(rule.later, on) if rule and begins else None,
        first_report=addition(reporting.first, begins) if reporting and begins else None,
        reports_under=article(reporting.number) if reporting else None,
        newly=newly_asked(store, info.key, bound),
        drafts=_drafts(row, text.name, kind),
        sources=row.sources,
    )


@remembered_in_order
def _text(store: QueryEngine, treaty: str) -> InstrumentDetail:
    return instrument(store, treaty)


def _instrument_kind(of: Candidate, rules: JoiningRules) -> str:
    if accedes_first(of, rules):
        return "accession"
    return next(iter(after_signature(of, rules)), "accession")


def _declarations(store: QueryEngine, treaty: str, rules: JoiningRules, is_organization: bool) -> tuple[Provision, ...]:
    due = {each.id for each in (*rules.declared, *(rules.competence if is_organization else ()))}
    return tuple(each for each in provisions(store, treaty) if each.id in due)


def _drafts(row: Standing, title: Words, kind: str) -> Drafts:
    if row.status == "signatory" and row.signed_on:
        return drafts("ratify-signed", title=title, day=spelled_in_full(row.signed_on))
    if row.invited_on:
        return drafts("invitation", title=title, day=spelled_in_full(row.invited_on))
    return drafts("join" if kind == "accession" else "ratify", title=title)
