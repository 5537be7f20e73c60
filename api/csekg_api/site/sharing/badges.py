"""The badge of a State under a treaty: a picture of one line for pages of others."""

from __future__ import annotations

from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.references import actor_ref, find_treaty
from csekg.answers.status.status_answers import Standing, standings_of_actor
from csekg.days import spelled
from csekg.languages.current import current
from csekg.languages.forms import direction
from csekg_api.site.page import page_router
from csekg_api.site.sharing.drawing import COLOURS
from csekg_api.site.sharing.picture_answer import svg_answer
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.words import _

#: A badge stands on pages of others, where nobody reloads it: five minutes, then its tag is asked.
_SHORT = "public, max-age=300, must-revalidate"

router = page_router()


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
