"""Explains initials such as OPSC where they first stand on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from types import MappingProxyType

from csekg.answers.common.references import treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.sparql.store import QueryEngine

#: What is passed over: markup, and elements whose text is no running text or must stay plain.
_PASSED = (
    r"<!--.*?-->"
    r"|<(?P<passed>script|style|label|select|textarea|title|svg|abbr|code|pre)\b.*?</(?P=passed)\s*>"
    r"|<[^>]*>"
)


@remembered_in_order
def initials(store: QueryEngine) -> Mapping[str, str]:
    """Return the short titles of treaties that are initials, with the full titles."""
    found = {str(info.short_title): str(info.title) for info in treaties(store).values()}
    return MappingProxyType({short: title for short, title in found.items() if short.isupper()})


def explained(html: str, titles: Mapping[str, str]) -> str:
    """Return a page that marks, once each, where initials first stand in its main part.

    Done on the finished page, since a treaty is named in many templates, and any of them may be
    the first.
    """
    start = html.find("<main")
    wanted = {short for short in titles if html.find(short, start) >= 0} if start >= 0 else set()
    pieces, end = [], 0
    if not wanted:
        return html
    for found in _pattern(frozenset(wanted)).finditer(html, start):
        short = found["initials"]
        if short in wanted:
            wanted.remove(short)
            marked = f'<abbr title="{escape(titles[short])}">{short}</abbr>'
            pieces += [html[end : found.start()], marked]
            end = found.end()
            if not wanted:
                break
    return "".join((*pieces, html[end:]))


@cache
def _pattern(shorts: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(shorts)))
    return re.compile(rf"{_PASSED}|(?<![\w/&-])(?P<initials>{names})(?![\w/-])", re.DOTALL)
