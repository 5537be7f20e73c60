"""Where the text of an instrument can be read, and where only the depositary's page about it."""

from __future__ import annotations

import re
from typing import NamedTuple

from csekg.answers.texts.instruments import InstrumentDetail, instruments
from csekg.sparql.store import QueryEngine
from csekg_api.web.words import _

#: Pages about a treaty that lead to its text: its status at the United Nations, and its entry in
#: the list of the Council of Europe.
_ABOUT = re.compile(
    r"https://(treaties\.un\.org/Pages/ViewDetails|www\.coe\.int/\S*module=treaty-detail)"
)


class TextLink(NamedTuple):
    """A link: what it leads to, its words, its address."""

    label: str
    words: str
    address: str


def text_links(store: QueryEngine, about: InstrumentDetail) -> tuple[TextLink, ...]:
    """Return the links to the text and to the depositary's page; none where none is known.

    A treaty that a resolution adopted stands in an annex to it.
    """
    found = []
    official = about.official_text or ""
    is_page = bool(_ABOUT.match(official))
    if official and not is_page:
        where = _("at the depositary") if about.kind == "treaty" else official
        found.append(TextLink(_("Official text"), where, official))
    elif about.adopted_by_act:
        act = about.adopted_by_act
        texts = {each.id: each.official_text for each in instruments(store)}
        if address := texts.get(act.id):
            number = (about.document_symbol or "").partition(", annex")[2]
            annex = _("annex") + number
            words = _("{annex} to {act}", annex=annex, act=act.name)
            found.append(TextLink(_("Official text"), words, address))
    if is_page:
        words = _("status and text") if found else _("leads to the text")
        title = _("Depositary\N{RIGHT SINGLE QUOTATION MARK}s page")
        found.append(TextLink(title, words, official))
    return tuple(found)
