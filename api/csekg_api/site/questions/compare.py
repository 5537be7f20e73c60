"""States side by side under every treaty, and treaties side by side over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.groups import memberships
from csekg.answers.common.references import actor_refs, find_treaty
from csekg.answers.status import comparisons
from csekg.answers.status.declarations import declarations
from csekg.sparql.store import QueryEngine
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
from csekg_api.site.shared.chart import chart
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.words import _

router = page_router(several=("state", "group", "treaty"))


@router.get("/compare")
def compare(
    store: ServedStore,
    choices: FormChoices,
    request: Request,
    state: Several = (),
    group: Several = (),
    treaty: Several = (),
    on: str = "",
    only: str = "",
) -> Response:
    if choices.newest is None:
        return page(request, "no_treaties.html", status=404, title=_("Compare"))
    if (shorter := canonical_redirect(request)) is not None:
        return shorter
    day = chosen_day(on)
    fault, status = day.fault, 400
    shown: dict[str, object] = {"states": None, "treaties": None, "own_groups": ()}
    try:
        state = actor_keys(store, state)
        if (state or group) and treaty:
            fault = _("Compare States or treaties: one of the two at a time.")
        elif not fault and (state or group):
            shown |= {"own_groups": _own_groups(store, state)}
            shown |= _states(store, state, group, on)
        elif not fault and treaty:
            shown |= _treaties(store, treaty, on)
    except comparisons.TooFewOrManyError as error:
        # One State or one treaty is the beginning of a choice, as links to this page make it.
        one = len(state) + len(group) + len(treaty) == 1
        fault = None if one else str(error)
    except NAME_OR_DAY_ERRORS as error:
        fault, status = refused(error)
    return page(
        request,
        "compare.html",
        status=status if fault else 200,
        chosen={"state": state, "group": group, "treaty": treaty},
        most_states=comparisons.MOST_STATES,
        most_treaties=comparisons.MOST_TREATIES,
        on=on,
        only=only,
        fault=fault,
        **shown,
    )


def _own_groups(store: QueryEngine, states: Sequence[str]) -> list[tuple[str, str]]:
    """Return key and name of the groups of the first State, with which it can be compared."""
    by_key = {ref.key: iri for iri, ref in actor_refs(store).items()}
    iri = by_key.get(states[0]) if states else None
    return [(group.key, group.name) for group in memberships(store).get(iri or "", ())]


def _states(store: QueryEngine, states: Sequence[str], groups: Sequence[str], on: str) -> dict[str, object]:
    summary, rows = comparisons.compare_states(store, states, beside=groups, on=chosen_day(on).day)
    keys = [ref.key for ref in summary.states]
    statements = declarations(store, actor=keys)
    by_treaty: dict[str, list[object]] = {}
    for row in rows:
        by_treaty.setdefault(row.treaty.key, []).append(row)
    kinds: dict[tuple[str, str], Counter[str]] = {}
    for statement in statements:
        kinds.setdefault((statement.treaty.key, statement.actor.key), Counter())[statement.kind] += 1
    chosen = [*pairs("state", keys), *pairs("group", [g.key for g in summary.groups])]
    chosen += pairs("on", [on] if on else [])
    return {
        "states": summary,
        "rows": list(by_treaty.values()),
        "shares": {(share.treaty.key, share.group.key): share for share in summary.shares},
        "kinds": kinds,
        "statements": statements,
        "address": with_query("/compare", chosen),
        "only_address": with_query("/compare", [*chosen, ("only", "differences")]),
        **api_links("/api/v1/compare/states", chosen),
    }


def _treaties(store: QueryEngine, keys: Sequence[str], on: str) -> dict[str, object]:
    day = chosen_day(on).day
    compared, years = comparisons.compare_treaties(store, keys, day)
    infos = [find_treaty(store, line.treaty.key) for line in compared]
    spans = comparisons.treaty_spans(store, [info.key for info in infos])
    chosen = [*pairs("treaty", [info.key for info in infos]), *pairs("on", [on] if on else [])]
    return {
        "treaties": compared,
        "chart": chart(
            {info.short_title: spans[info.key] for info in infos}, {info.short_title: info.as_of for info in infos}, day
        ),
        "table": comparisons.parties_by_year([info.key for info in infos], years),
        "address": with_query("/compare", chosen),
        **api_links("/api/v1/compare/treaties", chosen),
    }
