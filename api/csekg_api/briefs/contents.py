"""What a brief says, as a document of one to two pages: the same for page, PDF and DOCX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csekg.answers.briefs.brief import Brief
from csekg.answers.briefs.open_requests import OpenRequest
from csekg.days import spelled
from csekg.languages.current import ENGLISH, current
from csekg.languages.forms import colon, comma, direction, number, semicolon
from csekg.languages.messages import as_sentence, sentences
from csekg.languages.texts import joined
from csekg_api.briefs.accession_section import joining
from csekg_api.briefs.document import Block, Document, Items, Line, Paragraph, Run, heading, plain, said
from csekg_api.briefs.status_section import bound, declarations, promised
from csekg_api.web.words import _

#: Requests that are listed; the others stand on the page of the State.
_ASKS = 6


def document(brief: Brief, names: Mapping[str, str], publisher: str, base: str, permalink: str) -> Document:
    """Return the document of a brief.

    `names` are the short titles of the treaties by IRI, `publisher` is the name of the site, `base`
    the address at which it is published, `permalink` that of the page of the brief.
    """
    name, release = brief.state.name, brief.release
    first, last = spelled(brief.as_of_first), spelled(brief.as_of_last)
    days = _("data as of {first} to {last}", first=first, last=last)
    if release.version:
        edition = _("release {version}", version=release.version)
    else:
        edition = _("data without a release")
    title, language = _title(name), current()
    return Document(
        title=title,
        subtitle=joined(comma(), (publisher, edition, days)),
        publisher=publisher,
        footer=joined("", (title, ". ", publisher, comma(), edition)),
        base=base,
        day=release.released_on,
        language=language,
        direction="rtl" if direction(language) == "rtl" else "ltr",
        blocks=(
            Paragraph(line=_lead(brief)),
            *_first(brief),
            *joining(brief),
            *declarations(brief),
            *bound(brief, names),
            *promised(brief),
            *_evidence(brief, publisher, edition, permalink),
        ),
    )


def _title(name: str) -> str:
    return _("{state}: brief for a meeting", state=name)


def _lead(brief: Brief) -> Line:
    resolution = Run(text=brief.resolution.name, path="/resolution")
    state = Run(text=brief.state.name, path=f"/states/{brief.state.key}", strong=True)
    bound = said(
        _("{state} is party to {number} of {total} treaties."),
        state=state,
        number=number(brief.bound_by),
        total=number(brief.treaty_count),
    )
    if brief.is_addressed:
        asked = said(
            _(
                "{resolution}, adopted on {day}, urges, encourages and invites it to do what "
                "follows; what it urges comes first."
            ),
            resolution=resolution,
            day=spelled(brief.resolution_adopted_on),
        )
    else:
        asked = said(
            _("{resolution} speaks to the Member States of the United Nations, and this is none of them."),
            resolution=resolution,
        )
    return (*bound, Run(text=" "), *asked)


def _first(brief: Brief) -> Iterator[Block]:
    yield heading(_("What to ask first"), "first")
    if not brief.asks:
        yield plain(_("The resolution asks nothing of it directly. What it could join follows."))
        return
    yield Items(lines=tuple(_ask(each) for each in brief.asks[:_ASKS]), ordered=True)
    if (more := len(brief.asks) - _ASKS) > 0:
        state = Run(text=brief.state.name, path=f"/states/{brief.state.key}#asks")
        text = _("{number} more on the page of {state}.")
        yield Paragraph(line=said(text, number=number(more), state=state), small=True)


def _ask(ask: OpenRequest) -> Line:
    paragraph = Run(text=_("Paragraph {number}", number=ask.number), path=f"/resolution/{ask.paragraph.key}")
    return (
        Run(text=as_sentence(ask.title), strong=True),
        Run(text=" "),
        *said(_asked(ask), paragraph=paragraph),
        Run(text=" " + sentences(ask.reason, ask.condition or "")),
    )


def _asked(ask: OpenRequest) -> str:
    """Return a sentence in which `{paragraph}` asks for something.

    In English it is one of the verb; in other languages verb and object stand apart.
    """
    what = ask.description
    if current() == ENGLISH:
        verb = ask.verb.lower()
        if ask.kind == "enact":
            return f"{{paragraph}} {verb} it."
        return f"{{paragraph}} {verb} this: {what[0].lower()}{what[1:].rstrip('.')}."
    place = "{paragraph}"
    if ask.kind == "enact":
        return _("{paragraph}: {verb}.", paragraph=place, verb=ask.verb)
    return _("{paragraph}: {verb}. {what}", paragraph=place, verb=ask.verb, what=what)


def _evidence(brief: Brief, publisher: str, edition: str, permalink: str) -> Iterator[Block]:
    yield heading(_("Sources and as-of days"), "sources")
    rows = (*brief.joined, *(each.standing for each in brief.joinings))
    days = {row.treaty.name: row.as_of for row in rows}
    if days:
        told = joined(semicolon(), (name + colon() + spelled(day) for name, day in days.items()))
        yield plain(_("Days on which the lists of parties stand: {days}.", days=told), small=True)
    line: list[Run] = []
    for source in brief.sources:
        if line:
            line.append(Run(text=semicolon()))
        day = f" ({spelled(source.as_of)})" if source.as_of else ""
        line += (Run(text=source.name, path=f"/sources#{source.key}"), Run(text=day))
    text = _("Read: {sources}. The record of the depositary is authoritative.")
    yield Paragraph(line=said(text, sources=tuple(line)), small=True)
    cited = _("csekg contributors, “{title}”", title=_title(brief.state.name))
    cited = joined(comma(), (cited, publisher, edition, ""))
    address = Run(text=permalink, path=f"/states/{brief.state.key}/brief")
    yield Paragraph(line=said(_("How to cite: {citation}"), citation=(Run(text=cited), address)), small=True)
