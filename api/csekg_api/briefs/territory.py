"""The entry of a territory for a meeting: which treaties apply there, by what its State said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from csekg.answers.briefs.territory import TerritoryBrief
from csekg.answers.status.acts import TerritorialAct
from csekg.answers.status.declarations import Declaration
from csekg.languages.current import current
from csekg.languages.days import spelled, with_days_spelled
from csekg.languages.forms import colon, comma, direction, list_comma, number
from csekg.languages.messages import as_sentence, capital, sentences
from csekg.languages.texts import joined
from csekg_api.briefs.contents import as_of_days, citation, edition_of, source_runs, subtitle
from csekg_api.briefs.document import Block, Document, Items, Line, Paragraph, Run, Table, heading, listed, plain, said
from csekg_api.briefs.sections import kind_and_day
from csekg_api.web.words import _, pgettext


def territory_document(brief: TerritoryBrief, publisher: str, base: str, permalink: str, printed_on: date) -> Document:
    """Return the entry of a territory; the parameters are those of the document of a brief."""
    territory, language, edition = brief.territory, current(), edition_of(brief.release)
    title = _("{state}: brief for a meeting", state=territory.name)
    name = Run(text=territory.name, path=f"/places/{territory.key}", strong=True)
    state = Run(text=brief.state.name, path=f"/states/{brief.state.key}/brief")
    lead = _("{territory} joins no treaty by itself; {state} says which of its treaties apply there.")
    days = [info.as_of for info in brief.infos]
    return Document(
        title=title,
        subtitle=subtitle(printed_on, publisher, edition, min(days), max(days)),
        publisher=publisher,
        footer=joined("", (title, ". ", publisher, comma(), edition)),
        base=base,
        day=brief.release.released_on,
        language=language,
        direction="rtl" if direction(language) == "rtl" else "ltr",
        blocks=(
            Paragraph(line=said(lead, territory=name, state=state)),
            *((plain(as_sentence(capital(with_days_spelled(brief.note)))),) if brief.note else ()),
            *_treaties(brief),
            *_statements(brief),
            heading(_("Sources and as-of days"), "sources"),
            as_of_days((info.as_of, info.short_title) for info in brief.infos),
            Paragraph(
                line=said(
                    _("Read: {sources}. The record of the depositary is authoritative."),
                    sources=source_runs(brief.sources),
                ),
                small=True,
            ),
            citation(title, f"/states/{territory.key}/brief", publisher, edition, permalink),
        ),
    )


def _treaties(brief: TerritoryBrief) -> Iterator[Block]:
    """Yield what holds under each treaty by the last act, and who made it so."""
    yield heading(_("What applies there"), "applies")
    yield Table(
        name=_("What applies there"),
        headings=(
            pgettext("column", "Treaty"),
            _("By the last act"),
            pgettext("day", "From"),
            _("Who made it so, and when"),
        ),
        rows=tuple(map(_row, brief.acts)),
        shares=(24, 14, 14, 48),
    )
    if brief.without_act:
        told = _(
            "No act for it alone is held under these; that does not say whether they apply, which can follow from "
            "the act of the State for all its territory:"
        )
        names = listed(info.short_title for info in brief.without_act)
        yield plain(sentences(told, as_sentence(names)), small=True)


def _row(acts: tuple[TerritorialAct, ...]) -> tuple[Line, ...]:
    last, since = acts[0], ""
    if last.type == "TerritorialApplication":
        since = joined(list_comma(), map(spelled, last.takes_effect_on)) or pgettext("day", "not known")
    return (
        (Run(text=last.treaty.name, path=f"/treaties/{last.treaty.key}"),),
        (Run(text=_what(last)),),
        (Run(text=since),),
        (Run(text=sentences(*map(_made, acts))),),
    )


def _what(act: TerritorialAct) -> str:
    applies = act.type == "TerritorialApplication"
    return pgettext("territory", "applies") if applies else pgettext("territory", "left out")


def _made(act: TerritorialAct) -> str:
    """Return who made an act, when, and what the notes say, such as until when it held."""
    day = spelled(act.date) if act.date else _("with its consent")
    told = as_sentence(joined("", (act.actor.name, comma(), day, colon(), _what(act))))
    return sentences(told, *(as_sentence(capital(with_days_spelled(note))) for note in act.notes))


def _statements(brief: TerritoryBrief) -> Iterator[Block]:
    """Yield the statements made for the territory that were not taken back, those of its State first."""
    first, earlier, more = brief.statements, brief.earlier, brief.others
    if not (first or earlier or more):
        return
    yield heading(_("Statements made for it"), "declarations")
    if first:
        yield Items(lines=tuple(map(_statement, first)))
    if earlier:
        yield plain(_("Made by a State that acted for it before") + colon())
        yield Items(lines=tuple(map(_statement, earlier)))
    if first or earlier:
        yield plain(_("Whether one has since been withdrawn is often not known."), small=True)
    if more:
        text = _("Those taken back, on the page of the territory: {number}.", number=number(more))
        page = Run(text=text, path=f"/places/{brief.territory.key}#declarations")
        yield Paragraph(line=(page,), small=True)


def _statement(stated: Declaration) -> Line:
    treaty = Run(text=stated.treaty.name, path=f"/treaties/{stated.treaty.key}", strong=True)
    about = stated.description or _("The text has not been read.")
    made = joined("", (comma(), stated.actor.name, colon(), sentences(as_sentence(kind_and_day(stated)), about)))
    return (treaty, Run(text=made))
