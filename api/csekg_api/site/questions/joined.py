"""Who has joined: which States have which status under which treaties, when, as a list or as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Annotated, TypeAlias, get_args

from fastapi import Depends, Query, Request
from fastapi.responses import Response

from csekg.answers.common.groups import groups
from csekg.answers.common.names import status_headings
from csekg.answers.common.references import ABSENT, ORDER, Status
from csekg.answers.entities.actors import actors
from csekg.answers.status.question_answers import Case, ask
from csekg.answers.status.questions import Asked, PeriodError, Question, sparql_of
from csekg.errors import UnknownNameError
from csekg.languages.days import spelled
from csekg.languages.forms import colon, semicolon
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Column, Table
from csekg_api.site.choices import (
    NAME_OR_DAY_ERRORS,
    FormChoices,
    Several,
    actor_keys,
    api_links,
    canonical_redirect,
    chosen_day,
    pairs,
    refused,
    with_query,
)
from csekg_api.site.page import page, page_router
from csekg_api.site.questions.joined_table import VIEW, joined_table, table_address
from csekg_api.site.shared.standing_table import as_of_column
from csekg_api.site.shared.table_view import COLUMNS, table_response
from csekg_api.site.shared.world_map import Marked, WorldMap, world_map
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _, ngettext, pgettext

#: What most people ask; the vocabulary's headings name the other statuses.
ASKED_MOST = (
    ("not-bound", later("are not bound")),
    ("signatory", later("signed and did not ratify")),
    ("party", later("are bound")),
)
_OTHERS = tuple(code for code in ORDER if code not in dict(ASKED_MOST))
#: So many cases stand on a page.
_ROWS = 250
#: The parts of an answer about one treaty: first those whom an advocate can most easily win.
_PARTS = tuple(dict.fromkeys(("signatory", "no-action", "no-act-read", *ORDER, ABSENT)))


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of the form, as they are sent; `on`, `first` and `last` are days."""

    state: Sequence[str]
    group: Sequence[str]
    treaty: Sequence[str]
    status: Sequence[str]
    on: str
    first: str
    last: str
    period: str

    def completed(self, first_treaty: str) -> Fields:
        """Return the fields as the page takes them: without a status who is not bound, without any under one treaty."""
        treaty = self.treaty if self.chosen else (first_treaty,)
        return replace(self, treaty=treaty, status=self.status or ("not-bound",))

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The fields that are filled, as the address of the page has them."""
        days = (("on", self.on), ("from", self.first), ("until", self.last))
        return [
            *pairs("group", self.group),
            *pairs("state", self.state),
            *pairs("treaty", self.treaty),
            *pairs("status", self.status),
            *(day for day in days if day[1]),
            *([("period", self.period)] if self.period == "began" else []),
        ]

    @property
    def fault(self) -> str | None:
        """What is wrong with the text of a day, None if nothing is."""
        return next((day.fault for day in map(chosen_day, (self.on, self.first, self.last)) if day.fault), None)

    def question(self) -> Question:
        """Return what is asked; raises PeriodError and UnknownNameError."""
        return Question(
            states=tuple(self.state),
            groups=tuple(self.group),
            treaties=tuple(self.treaty),
            statuses=_known(self.status),
            on=chosen_day(self.on).day,
            first=chosen_day(self.first).day,
            last=chosen_day(self.last).day,
            began=self.period == "began",
        )


async def _fields(
    state: Several = (),
    group: Several = (),
    treaty: Several = (),
    status: Several = (),
    on: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="until")] = "",
    period: str = "",
) -> Fields:
    return Fields(state, group, treaty, status, on, first, last, period)


#: The fields of the form, for a route.
AskedFields: TypeAlias = Annotated[Fields, Depends(_fields)]

router = page_router(several=("state", "treaty", "group", "status", COLUMNS))


@router.get("/joined")
def joined_page(
    store: ServedStore,
    choices: FormChoices,
    request: Request,
    fields: AskedFields,
    page_number: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
    view: str = "",
    q: str = "",
) -> Response:
    if choices.newest is None or choices.first_treaty is None:
        return page(request, "no_treaties.html", status=404, title=_("Who has joined"))
    if (shorter := canonical_redirect(request)) is not None:
        return shorter
    fault, code = fields.fault, 400
    shown: dict[str, object] = {"summary": None, "map": None}
    chosen: list[tuple[str, str]] = []
    try:
        fields = replace(fields, state=actor_keys(store, fields.state))
        if view == VIEW:
            return joined_table(store, choices, request, fields.question(), fields.chosen, q)
        fields = fields.completed(choices.first_treaty)
        chosen = fields.chosen
        if not fault:
            answer = _shown(store, request, fields.question(), chosen, page_number)
            if isinstance(answer, Response):
                return answer
            shown = answer
    except PeriodError as error:
        fault = str(error)
    except NAME_OR_DAY_ERRORS as error:
        fault, code = refused(error)
    # The form of this page and its addresses keep their name of the last day.
    of_api = [("to" if name == "until" else name, value) for name, value in chosen]
    return page(
        request,
        "joined.html",
        status=code if fault else 200,
        spoken_of=fields.state,
        actors=actors(store),
        chosen={"state": fields.state, "group": fields.group, "treaty": fields.treaty, "status": fields.status},
        statuses=[
            *((code, _(words)) for code, words in ASKED_MOST),
            *((code, choices.headings[code]) for code in _OTHERS),
        ],
        chosen_names=_names(store, fields.group, fields.state),
        on=fields.on,
        first=fields.first,
        last=fields.last,
        period=fields.period,
        fault=fault,
        other=partial(_other, chosen),
        table=table_address(chosen),
        **api_links("/api/v1/ask", of_api),
        **shown,
    )


def _other(chosen: Sequence[tuple[str, str]], name: str, value: str) -> str:
    """Return the address of the same question with one field changed."""
    return with_query("/joined", [*(pair for pair in chosen if pair[0] != name), (name, value)])


def _shown(
    store: QueryEngine, request: Request, question: Question, chosen: Sequence[tuple[str, str]], number: int
) -> dict[str, object] | Response:
    summary, cases = ask(store, question)
    in_parts = len(summary.treaties) == 1
    if in_parts:
        cases.sort(key=lambda case: _PARTS.index(case.status))
    listed = table_response(request, _table(question, cases), cases, "joined", summary.sentence)
    if isinstance(listed, Response):
        return listed
    part = listed.page(number, _ROWS)
    text = sparql_of(store, question, summary.sentence)
    return {
        "summary": summary,
        "list": listed,
        "part": part,
        "groups": _groups(store, part.rows) if in_parts and not listed.sort else [(None, part.rows)],
        "map": answer_map(store, question, cases) if cases else None,
        "counts": counts(cases),
        "picture": with_query("", chosen),
        "sparql": with_query("/query", [("query", text)]),
    }


def _groups(store: QueryEngine, cases: Sequence[Case]) -> list[tuple[str | None, tuple[Case, ...]]]:
    """Return the cases of one treaty by status, each with its heading where there are several."""
    headings = status_headings(store)
    found = [(status, tuple(its_cases)) for status, its_cases in groupby(cases, key=lambda case: case.status)]
    return [(headings.get(status) if len(found) > 1 else None, its_cases) for status, its_cases in found]


def _names(store: QueryEngine, chosen: Sequence[str], states: Sequence[str]) -> list[str]:
    """Return the names of the groups and States that a form gives; unknown ones have none."""
    names = {group.key: group.name for group in groups(store)}
    names |= {actor.key: actor.name for actor in actors(store)}
    return [names[key] for key in (*chosen, *states) if key in names]


def _table(question: Question, cases: Sequence[Case]) -> Table[Case]:
    """Return the columns: the status where it differs, its end where a period is asked about."""
    several, in_parts = len({case.status for case in cases}) > 1, len({case.treaty.id for case in cases}) == 1
    period = bool(question.first or question.last)
    counted_to = {case.counted_to for case in cases}
    one_day = spelled(min(counted_to)) if len(counted_to) == 1 else ""
    return Table(
        columns=(
            Column("state", pgettext("column", "State"), lambda row: row.actor.name),
            Column("treaty", pgettext("column", "Treaty"), lambda row: row.treaty.name, shown=not in_parts),
            Column(
                "status",
                pgettext("under a treaty", "Status"),
                lambda row: row.status_label,
                shown=several and not in_parts,
            ),
            Column("since", pgettext("column", "Since"), lambda row: row.held_since or row.since, "day"),
            Column("until", pgettext("day", "Until"), lambda row: row.until, "day", shown=period),
            Column(
                "years",
                _("Full years on {day}", day=one_day) if one_day else _("Full years"),
                lambda row: row.years,
                "integer",
            ),
            Column("counted-to", _("Years counted to"), lambda row: row.counted_to, "day", shown=not one_day),
            Column("why", pgettext("column", "Why"), lambda row: row.acts or row.reason),
            as_of_column(),
        )
    )


def _known(statuses: Sequence[str]) -> tuple[Asked, ...]:
    """Return the statuses that a form gives; raises UnknownNameError."""
    by_code: dict[str, Asked] = {code: code for code in (*get_args(Status), "not-bound")}
    for code in statuses:
        if code not in by_code:
            raise UnknownNameError("status", code, by_code)
    return tuple(by_code[code] for code in statuses)


def answer_map(store: QueryEngine, question: Question, cases: Sequence[Case]) -> WorldMap | None:
    """Return the map of an answer: each State with its cases in words, in the first of its statuses by `ORDER`."""
    ranks: dict[str, int] = {code: rank for rank, code in enumerate((*ORDER, ABSENT))}
    cells = []
    for _actor, group in groupby(cases, key=lambda case: case.actor.id):
        its_cases = list(group)
        first = min(its_cases, key=lambda case: ranks[case.status])
        names = [case.treaty.name for case in its_cases if case.status == first.status]
        if (more := len(names) - 6) > 0:
            names = [*names[:6], ngettext("{number} more", "{number} more", more)]
        words = first.status_label + colon() + joined(semicolon(), names)
        cells.append(Marked(first.actor, first.status, words))
    return world_map(store, cells, fitted=bool(question.groups or question.states), partial=True)


def counts(cases: Sequence[Case]) -> dict[str, int]:
    """Return the number of cases by status, in the order of lists."""
    every = [case.status for case in cases]
    return {status: every.count(status) for status in (*ORDER, ABSENT) if status in every}
