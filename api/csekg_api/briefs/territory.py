"""The entry of a territory for a meeting: which treaties apply there, by what its State said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csekg.answers.common.base import Ref
from csekg.answers.status.acts import TerritorialAct
from csekg.days import spelled
from csekg.languages.current import current
from csekg.languages.forms import direction, list_comma
from csekg.languages.messages import sentences
from csekg.languages.texts import joined
from csekg_api.briefs.contents import source_runs
from csekg_api.briefs.document import Document, Line, Paragraph, Run, Table, heading, said
from csekg_api.web.words import _, pgettext


def territory_document(
    territory: Ref, acts: Sequence[TerritorialAct], publisher: str, base: str, printed_on: date
) -> Document:
    """Return the entry of a territory about which its State made these acts."""
    state, language, title = acts[0].actor, current(), _("{state}: brief for a meeting", state=territory.name)
    name = Run(text=territory.name, path=f"/places/{territory.key}", strong=True)
    brief = Run(text=state.name, path=f"/states/{state.key}/brief")
    lead = _("{territory} joins no treaty by itself; {state} says which of its treaties apply there.")
    sources = {source for act in acts for source in act.sources}
    return Document(
        title=title,
        subtitle=sentences(_("Printed on {day}.", day=spelled(printed_on)), publisher),
        publisher=publisher,
        footer=joined(". ", (title, publisher)),
        base=base,
        day=printed_on,
        language=language,
        direction="rtl" if direction(language) == "rtl" else "ltr",
        blocks=(
            Paragraph(line=said(lead, territory=name, state=brief)),
            heading(_("What applies there"), "applies"),
            Table(
                name=_("What applies there"),
                headings=(
                    pgettext("column", "Treaty"),
                    pgettext("territorial act", "What"),
                    pgettext("on a day", "Declared"),
                    pgettext("day", "From"),
                ),
                rows=tuple(map(_row, acts)),
                shares=(40, 20, 20, 20),
            ),
            heading(_("Annex: sources and as-of days"), "sources"),
            Paragraph(line=source_runs(sorted(sources, key=lambda source: source.key)), small=True),
        ),
    )


def _row(act: TerritorialAct) -> tuple[Line, ...]:
    applies = act.type == "TerritorialApplication"
    what = pgettext("territory", "applies") if applies else pgettext("territory", "left out")
    declared = spelled(act.date) if act.date else pgettext("day", "not known")
    since = joined(list_comma(), map(spelled, act.takes_effect_on))
    return (
        (Run(text=act.treaty.name, path=f"/treaties/{act.treaty.key}"),),
        (Run(text=what),),
        (Run(text=declared),),
        (Run(text=since or pgettext("day", "not known")),),
    )
