"""What a brief says, as a document of one to two pages: the same for page, PDF and DOCX."""

from __future__ import annotations

from collections.abc import Iterator

from csekg.answers.status.briefs.asking import Ask
from csekg.answers.status.briefs.brief import Brief
from csekg.days import spelled
from csekg_api.briefs.document import (
    Block,
    Document,
    Items,
    Line,
    Paragraph,
    Run,
    heading,
    plain,
)
from csekg_api.briefs.joining import joining
from csekg_api.briefs.standing import bound, declarations

#: Requests that are listed; the others stand on the page of the State.
_ASKS = 6


def document(brief: Brief, publisher: str, base: str, permalink: str) -> Document:
    """Return the document of a brief.

    `publisher` is the name of the site, `base` the address at which it is published, `permalink`
    that of the page of the brief.
    """
    name, release = brief.state.name, brief.release
    days = f"data as of {spelled(brief.as_of_first)} to {spelled(brief.as_of_last)}"
    edition = f"release {release.version}" if release.version else "data without a release"
    return Document(
        title=f"{name}: brief for a meeting",
        subtitle=f"{publisher}, {edition}, {days}",
        publisher=publisher,
        footer=f"{name}: brief for a meeting. {publisher}, {edition}",
        base=base,
        day=release.released_on,
        blocks=(
            Paragraph(line=tuple(_lead(brief))),
            *_first(brief),
            *joining(brief),
            *declarations(brief),
            *bound(brief),
            *_evidence(brief, publisher, edition, permalink),
        ),
    )


def _lead(brief: Brief) -> Iterator[Run]:
    name = brief.state.name
    yield Run(text=name, path=f"/states/{brief.state.key}", strong=True)
    yield Run(text=f" is party to {brief.bound_by} of {brief.treaty_count} treaties. ")
    if brief.is_addressed:
        yield Run(text=brief.resolution.name, path="/resolution")
        yield Run(
            text=f", adopted on {spelled(brief.resolution_adopted_on)}, urges, encourages and "
            "invites it to do what follows; what it urges comes first."
        )
    else:
        yield Run(text=brief.resolution.name, path="/resolution")
        yield Run(
            text=" speaks to the Member States of the United Nations, and this is none of them."
        )


def _first(brief: Brief) -> Iterator[Block]:
    yield heading("What to ask first", "first")
    if not brief.asks:
        yield plain("The resolution asks nothing of it directly. What it could join follows.")
        return
    yield Items(lines=tuple(_ask(each) for each in brief.asks[:_ASKS]), ordered=True)
    if (more := len(brief.asks) - _ASKS) > 0:
        path = f"/states/{brief.state.key}#asks"
        where = Run(text=brief.state.name, path=path)
        line = (Run(text=f"{more} more on the page of "), where, Run(text="."))
        yield Paragraph(line=line, small=True)


def _ask(ask: Ask) -> Line:
    verb = ask.verb.lower()
    what = (
        "it" if ask.kind == "enact" else f"this: {ask.description[0].lower()}{ask.description[1:]}"
    )
    said = f"{verb} {what}".rstrip(".")
    return (
        Run(text=f"{ask.title}. ", strong=True),
        Run(text=f"Paragraph {ask.number}", path=f"/resolution/{ask.paragraph.key}"),
        Run(text=f" {said}. {ask.reason}" + (f" {ask.condition}" if ask.condition else "")),
    )


def _evidence(brief: Brief, publisher: str, edition: str, permalink: str) -> Iterator[Block]:
    yield heading("Sources and as-of days", "sources")
    rows = (*brief.joined, *(each.standing for each in brief.joinings))
    days = {row.treaty.name: row.as_of for row in rows}
    if days:
        told = "; ".join(f"{name}: {spelled(day)}" for name, day in days.items())
        yield plain(f"Days on which the lists of parties stand: {told}.", small=True)
    line: list[Run] = []
    for place, source in enumerate(brief.sources):
        day = f" ({spelled(source.as_of)})" if source.as_of else ""
        line.append(Run(text="; " if place else "Read: "))
        line.append(Run(text=source.name, path=f"/sources#{source.key}"))
        line.append(Run(text=day))
    line.append(Run(text=". The record of the depositary is authoritative."))
    yield Paragraph(line=tuple(line), small=True)
    cited = f"csekg contributors, “{brief.state.name}: brief for a meeting”, {publisher}, {edition}"
    yield Paragraph(
        line=(
            Run(text=f"How to cite: {cited}, "),
            Run(text=permalink, path=f"/states/{brief.state.key}/brief"),
        ),
        small=True,
    )
