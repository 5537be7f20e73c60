"""One State: its treaties, what the resolution asks of it, its region, its sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg import namespaces as ns
from csekg.answers.common.groups import groups_by_key
from csekg.answers.common.references import SourceRef, by_name, concept_refs
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.entities.actors import ActorDetail, actor, places
from csekg.answers.practice.assessments import assessors
from csekg.answers.practice.promises import promises
from csekg.answers.practice.recommendations import asked_to_join, recommendations
from csekg.answers.quality.discrepancies import discrepancies
from csekg.answers.status.acts import territorial_acts
from csekg.answers.status.coverage import DeclarationList, declaration_lists
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.status.events import Event, events
from csekg.answers.status.matrix import GroupComparison, group_comparison
from csekg.answers.status.status_answers import Standing, standings_of_actor
from csekg.answers.texts.affected_texts import AnnotatedDeclaration, annotated, objections, without_repeated_objections
from csekg.answers.texts.resolution_requests import requests, requests_to
from csekg.errors import UnknownNameError
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Column, Facet, Table
from csekg_api.indexes import findings_about
from csekg_api.site.choices import Choices, FormChoices, bases, statuses
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.sheets import acts_sheet, statements_sheet, territories_sheet
from csekg_api.site.shared.standing_table import as_of_column, consent_kind, how, statements_column, why
from csekg_api.site.shared.table_view import several, table_response
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import root_path
from csekg_api.web.words import _, in_english, pgettext

#: Kinds of group with which a State is compared: its colleagues in the UN, and its neighbours.
_COMPARED = ("un-regional-group", "m49-subregion")


@remembered_in_order
def _table(store: QueryEngine) -> Table[Standing]:
    choices = Choices(store)
    return Table(
        columns=(
            Column("treaty", pgettext("column", "Treaty"), lambda row: row.treaty.name),
            Column("basis", _("In the resolution"), lambda row: choices.bases[row.legal_basis].name),
            Column("status", pgettext("under a treaty", "Status"), lambda row: row.status_label),
            Column("signed", pgettext("column", "Signed"), lambda row: row.signed_on, "day"),
            Column("consented", pgettext("column", "Consent"), lambda row: row.consented_on, "day"),
            Column("consent", _("Kind of consent"), lambda row: consent_kind(choices, row), shown=False),
            Column(
                "in-force",
                pgettext("column", "In force"),
                lambda row: row.entry_into_force_stated or row.entry_into_force_computed,
                "day",
            ),
            Column("how", pgettext("column", "Note"), lambda row: row.arithmetic or row.reason),
            Column("since", _("Status since"), lambda row: row.held_since or row.since, "day", shown=False),
            Column("reason", pgettext("column", "Reason"), why, shown=False),
            replace(statements_column(), shown=False),
            as_of_column(),
        ),
        facets=(
            Facet("status", pgettext("under a treaty", "Status"), lambda row: (row.status,), statuses(choices)),
            Facet("basis", _("In the resolution"), lambda row: (row.legal_basis,), bases(choices)),
        ),
        part="basis",
        anchor=lambda row: f"under-{row.treaty.key}",
    )


router = page_router(several=lambda store: several(_table(store)))


@router.get("/states/{key}")
def state(store: ServedStore, choices: FormChoices, request: Request, key: str) -> Response:
    try:
        detail = actor(store, key)
    except UnknownNameError as error:
        if (place := places(store).get(key.upper())) and place.is_territory:
            return RedirectResponse(f"{root_path(request)}/places/{place.ref.key}", 308)
        raise ProblemError(404, str(error)) from error
    if detail.key != key:
        return RedirectResponse(f"{root_path(request)}/states/{detail.key}", 308)
    last = _last_day(detail)
    rows = standings_of_actor(store, detail.key, last)
    listed = table_response(
        request,
        _table(store),
        rows,
        f"{detail.key}-treaties",
        _("{state} and the treaties", state=detail.name),
        further=lambda: (
            acts_sheet(events(store, actor=detail.key)),
            statements_sheet(store, declarations(store, actor=detail.key)),
            territories_sheet(territorial_acts(store, actor=detail.key)),
        ),
    )
    if isinstance(listed, Response):
        return listed
    declared = declarations(store, actor=detail.key)
    territorial = territorial_acts(store, actor=detail.key)
    sources = _sources([*rows, *declared, *territorial])
    same = _same_reason(rows)
    return page(
        request,
        "state.html",
        actor=detail,
        document=detail.id.partition("/id/")[2],
        rows=rows,
        list=listed,
        by_status=_by_status(rows),
        same_reason=same,
        last_day=last,
        asks=None if last else requests_to(detail.member_of, rows, requests(store)),
        promised=promises(store, detail.key) if assessors(store) and not last else None,
        answers=answer_names(store),
        asked=asked_to_join(store, state=detail.key),
        recommended=recommendations(store, state=detail.key),
        regions=_regions(detail, store),
        declarations=declared,
        remarks=by_kind(annotated(store, declared)),
        # Objections of which no source tells to which of its statements they are.
        objected=annotated(store, objections(store).get(detail.id, ())),
        statement_lists=_lists(store, declared),
        territorial=territorial,
        findings=findings_about(store, detail.id),
        differences=discrepancies(store, state=detail.key),
        timeline=_timeline(events(store, actor=detail.key)),
        sources=sources,
        reserved=Counter(
            each.treaty.name for each in declared if each.kind == "reservation" and each.may_limit
        ).most_common(),
        as_of=_as_of(rows, last),
        terms=choices.terms,
        how=(lambda _: "") if same else how,
    )


def _last_day(detail: ActorDetail) -> date | None:
    """Return the last day of a former State, on which its page shows it; None for any other."""
    until = detail.existence[-1].exists_until if detail.existence else None
    return until - timedelta(days=1) if until else None


def _by_status(rows: Iterable[Standing]) -> dict[str, list[Standing]]:
    by_basis: dict[str, list[Standing]] = {}
    for row in rows:
        by_basis.setdefault(row.status, []).append(row)
    return by_basis


def _same_reason(rows: Sequence[Standing]) -> str:
    """Return the reason that is the same under all treaties, which is said once; '' without one."""
    reasons = {str(row.reason) for row in rows}
    return rows[0].reason if len(rows) > 1 and len(reasons) == 1 else ""


def _as_of(rows: Sequence[Standing], last: date | None) -> tuple[date, date] | None:
    """Return the oldest and the newest day that the rows speak of, None without rows."""
    days = [last or row.as_of for row in rows]
    return (min(days), max(days)) if days else None


def _regions(detail: ActorDetail, store: QueryEngine) -> list[GroupComparison]:
    kinds = {key: group.group_kind for key, group in groups_by_key(store).items()}
    own = {kinds[group.key]: group.key for group in detail.member_of}
    return [group_comparison(store, own[kind]) for kind in _COMPARED if kind in own]


def _lists(store: QueryEngine, declared: Iterable[Declaration]) -> list[DeclarationList]:
    """Return how far each kind of statement of which the State made one is listed."""
    made = {(statement.treaty.key, statement.kind) for statement in declared}
    return [extent for extent in declaration_lists(store) if (extent.treaty.key, extent.kind) in made]


def _timeline(happened: Iterable[Event]) -> list[Event]:
    """Return the acts, and the changes of status on days without an act under the same treaty."""
    listed = list(happened)
    acts = {(e.treaty.key, e.date) for e in listed if e.what != "status-change"}
    return [e for e in listed if e.what != "status-change" or (e.treaty.key, e.date) not in acts]


def _sources(answers: Iterable[object]) -> list[SourceRef]:
    """Return every source of these answers once, by title."""
    named = {source.key: source for row in answers for source in row.sources}  # type: ignore[attr-defined]
    return sorted(named.values(), key=by_name)


#: The kinds of declaration in the order of pages, with their headings; others follow by name.
_KINDS = {
    "reservation": later("Reservations"),
    "interpretative-declaration": later("Interpretative declarations"),
    "binding-age-declaration": later("Declarations of a minimum age"),
    "declaration": later("Declarations"),
    "territorial-declaration": later("Declarations about territories"),
    "declaration-modification": later("Changes of declarations"),
    "reservation-withdrawal": later("Withdrawals of reservations"),
    "objection": later("Objections"),
    "communication": later("Communications"),
    "authority-designation": later("Authorities named"),
    "statement": later("Statements of which no text has been read"),
}


def by_kind(statements: Iterable[AnnotatedDeclaration]) -> list[tuple[str, list[AnnotatedDeclaration]]]:
    """Return the heading of each kind with its declarations, reservations first.

    An objection stands beside the declaration that it is directed at where that one is listed, and
    else among the objections.
    """
    groups: dict[str, list[AnnotatedDeclaration]] = defaultdict(list)
    for statement in without_repeated_objections(statements):
        groups[statement.statement.kind].append(statement)
    order = [*_KINDS, *sorted(groups.keys() - _KINDS.keys())]
    return [(_heading(kind), groups[kind]) for kind in order if kind in groups]


def _heading(kind: str) -> str:
    if kind in _KINDS:
        return _(_KINDS[kind])
    return in_english(f"{kind.replace('-', ' ').capitalize()}s")


@remembered
def answer_names(store: QueryEngine) -> Mapping[str, str]:
    """Return the name of each kind of answer of an assessor by its code, as `not-applicable`."""
    scheme = ns.thing("vocab", "assessed-answer").value + "/"
    return MappingProxyType(
        {
            iri.removeprefix(scheme): concept.name
            for iri, concept in concept_refs(store).items()
            if iri.startswith(scheme)
        }
    )
