"""The parts of a brief on treaties that a State could join: its steps, its peers."""

from __future__ import annotations

from collections.abc import Iterator

from csekg.answers.status.briefs.brief import Brief, Joining
from csekg.answers.status.briefs.peers import PeerGroup
from csekg.answers.status.briefs.steps import Step
from csekg.days import spelled
from csekg_api.briefs.document import (
    Block,
    Items,
    Line,
    Paragraph,
    Run,
    Table,
    heading,
    listed,
    plain,
)

#: Treaties with their steps, treaties in a table, and names in a cell; the others are counted.
_DETAILED, _OTHERS, _NAMES = 2, 10, 4


def joining(brief: Brief) -> Iterator[Block]:
    """Yield how the State joins what it is urged to join, and what else it could join."""
    urged = [each for each in brief.joinings if each.standing.legal_basis == "urged"]
    detailed = (urged or list(brief.joinings[:1]))[:_DETAILED]
    for each in detailed:
        yield from _way(brief, each)
    rest = [each for each in brief.joinings if each not in detailed]
    if rest:
        yield heading("Other treaties that it could join", "others")
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
                names = listed(each.treaty.name for each in rows)
                yield plain(f"{said}: {names}.", small=True)


def _way(brief: Brief, joining: Joining) -> Iterator[Block]:
    treaty = joining.standing.treaty
    yield heading(f"How it joins: {treaty.name}", f"join-{treaty.key}")
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
    not_bound = listed(others) + (f" and {more} more" if more else "")
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
