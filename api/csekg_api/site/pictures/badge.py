"""Draws badges: one line that says where a State stands under a treaty."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from csekg.answers.status.standing import Standing
from csekg.days import spelled
from csekg_api.site.pictures.drawing import COLOURS

_HEIGHT, _SIZE, _PAD = 22, 12, 8
# Widths of letters in a sans-serif of 12 pixels; every browser stretches the text to the sum.
_THIN, _BROAD = frozenset("fijlrtI.,:;'()|! "), frozenset("mwMW@%")
_FONT = "Verdana, 'DejaVu Sans', sans-serif"


def words_of(row: Standing) -> str:
    """Return where a State stands under a treaty, as `party since 5 Mar 2003`."""
    if row.status in ("party", "contracting-state") and row.day_known:
        began = "since" if row.status == "party" else "in this status since"
        return f"{row.status_label}, {began} {spelled(row.held_since or row.since)}"
    if row.status == "signatory" and row.signed_on:
        return f"{row.status_label}, signed {spelled(row.signed_on)}"
    return row.status_label


def badge_svg(row: Standing) -> bytes:
    """Return the badge of a State under a treaty as an SVG file in UTF-8."""
    left, right = row.treaty.name, f"{row.actor.name}: {words_of(row)}"
    title = (
        f"{row.actor.name} under the {row.treaty.name}: {words_of(row)}. "
        f"Data as of {spelled(row.as_of)}."
    )
    first, second = _length(left), _length(right)
    split = first + 2 * _PAD
    whole = split + second + 2 * _PAD
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{_HEIGHT}" '
        f'viewBox="0 0 {whole} {_HEIGHT}" role="img" aria-label={quoteattr(title)} lang="en">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{whole}" height="{_HEIGHT}" rx="3" fill="{COLOURS[row.status]}"/>'
        f'<path d="M3 0H{split}V{_HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3Z" fill="#3a434b"/>'
        f'<g fill="#ffffff" font-family="{_FONT}" font-size="{_SIZE}">'
        f"{_text(_PAD, first, left)}{_text(split + _PAD, second, right)}</g></svg>\n"
    ).encode()


def _text(x: int, length: int, words: str) -> str:
    return (
        f'<text x="{x}" y="15.5" textLength="{length}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(words)}</text>"
    )


def _length(words: str) -> int:
    return round(sum(4.4 if c in _THIN else 11 if c in _BROAD else 7.4 for c in words))
