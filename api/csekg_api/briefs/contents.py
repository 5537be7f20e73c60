"""What a brief says, as a document of one to two pages: the same for page, PDF and DOCX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from csekg.answers.common.base import Ref
from csekg.answers.status.briefs.asking import Ask
from csekg.answers.status.briefs.brief import Brief, Joining
from csekg.answers.status.briefs.peers import PeerGroup
from csekg.answers.status.briefs.steps import Step
from csekg.answers.status.briefs.touching import Touching
from csekg.days import spelled
from csekg_api.briefs.document import Block, Document, Heading, Items, Line, Paragraph, Run, Table

#: What is listed in full; the rest is counted, and stands on the page of the State.
_ASKS, _DETAILED, _OTHERS, _DECLARATIONS, _ANSWERED, _PROVISIONS, _NAMES = 6, 2, 10, 4, 6, 4, 4


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
            *_joining(brief),
            *_declarations(brief),
            *_bound(brief),
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
            text=" speaks to the Member States of the United Nations. In the data "
            f"{name} is not one of them."
        )


def _first(brief: Brief) -> Iterator[Block]:
    yield _heading("What to ask first", "first")
    if not brief.asks:
        yield _text(
            f"The resolution asks nothing of {brief.state.name} itself. What it could join follows."
        )
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


def _joining(brief: Brief) -> Iterator[Block]:
    urged = [each for each in brief.joinings if each.standing.legal_basis == "urged"]
    detailed = (urged or list(brief.joinings[:1]))[:_DETAILED]
    for each in detailed:
        yield from _way(brief, each)
    rest = [each for each in brief.joinings if each not in detailed]
    if rest:
        yield _heading("Other treaties that it could join", "others")
        yield Table(
            name="Other treaties that it could join",
            headings=("Treaty", "The resolution", "Now", "Peers bound"),
            rows=tuple(_other(each) for each in rest[:_OTHERS]),
            shares=(30, 18, 32, 20),
        )
    if brief.not_open:
        closed = [each for each in brief.not_open if each.status == "not-eligible"]
        unknown = [each for each in brief.not_open if each.status == "unknown"]
        for rows, said in ((closed, "Not open to it"), (unknown, "Not known whether it joined")):
            if rows:
                names = _listed(each.treaty.name for each in rows)
                yield _text(f"{said}: {names}.", small=True)


def _way(brief: Brief, joining: Joining) -> Iterator[Block]:
    treaty = joining.standing.treaty
    yield _heading(f"How it joins: {treaty.name}", f"join-{treaty.key}")
    full = "" if joining.title == treaty.name else f"{joining.title}. "
    line = [Run(text=treaty.name, path=f"/treaties/{treaty.key}"), Run(text=f": {full}")]
    if joining.standing.legal_basis != "urged":
        line.append(Run(text=f"{joining.ground} "))
    line.append(Run(text=f"{_now(joining)}."))
    yield Paragraph(line=tuple(line))
    yield Items(lines=tuple(_step(each) for each in joining.steps), ordered=True)
    if joining.peers:
        yield Table(
            name=f"Peers under {treaty.name}",
            headings=("Peers", "Bound", "Joined last", "Not bound"),
            rows=tuple(_peers(brief, each) for each in joining.peers),
            shares=(26, 12, 36, 26),
        )


def _step(step: Step) -> Line:
    notes = [step.article or "", "" if step.checked else "not yet checked against the text"]
    said = "; ".join(filter(None, notes))
    return (Run(text=f"{step.text.removesuffix('.')} ({said})." if said else step.text),)


def _peers(brief: Brief, group: PeerGroup) -> tuple[Line, ...]:
    named = [f"{each.actor.name} ({spelled(each.on)})" for each in group.latest]
    others = [each.name for each in group.not_bound[:_NAMES]]
    more = group.more + len(group.not_bound) - len(others)
    not_bound = _listed(others) + (f" and {more} more" if more else "")
    if group.not_known:
        not_bound = f"{not_bound or 'nobody else known'}; {group.not_known} not known"
    return (
        (Run(text=group.group.name, path=f"/states?group={group.group.key}"),),
        (Run(text=f"{group.bound} of {group.members}"),),
        (Run(text="; ".join(named) or "nobody"),),
        (Run(text=not_bound or f"{brief.state.name} alone"),),
    )


def _other(joining: Joining) -> tuple[Line, ...]:
    treaty, peers = joining.standing.treaty, joining.peers[:1]
    shares = [f"{each.bound} of {each.members}, {each.group.name}" for each in peers]
    basis = {"recalled": "recalls it", "noted": "takes note of it", "related": "does not name it"}
    return (
        (Run(text=treaty.name, path=f"/treaties/{treaty.key}"),),
        (Run(text=basis.get(joining.standing.legal_basis, "urges to join it")),),
        (Run(text=_now(joining)),),
        (Run(text=shares[0] if shares else "no group"),),
    )


def _now(joining: Joining) -> str:
    """Return how a State stands under a treaty that does not bind it, without a full stop."""
    row = joining.standing
    match row.status:
        case "signatory" if row.signed_on and joining.signed_years:
            years = f"{joining.signed_years} year{'' if joining.signed_years == 1 else 's'}"
            return f"Signed on {spelled(row.signed_on)}, unratified for {years}"
        case "signatory" if row.signed_on:
            return f"Signed on {spelled(row.signed_on)}, not ratified"
        case "signatory":
            return "Signed, not ratified"
        case "needs-invitation":
            return "Not joined; only on invitation"
        case "must-join-first":
            names = " or ".join(f"the {each.name}" for each in joining.join_first)
            return f"Not joined; only after {names or 'another treaty'}"
        case "no-action":
            return "Open to it; not joined"
    return row.status_label


def _declarations(brief: Brief) -> Iterator[Block]:
    if not brief.touching:
        return
    yield _heading("Its declarations that touch what is asked", "declarations")
    yield Items(lines=tuple(_declaration(each) for each in brief.touching[:_DECLARATIONS]))
    more = max(0, len(brief.touching) - _DECLARATIONS) + brief.other_declarations
    rest: Line = (Run(text="Whether one has since been withdrawn is often not known."),)
    if more:
        path = f"/states/{brief.state.key}#declarations"
        rest = (
            *rest,
            Run(text=" It made "),
            Run(text=f"{more} other{'' if more == 1 else 's'}", path=path),
            Run(text="."),
        )
    yield Paragraph(line=rest, small=True)


def _declaration(each: Touching) -> Line:
    stated = each.statement
    where = f", {_articles(stated.concerns_provision)}" if stated.concerns_provision else ""
    said = [f": {stated.kind.replace('-', ' ')}"]
    if stated.made_upon == "signature":
        said.append(" made upon signature")
    said.append(f" of {spelled(stated.date)}. " if stated.date else ". ")
    said.append(f"{stated.description} " if stated.description else "The text has not been read. ")
    line = [
        Run(text=stated.treaty.name, path=f"/treaties/{stated.treaty.key}", strong=True),
        Run(text=where + "".join(said)),
        Run(text=f"Touches paragraph{'' if len(each.paragraphs) == 1 else 's'} "),
        *_linked(each.paragraphs),
        Run(text="."),
    ]
    if each.objected_by:
        names = [ref.name for ref in each.objected_by]
        more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
        line.append(Run(text=f" Objections: {_listed(names[:_NAMES])}{more}."))
    return tuple(line)


def _linked(paragraphs: Sequence[Ref]) -> Iterator[Run]:
    for place, each in enumerate(paragraphs):
        if place:
            yield Run(text=", ")
        yield Run(text=each.name.rpartition(" ")[2], path=f"/resolution/{each.key}")


def _bound(brief: Brief) -> Iterator[Block]:
    if not brief.answered:
        return
    yield _heading("What is asked, and binds it by treaty already", "bound")
    yield Table(
        name="What is asked, and binds it by treaty already",
        headings=("Paragraph", "What is asked", "Provisions that bind it"),
        rows=tuple(
            (
                (Run(text=each.number, path=f"/resolution/{each.paragraph.key}"),),
                (Run(text=each.description),),
                (Run(text=_provisions(each.provisions)),),
            )
            for each in brief.answered[:_ANSWERED]
        ),
        shares=(12, 50, 38),
    )
    more = len(brief.answered) - _ANSWERED
    if more > 0:
        yield _text(
            f"{more} more paragraphs are put into effect by treaties that bind it.", small=True
        )


def _provisions(provisions: Sequence[Ref]) -> str:
    """Return the first provisions, those of one treaty together."""
    by_treaty: dict[str, list[Ref]] = {}
    for each in provisions[:_PROVISIONS]:
        by_treaty.setdefault(each.name.partition(", article")[0], []).append(each)
    shown = [f"{treaty}, {_articles(its)}" for treaty, its in by_treaty.items()]
    more = len(provisions) - _PROVISIONS
    return "; ".join(shown) + (f"; {more} more" if more > 0 else "")


def _articles(provisions: Sequence[Ref]) -> str:
    """Return the numbers of provisions of one treaty: `articles 2, 10(1)`."""
    numbers = [each.name.rpartition(", article ")[2] for each in provisions]
    numbers.sort(key=lambda number: [int(part) for part in re.findall(r"\d+", number)])
    return f"article{'' if len(numbers) == 1 else 's'} {_listed(numbers)}"


def _evidence(brief: Brief, publisher: str, edition: str, permalink: str) -> Iterator[Block]:
    yield _heading("Sources and as-of days", "sources")
    days = {each.standing.treaty.name: each.standing.as_of for each in brief.joinings}
    if days:
        told = "; ".join(f"{name}: {spelled(day)}" for name, day in days.items())
        yield _text(f"Days on which the lists of parties stand: {told}.", small=True)
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


def _heading(text: str, anchor: str) -> Heading:
    return Heading(text=text, level=1, anchor=anchor)


def _text(text: str, *, small: bool = False) -> Paragraph:
    return Paragraph(line=(Run(text=text),), small=small)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
