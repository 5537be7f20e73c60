"""The sections of a brief: what a State has declared, what binds it, what it could join, and what was found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from csekg.answers.briefs.accession import Step
from csekg.answers.briefs.brief import Brief, Joining
from csekg.answers.briefs.peers import PeerGroup
from csekg.answers.briefs.requests import AnsweredRequest
from csekg.answers.briefs.reservations import AffectingDeclaration
from csekg.answers.common.base import Ref
from csekg.answers.common.references import part_number
from csekg.answers.practice.promises import AssessorFinding, Promise
from csekg.answers.practice.recommendations import AskedToJoin
from csekg.answers.status.declarations import Declaration
from csekg.answers.status.status_answers import Standing
from csekg.languages.days import spelled
from csekg.languages.forms import colon, comma, either, list_comma, number, semicolon
from csekg.languages.messages import as_sentence, capital, sentences, without_stop
from csekg.languages.texts import joined
from csekg.wording.labels import kind_in_words
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
    said,
    with_commas,
)
from csekg_api.briefs.lengths import Lengths, more_on_the_page
from csekg_api.web.words import _, ngettext, pgettext

#: Provisions and names in one line or cell; the others are counted.
_PROVISIONS, _NAMES = 3, 4


def declarations(brief: Brief, lengths: Lengths) -> Iterator[Block]:
    """Yield its declarations that touch what is asked of it, and how many others there are."""
    first = brief.touching[: lengths.declarations]
    more = len(brief.touching) - len(first) + brief.other_declarations
    if first:
        yield heading(_("Its declarations that touch what is asked"), "declarations")
        yield Items(lines=tuple(map(_declaration, first)))
    elif more:
        yield heading(_("Reservations and declarations"), "declarations")
    if any(declaration.statement.withdrawal != "no" for declaration in first):
        yield plain(_("Whether one has since been withdrawn is often not known."), small=True)
    if more:
        others = Run(text=number(more), path=f"/states/{brief.state.key}#declarations")
        if first:
            text = _("Others of its reservations and declarations, objections not counted: {others}.")
        else:
            text = _("Its reservations and declarations, of which we linked none to what is asked: {others}.")
        yield Paragraph(line=said(text, others=others), small=True)


def _declaration(each: AffectingDeclaration) -> Line:
    stated = each.statement
    where = ""
    if stated.concerns_provision:
        where = comma() + _articles(stated.concerns_provision)
    about = stated.description or _("The text has not been read.")
    line = [
        Run(text=stated.treaty.name, path=f"/treaties/{stated.treaty.key}", strong=True),
        Run(text=where + colon() + sentences(as_sentence(kind_and_day(stated)), about)),
        Run(text=" "),
        *_touches(each.paragraphs),
    ]
    if each.objected_by:
        names = listed([ref.name for ref in each.objected_by][:_NAMES])
        if (more := len(each.objected_by) - _NAMES) > 0:
            text = ngettext(
                "Objections: {names} and {number} more.", "Objections: {names} and {number} more.", more, names=names
            )
        else:
            text = _("Objections: {names}.", names=names)
        line.append(Run(text=" " + text))
    return tuple(line)


def kind_and_day(stated: Declaration) -> str:
    """Return what kind of statement it is, when it was made, and with what."""
    kind, day = kind_in_words(stated.kind), spelled(stated.date) if stated.date else ""
    match stated.made_upon == "signature", bool(day):
        case True, True:
            return _("{kind} made upon signature of {day}", kind=kind, day=day)
        case True, False:
            return _("{kind} made upon signature", kind=kind)
        case False, True:
            return _("{kind} of {day}", kind=kind, day=day)
    return kind


def _touches(paragraphs: Sequence[Ref]) -> Line:
    text = ngettext(
        "Touches paragraph {paragraphs}.",
        "Touches paragraphs {paragraphs}.",
        len(paragraphs),
        paragraphs="{paragraphs}",
    )
    runs = (Run(text=part_number(each.key), path=f"/resolution/{each.key}") for each in paragraphs)
    return said(text, paragraphs=with_commas(runs))


def bound(brief: Brief, names: Mapping[str, str], lengths: Lengths) -> Iterator[Block]:
    """Yield what is asked of Member States and binds it by treaty already; `names` are those of treaties."""
    if not brief.answered:
        return
    if brief.is_addressed:
        title = _("What is asked, and binds it by treaty already")
    else:
        title = _("What is asked of Member States, and binds it by treaty already")
    yield heading(title, "bound")
    yield Table(
        name=title,
        headings=(pgettext("column", "Paragraph"), _("What is asked"), _("Provisions that bind it")),
        rows=tuple(
            (
                (Run(text=each.number, path=f"/resolution/{each.paragraph.key}"),),
                (Run(text=_asked_by_treaty(each)),),
                (Run(text=_provisions(names, each.provisions)),),
            )
            for each in brief.answered[: lengths.answered]
        ),
        shares=(12, 50, 38),
    )
    yield plain(_("An article can cover a part only of what is asked."), small=True)
    more = len(brief.answered) - lengths.answered
    if more > 0:
        text = ngettext(
            "{number} more paragraph is asked by treaties that bind it.",
            "{number} more paragraphs are asked by treaties that bind it.",
            more,
        )
        yield plain(text, small=True)


def _asked_by_treaty(each: AnsweredRequest) -> str:
    """Return the aspects of a paragraph that bind a State; of one without named aspects what it asks."""
    if not each.aspects:
        return each.description
    return _("Of it: {aspects}.", aspects=listed([aspect.content for aspect in each.aspects]))


def _provisions(names: Mapping[str, str], provisions: Sequence[Ref]) -> str:
    """Return the first provisions, those of one treaty together."""
    by_treaty: dict[str, list[Ref]] = {}
    for each in provisions[:_PROVISIONS]:
        by_treaty.setdefault(each.id.partition("/article/")[0], []).append(each)
    shown = [names[treaty] + comma() + _articles(its) for treaty, its in by_treaty.items()]
    if (more := len(provisions) - _PROVISIONS) > 0:
        shown.append(ngettext("{number} more", "{number} more", more))
    return joined(semicolon(), shown)


def _articles(provisions: Sequence[Ref]) -> str:
    """Return the numbers of provisions of one treaty: `articles 2, 10(1)`."""
    numbers = [part_number(each.key) for each in provisions]
    numbers.sort(key=lambda number: [int(part) for part in re.findall(r"\d+", number)])
    return ngettext("article {articles}", "articles {articles}", len(numbers), articles=listed(numbers))


def promised(brief: Brief, lengths: Lengths) -> Iterator[Block]:
    """Yield the newest finding on each paragraph that an indicator bears on, with its assessor.

    Indicators that give context alone stay on the page of the State.
    """
    every = [
        (promise, found)
        for promise in brief.promises
        for found in promise.found
        if found.indicator_strength != "context" and found.values
    ]
    if not every:
        return
    shown = every[: lengths.findings]
    yield heading(_("Found by assessors"), "promised")
    yield Table(
        name=_("Found by assessors"),
        headings=(
            pgettext("column", "Paragraph"),
            _("What was asked"),
            _("What was found"),
            _("By whom, for which year and scope"),
        ),
        rows=tuple(_finding(promise, found) for promise, found in shown),
        shares=(12, 36, 18, 34),
    )
    told = _("The assessor states it; it is no finding of ours. Not assessed, unknown and no are three things.")
    told = sentences(more_on_the_page(len(every) - len(shown)), told)
    yield plain(sentences(told, *dict.fromkeys(found.assessor.one_voice for promise, found in shown)), small=True)


def recommended(brief: Brief, lengths: Lengths) -> Iterator[Block]:
    """Yield what it was asked to join in the Universal Periodic Review and has not joined, with the reports."""
    if not brief.asked_to_join:
        return
    yield heading(_("Asked in the Universal Periodic Review"), "asked")
    yield Items(lines=tuple(_asked(brief, each) for each in brief.asked_to_join[: lengths.asked_to_join]))
    told = _("Reviews of 2008 to 2014. UPR Info codes what is accepted; “noted” holds refusals and silence.")
    more = more_on_the_page(len(brief.asked_to_join) - lengths.asked_to_join)
    yield plain(sentences(more, told), small=True)


def _asked(brief: Brief, each: AskedToJoin) -> Line:
    line = [
        Run(text=each.treaty.name, path=f"/states/{brief.state.key}#asked", strong=True),
        Run(text=joined("", (colon(), each.sentence, " "))),
    ]
    if each.asked_by:
        by = pgettext("of a recommendation", "By"), colon(), listed([ref.name for ref in each.asked_by][:_NAMES])
        line.append(Run(text=joined("", by)))
        if (more := len(each.asked_by) - _NAMES) > 0:
            path = f"/recommendations?state={each.state.key}&treaty={each.treaty.key}"
            line += [Run(text=list_comma()), Run(text=ngettext("{number} more", "{number} more", more), path=path)]
        line.append(Run(text=semicolon()))
    return (*line, Run(text=joined(semicolon(), each.reports)))


def _finding(promise: Promise, found: AssessorFinding) -> tuple[Line, ...]:
    value = found.values[-1]
    answer = value.printed_value or _("no value printed")
    if value.conforms is not None:
        answer = _("The law conforms") if value.conforms else _("The law does not conform")
    elif value.assessed_answer not in ("number", "grade"):
        answer = _ANSWERS[value.assessed_answer]()
    page = (
        f"/states/{value.assessed_place.key}/findings#{value.assessor.key}-{value.indicator.key}-{value.assessed_year}"
    )
    by = joined(comma(), (found.assessor.name, str(value.assessed_year), found.scope.name))
    return (
        (Run(text=part_number(promise.paragraph.key), path=f"/resolution/{promise.paragraph.key}", strong=True),),
        (Run(text=found.indicator.name),),
        (Run(text=answer, path=page, strong=value.conforms is False),),
        (Run(text=by),),
    )


#: What the kinds of answer are called in a sentence.
_ANSWERS = {
    "yes": lambda: pgettext("answer", "yes"),
    "partly": lambda: pgettext("answer", "partly"),
    "no": lambda: pgettext("answer", "no"),
    "unknown": lambda: pgettext("answer", "unknown"),
    "not-applicable": lambda: pgettext("answer", "not applicable"),
    "no-value": lambda: _("no value printed"),
    "not-mentioned": lambda: pgettext("answer", "not mentioned"),
}


_OPEN = ("signatory", "no-action", "no-act-read", "former-party")


def joining(brief: Brief, lengths: Lengths) -> Iterator[Block]:
    """Yield how the State joins what it is urged to join, and what else it could join."""
    urged = [each for each in brief.joinings if each.standing.legal_basis == "urged" or each.standing.invited_until]
    could = [each for each in brief.joinings if each.standing.status in _OPEN]
    detailed = (urged or could[:1])[: lengths.detailed]
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
            rows=tuple(_other(each) for each in rest[: lengths.others]),
            shares=(30, 18, 32, 20),
        )
    if more := more_on_the_page(len(rest) - lengths.others):
        yield plain(more, small=True)
    if later:
        by_reason: dict[str, list[Standing]] = defaultdict(list)
        for row in later:
            by_reason[row.reason].append(row)
        told = (_treaty_names(those) + colon() + reason for reason, those in by_reason.items())
        yield plain(sentences(*told), small=True)
    if brief.not_open:
        closed = [each for each in brief.not_open if each.status == "not-eligible"]
        unknown = [each for each in brief.not_open if each.status == "unknown"]
        if closed:
            yield plain(_("Not open to it: {treaties}.", treaties=_treaty_names(closed)), small=True)
        if unknown:
            text = _("Not known whether it joined: {treaties}.", treaties=_treaty_names(unknown))
            yield plain(text, small=True)


def _treaty_names(rows: Iterable[Standing]) -> str:
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
