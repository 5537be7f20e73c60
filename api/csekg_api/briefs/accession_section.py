"""The parts of a brief on treaties that a State could join: its steps, its peers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from csekg.answers.briefs.accession import Step
from csekg.answers.briefs.brief import Brief, Joining
from csekg.answers.briefs.peers import PeerGroup
from csekg.answers.status.status_answers import Standing
from csekg.days import spelled
from csekg.languages.forms import colon, comma, either, semicolon
from csekg.languages.messages import as_sentence, capital, sentences, without_stop
from csekg.languages.texts import joined
from csekg_api.briefs.document import Block, Items, Line, Paragraph, Run, Table, heading, listed, plain
from csekg_api.web.words import _, ngettext, pgettext

#: Treaties with their steps, treaties in a table, and names in a cell; the others are counted.
_DETAILED, _OTHERS, _NAMES = 2, 10, 4
_OPEN = ("signatory", "no-action", "no-act-read", "former-party")


def joining(brief: Brief) -> Iterator[Block]:
    """Yield how the State joins what it is urged to join, and what else it could join."""
    urged = [each for each in brief.joinings if each.standing.legal_basis == "urged" or each.standing.invited_until]
    could = [each for each in brief.joinings if each.standing.status in _OPEN]
    detailed = (urged or could[:1])[:_DETAILED]
    for each in detailed:
        yield from _way(brief, each)
    others = [each for each in brief.joinings if each not in detailed]
    rest = [each for each in others if each.standing.status in _OPEN]
    later = [each.standing for each in others if each not in rest]
    if rest:
        yield heading(_("Other treaties that it could join"), "others")
        yield Table(
            name=_("Other treaties that it could join"),
            headings=(pgettext("column", "Treaty"), _("The resolution"), pgettext("column", "Now"), _("Peers bound")),
            rows=tuple(_other(each) for each in rest[:_OTHERS]),
            shares=(30, 18, 32, 20),
        )
    if later:
        by_reason: dict[str, list[Standing]] = defaultdict(list)
        for row in later:
            by_reason[row.reason].append(row)
        told = (_names(those) + colon() + reason for reason, those in by_reason.items())
        yield plain(sentences(*told), small=True)
    if brief.not_open:
        closed = [each for each in brief.not_open if each.status == "not-eligible"]
        unknown = [each for each in brief.not_open if each.status == "unknown"]
        if closed:
            yield plain(_("Not open to it: {treaties}.", treaties=_names(closed)), small=True)
        if unknown:
            text = _("Not known whether it joined: {treaties}.", treaties=_names(unknown))
            yield plain(text, small=True)


def _names(rows: Iterable[Standing]) -> str:
    return listed(each.treaty.name for each in rows)


def _way(brief: Brief, joining: Joining) -> Iterator[Block]:
    treaty = joining.standing.treaty
    yield heading(_("How to join the {treaty}", treaty=treaty.name), f"join-{treaty.key}")
    line = [Run(text=treaty.name, path=f"/states/{brief.state.key}/join/{treaty.key}"), Run(text=colon())]
    if str(joining.title) != str(treaty.name):
        line.append(Run(text=as_sentence(joining.title) + " "))
    if joining.standing.legal_basis != "urged":
        line.append(Run(text=joining.ground + " "))
    line.append(Run(text=as_sentence(_now(joining))))
    yield Paragraph(line=tuple(line))
    yield Items(lines=tuple(step_line(each) for each in joining.steps), ordered=True)
    if joining.peers:
        yield Table(
            name=_("Peers under {treaty}", treaty=treaty.name),
            headings=(
                pgettext("column", "Peers"),
                pgettext("column", "Bound"),
                _("Joined last"),
                pgettext("column", "Not bound"),
            ),
            rows=tuple(_peers(brief, each) for each in joining.peers),
            shares=(24, 22, 30, 24),
        )


def step_line(step: Step) -> Line:
    """Return a step with its clause."""
    notes = [step.article or "", "" if step.checked else _("not yet checked against the text")]
    said = joined(semicolon(), filter(None, notes))
    return (Run(text=as_sentence(without_stop(step.text) + f" ({said})") if said else step.text),)


def _peers(brief: Brief, group: PeerGroup) -> tuple[Line, ...]:
    named = [peer.actor.name + f" ({spelled(peer.on)})" for peer in group.latest]
    others = [each.name for each in group.not_bound[:_NAMES]]
    more = group.more + len(group.not_bound) - len(others)
    not_bound = listed(others)
    if more:
        not_bound = ngettext("{names} and {number} more", "{names} and {number} more", more, names=not_bound)
    if group.not_known:
        unknown = ngettext("{number} not known", "{number} not known", group.not_known)
        not_bound = (not_bound or _("nobody else known")) + semicolon() + unknown
    return (
        (Run(text=group.group.name, path=f"/states?group={group.group.key}"),),
        (Run(text=_share(group), share=(group.bound, group.members)),),
        (Run(text=joined(semicolon(), named) or _("nobody")),),
        (Run(text=not_bound or _("{state} alone", state=brief.state.name)),),
    )


def _share(group: PeerGroup) -> str:
    return _("{number} of {total}", number=group.bound, total=group.members)


def _other(joining: Joining) -> tuple[Line, ...]:
    treaty, peers = joining.standing.treaty, joining.peers[:1]
    shares = [_share(peer) + comma() + peer.group.name for peer in peers]
    basis = {
        "recalled": pgettext("resolution", "recalls it"),
        "noted": pgettext("resolution", "takes note of it"),
        "related": pgettext("resolution", "does not name it"),
    }
    urged = pgettext("resolution", "urges to join it")
    return (
        (Run(text=treaty.name, path=f"/treaties/{treaty.key}"),),
        (Run(text=basis.get(joining.standing.legal_basis, urged)),),
        (Run(text=_now(joining)),),
        (Run(text=shares[0] if shares else _("no group")),),
    )


def _now(joining: Joining) -> str:
    """Return how a State stands under a treaty that does not bind it, without a full stop."""
    row = joining.standing
    match row.status:
        case "signatory" if row.signed_on:
            last = spelled(row.as_of)
            return _("Signed on {day}; no ratification read by {last}", day=spelled(row.signed_on), last=last)
        case "signatory":
            return capital(row.status_label)
        case "needs-invitation":
            return _("Not joined; on invitation")
        case "must-join-first":
            names = [_("the {treaty}", treaty=each.name) for each in joining.join_first]
            if not names:
                return _("Not joined; only after another treaty")
            return _("Not joined; only after {treaties}", treaties=either(names))
        case "no-action" | "no-act-read" if row.invited_on and row.invited_until:
            return _(
                "Invited {day}, until {last}; not joined", day=spelled(row.invited_on), last=spelled(row.invited_until)
            )
        case "no-action":
            return _("Open to it; not joined")
        case "no-act-read":
            return _("Open to it; no act read")
    return row.status_label
