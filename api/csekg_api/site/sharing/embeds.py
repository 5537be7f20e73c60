"""What other sites show of ours: a treaty's map and chart, a State's table in a frame; a State's badge as a picture.

Here alone framing is allowed. These pages have no script, no form and no cookie.
"""

from __future__ import annotations

from typing import Any
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.references import actor_ref, find_treaty
from csekg.answers.status.comparisons import bound_spans, years_of_parties
from csekg.answers.status.status_answers import Standing, standings_of_actor, standings_of_treaty
from csekg.days import spelled
from csekg.languages.current import current
from csekg.languages.forms import direction
from csekg_api.site.choices import Choices, FormChoices
from csekg_api.site.page import page, page_router
from csekg_api.site.shared.chart import curve
from csekg_api.site.shared.world_map import map_of_treaty
from csekg_api.site.sharing.drawing import COLOURS
from csekg_api.site.sharing.picture_answer import day_of, svg_answer
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.headers import CONTENT_SECURITY_POLICY
from csekg_api.web.problems import ProblemError
from csekg_api.web.words import _

#: The policy of all pages, with other ancestors and without forms.
POLICY = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace(
    "form-action 'self'", "form-action 'none'"
)


router = page_router()


@router.get("/embed/treaties/{key}/map")
def treaty_map(store: ServedStore, choices: FormChoices, request: Request, key: str, on: str = "") -> Response:
    summary, rows = standings_of_treaty(store, key, day_of(on))
    return _framed(
        choices,
        request,
        "map",
        f"/treaties/{summary.treaty.key}",
        _("Who is bound by the {treaty}", treaty=summary.treaty.name),
        summary.as_of,
        summary.as_of,
        treaties=[summary.treaty.key],
        summary=summary,
        map=map_of_treaty(store, summary, rows),
    )


@router.get("/embed/treaties/{key}/parties")
def treaty_parties(store: ServedStore, choices: FormChoices, request: Request, key: str) -> Response:
    info = find_treaty(store, key)
    spans = bound_spans(store, info.key)
    return _framed(
        choices,
        request,
        "parties",
        f"/treaties/{info.key}",
        _("Parties to the {treaty} over time", treaty=info.short_title),
        info.as_of,
        info.as_of,
        curve=curve(spans, info.status_on),
        years=years_of_parties(spans, info.status_on),
        treaties=[info.key],
    )


@router.get("/embed/states/{key}")
def state(store: ServedStore, choices: FormChoices, request: Request, key: str) -> Response:
    actor = actor_ref(store, key)
    rows = standings_of_actor(store, actor.key)
    days = [row.as_of for row in rows]
    return _framed(
        choices,
        request,
        "state",
        f"/states/{actor.key}",
        _("{state}: treaties joined and not joined", state=actor.name),
        min(days, default=None),
        max(days, default=None),
        rows=rows,
        spoken_of=[actor.key],
        treaties=[row.treaty.key for row in rows],
    )


def _framed(
    choices: Choices, request: Request, what: str, whole: str, title: str, first: object, last: object, **shown: Any
) -> Response:
    """Return a page for a frame; `whole` is the path of the page that it is a part of."""
    answer = page(
        request,
        "embed.html",
        what=what,
        whole=whole,
        title=title,
        first=first,
        last=last,
        statuses=choices.statuses,
        **shown,
    )
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


#: A badge stands on pages of others, where nobody reloads it: five minutes, then its tag is asked.
_SHORT = "public, max-age=300, must-revalidate"


@router.get("/badges/{state}/{treaty}.svg")
def badge(store: ServedStore, request: Request, state: str, treaty: str) -> Response:
    actor = actor_ref(store, state)
    info = find_treaty(store, treaty)
    rows = standings_of_actor(store, actor.key)
    row = next((standing for standing in rows if standing.treaty.key == info.key), None)
    if row is None:
        raise ProblemError(
            404,
            _(
                "there is no such picture: {state} has no status under the {treaty}",
                state=actor.name,
                treaty=info.short_title,
            ),
        )
    answer = svg_answer(badge_svg(row))
    answer.headers["Cache-Control"] = _SHORT
    return answer


_HEIGHT, _SIZE, _PAD = 22, 12, 8
# Widths of letters in a sans-serif of 12 pixels; every browser stretches the text to the sum.
_THIN, _BROAD = frozenset("fijlrtI.,:;'()|! "), frozenset("mwMW@%")
_GROUND = "#3a434b"
_FONT = "Verdana, 'DejaVu Sans', sans-serif"


def words_of(row: Standing) -> str:
    """Return where a State stands under a treaty, as `party since 5 Mar 2003`."""
    if row.status in ("party", "contracting-state") and row.day_known:
        day = spelled(row.held_since or row.since)
        if row.status == "party":
            return _("{status}, since {day}", status=row.status_label, day=day)
        return _("{status}, in this status since {day}", status=row.status_label, day=day)
    if row.status == "signatory" and row.signed_on:
        return _("{status}, signed {day}", status=row.status_label, day=spelled(row.signed_on))
    return row.status_label


def badge_svg(row: Standing) -> bytes:
    """Return the badge of a State under a treaty as an SVG file in UTF-8."""
    treaty, status = str(row.treaty.name), words_of(row)
    says = _("{state}: {status}", state=row.actor.name, status=status)
    title = _(
        "{state} under the {treaty}: {status}. Data as of {day}.",
        state=row.actor.name,
        treaty=row.treaty.name,
        status=status,
        day=spelled(row.as_of),
    )
    # The treaty comes first: at the right where the language begins there.
    parts = [(treaty, _GROUND), (says, COLOURS[row.status])]
    if direction(current()) == "rtl":
        parts.reverse()
    (left, dark), (right, bright) = parts
    first, second = _length(left), _length(right)
    split = first + 2 * _PAD
    whole = split + second + 2 * _PAD
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{_HEIGHT}" '
        f'viewBox="0 0 {whole} {_HEIGHT}" role="img" '
        f'aria-label={quoteattr(title)} lang="{current()}">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{whole}" height="{_HEIGHT}" rx="3" fill="{bright}"/>'
        f'<path d="M3 0H{split}V{_HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3Z" fill="{dark}"/>'
        f'<g fill="#ffffff" font-family="{_FONT}" font-size="{_SIZE}">'
        f"{_text(_PAD, first, left)}{_text(split + _PAD, second, right)}</g></svg>\n"
    ).encode()


def _text(x: int, length: int, words: str) -> str:
    from_right = direction(current()) == "rtl"
    at = f'x="{x + length}" direction="rtl"' if from_right else f'x="{x}"'
    return f'<text {at} y="15.5" textLength="{length}" lengthAdjust="spacingAndGlyphs">{escape(words)}</text>'


def _length(words: str) -> int:
    return round(sum(_letter_width(letter) for letter in words))


def _letter_width(letter: str) -> float:
    if letter in _THIN:
        return 4.4
    if letter in _BROAD:
        return 11
    # A Chinese character is as wide as the line is high (Unicode annex 11).
    return _SIZE if east_asian_width(letter) in "WF" else 7.4
