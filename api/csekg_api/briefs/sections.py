"""The annex of a brief, for advisers: what binds a State, its reservations, what was found and recommended, sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from csekg.answers.briefs.accession import Step
from csekg.answers.briefs.brief import Brief, Joining
from csekg.answers.briefs.open_requests import standing_on
from csekg.answers.briefs.requests import BindingArticle, BoundAspect, BoundRequest
from csekg.answers.briefs.reservations import AffectingDeclaration
from csekg.answers.briefs.state_before_resolution import OPEN
from csekg.answers.common.base import Ref
from csekg.answers.common.references import part_number
from csekg.answers.practice.promises import AssessorFinding, Promise
from csekg.answers.practice.recommendations import Recommendation
from csekg.answers.status.declarations import Declaration
from csekg.answers.status.status_answers import Standing
from csekg.languages.current import current
from csekg.languages.days import spelled
from csekg.languages.forms import colon, comma, number, semicolon
from csekg.languages.messages import as_sentence, capital, sentences, without_stop
from csekg.languages.texts import joined
from csekg.wording.labels import kind_in_words
from csekg_api.briefs.contents import (
    answer_of,
    as_of_days,
    citation,
    draft_items,
    edition_of,
    findings,
    framed,
    source_runs,
)
from csekg_api.briefs.document import (
    Block,
    Document,
    Heading,
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
from csekg_api.web.words import _, ngettext, pgettext


def annex(brief: Brief, publisher: str, base: str, permalink: str) -> Document:
    """Return the annex of a brief; the parameters are those of the document of a brief."""
    title = _("{state}: annex to the brief, for advisers", state=brief.state.name)
    names = {row.treaty.id: row.treaty.name for row in brief.standings}
    path = f"/states/{brief.state.key}/brief?part=annex"
    return framed(
        brief,
        title,
        publisher,
        base,
        (
            *_joined(brief),
            *_could_join(brief),
            *_requests(brief, names),
            *_declarations(brief),
            *_reporting(brief),
            *_promised(brief),
            *_recommended(brief),
            *_drafts(brief),
            heading(_("Sources and as-of days"), "sources"),
            as_of_days((row.as_of, row.treaty.name) for row in brief.standings),
            Paragraph(
                line=said(
                    _("Read: {sources}. The record of the depositary is authoritative."),
                    sources=source_runs(brief.sources),
                ),
                small=True,
            ),
            citation(title, path, publisher, edition_of(brief.release), f"{permalink}?part=annex"),
        ),
    )


def _joined(brief: Brief) -> Iterator[Block]:
    if brief.joined:
        yield heading(_("What it has joined"), "joined")
        yield Items(
            lines=tuple(
                (Run(text=row.treaty.name, path=f"/treaties/{row.treaty.key}", strong=True), _after(row.reason))
                for row in brief.joined
            )
        )


def _after(text: str) -> Run:
    return Run(text=joined("", (colon(), text)))


def _could_join(brief: Brief) -> Iterator[Block]:
    """Yield what else it could join by an act of its own, and why not the rest."""
    could = [each for each in brief.joinings if each.standing.status in OPEN]
    if could:
        yield heading(_("Treaties that it could join"), "others")
        yield Table(
            name=_("Treaties that it could join"),
            headings=(pgettext("column", "Treaty"), _("The resolution"), pgettext("column", "Now"), _("Peers bound")),
            rows=tuple(_other(brief, each) for each in could),
            shares=(26, 18, 32, 24),
        )
    by_reason: dict[str, list[Standing]] = defaultdict(list)
    for row in (each.standing for each in brief.joinings if each not in could):
        by_reason[row.reason].append(row)
    told = [listed(row.treaty.name for row in those) + colon() + reason for reason, those in by_reason.items()]
    if closed := [row.treaty.name for row in brief.not_open if row.status == "not-eligible"]:
        told.append(_("Not open to it: {treaties}.", treaties=listed(closed)))
    if unknown := [row.treaty.name for row in brief.not_open if row.status == "unknown"]:
        told.append(_("Not known whether it joined: {treaties}.", treaties=listed(unknown)))
    if told:
        yield plain(sentences(*told), small=True)


def _other(brief: Brief, joining: Joining) -> tuple[Line, ...]:
    treaty = joining.standing.treaty
    basis = {
        "urged": pgettext("resolution", "urges to join it"),
        "recalled": pgettext("resolution", "recalls it"),
        "noted": pgettext("resolution", "takes note of it"),
        "related": pgettext("resolution", "does not name it"),
    }
    shares = [
        _("{number} of {total}", number=peer.bound, total=peer.members) + comma() + peer.group.name
        for peer in joining.peers
    ]
    return (
        (Run(text=treaty.name, path=f"/states/{brief.state.key}/join/{treaty.key}"),),
        (Run(text=basis[joining.standing.legal_basis]),),
        (Run(text=_now(joining)),),
        (Run(text=joined(semicolon(), shares) or _("no group")),),
    )


def _now(joining: Joining) -> str:
    """Return how a State stands under a treaty that does not bind it, without a full stop."""
    row = joining.standing
    if row.status == "signatory" and row.signed_on:
        return _("Signed on {day}; not ratified by {last}", day=spelled(row.signed_on), last=spelled(row.as_of))
    if row.invited_on and row.invited_until:
        return _(
            "Invited {day}, until {last}; not joined", day=spelled(row.invited_on), last=spelled(row.invited_until)
        )
    return capital(without_stop(row.reason))


def step_line(step: Step) -> Line:
    """Return a step with its clause."""
    notes = [step.article or "", "" if step.checked else _("not yet checked against the text")]
    said = joined(semicolon(), filter(None, notes))
    return (Run(text=as_sentence(without_stop(step.text) + f" ({said})") if said else step.text),)


def _requests(brief: Brief, names: Mapping[str, str]) -> Iterator[Block]:
    """Yield each paragraph with what binds the State to it, what nothing reaches, and what would."""
    title = _("What the resolution asks, and what binds it")
    if not brief.is_addressed:
        title = _("What the resolution asks of Member States, and what binds it")
    yield heading(title, "bound")
    yield plain(
        _(
            "Which articles ask for it directly or in part is our reading; one that asks directly can still be "
            "narrower than the paragraph. We have not examined the law of any State."
        ),
        small=True,
    )
    for request in brief.requests:
        anchor = f"paragraph-{request.asked_in.key.removeprefix('op/').replace('/', '-')}"
        yield Heading(text=_("Paragraph {number}", number=request.number), level=2, anchor=anchor)
        asked = Run(text=request.verb, path=f"/resolution/{request.asked_in.key}", strong=True)
        told = sentences(request.asks, request.condition or "")
        yield Paragraph(line=(asked, _after(told)))
        yield Items(lines=tuple(_aspect(each, names) for each in request.aspects))
        yield from _articles_ask(request, names)


def _aspect(aspect: BoundAspect, names: Mapping[str, str]) -> Line:
    told = []
    if aspect.direct:
        told.append(_("Asked directly: {articles}.", articles=_by_treaty(_of(aspect.direct), names)))
    if aspect.in_part:
        told.append(_("Asked in part: {articles}.", articles=_by_treaty(_of(aspect.in_part), names)))
    if aspect.excluded:
        told.append(_("Its own reservation excludes: {articles}.", articles=_by_treaty(aspect.excluded, names)))
    if not aspect.direct:
        none = _("No article that binds it asks for it directly.")
        told.append(none if aspect.in_part or aspect.excluded else _("We linked no article that binds it."))
        if aspect.would:
            told.append(_("Open to it and asking for it: {articles}.", articles=_by_treaty(aspect.would, names)))
        if aspect.on_invitation:
            articles = _by_treaty(aspect.on_invitation, names)
            told.append(_("Joined on invitation and asking for it: {articles}.", articles=articles))
    line = (Run(text=sentences(*told)),)
    return (Run(text=capital(aspect.content), strong=True), Run(text=colon()), *line) if aspect.content else line


def _of(articles: Iterable[BindingArticle]) -> list[Ref]:
    return [each.article for each in articles]


def _articles_ask(request: BoundRequest, names: Mapping[str, str]) -> Iterator[Block]:
    """Yield what the articles that bind a State to a paragraph ask, each once."""
    every = [one for aspect in request.aspects for one in (*aspect.direct, *aspect.in_part)]
    asks = {one.article.name: one.asks for one in every if one.asks}
    if asks:
        told = (as_sentence(name + colon() + without_stop(what)) for name, what in asks.items())
        yield plain(sentences(*told), small=True)
    if request.others:
        articles = _by_treaty(_of(request.others), names)
        yield plain(_("Others that bind it and help to do what is asked: {articles}.", articles=articles), small=True)


def _by_treaty(provisions: Sequence[Ref], names: Mapping[str, str]) -> str:
    """Return provisions, those of one treaty together."""
    by_treaty: dict[str, dict[str, Ref]] = {}
    for each in provisions:
        treaty = each.id.partition("/article/")[0]
        by_treaty.setdefault(treaty, {})[each.id] = each
    return joined(
        semicolon(), (names[treaty] + comma() + _articles(tuple(its.values())) for treaty, its in by_treaty.items())
    )


def _articles(provisions: Sequence[Ref]) -> str:
    """Return the numbers of provisions of one treaty: `articles 2, 10(1)`."""
    numbers = [part_number(each.key) for each in provisions]
    numbers.sort(key=lambda number: [int(part) for part in re.findall(r"\d+", number)])
    return ngettext("article {articles}", "articles {articles}", len(numbers), articles=listed(numbers))


def _declarations(brief: Brief) -> Iterator[Block]:
    """Yield its reservations and declarations that restrict what is asked of it, and how many others there are."""
    if not brief.touching and not brief.other_declarations:
        return
    yield heading(_("Reservations and declarations"), "declarations")
    if brief.touching:
        yield Items(lines=tuple(map(_declaration, brief.touching)))
    if brief.other_declarations:
        others = Run(text=number(brief.other_declarations), path=f"/states/{brief.state.key}#declarations")
        text = _("Others, those for territories included, on the page of the State: {others}.")
        yield Paragraph(line=said(text, others=others), small=True)


def _declaration(each: AffectingDeclaration) -> Line:
    stated = each.statement
    where = comma() + _articles(stated.concerns_provision) if stated.concerns_provision else ""
    about = stated.description or _("The text has not been read.")
    told = [as_sentence(kind_and_day(stated)), about, standing_on(stated)]
    if each.allowed_by:
        told.append(_("The treaty allows it: {articles}.", articles=_articles(each.allowed_by)))
    if each.objected_by:
        told.append(_("Objections: {names}.", names=listed(ref.name for ref in each.objected_by)))
    if each.alike:
        names = listed(ref.name for ref in each.alike)
        told.append(_("To the same provisions with the same effect, in our reading: {names}.", names=names))
    if each.withdrawals:
        taken = listed(one.actor.name + f" ({spelled(one.on)})" for one in each.withdrawals)
        told.append(_("Of these withdrawn: {names}.", names=taken))
    return (
        Run(text=stated.treaty.name, path=f"/treaties/{stated.treaty.key}", strong=True),
        Run(text=where + colon() + sentences(*told) + " "),
        *_touches(each.paragraphs),
    )


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
        "Bears on paragraph {paragraphs}.",
        "Bears on paragraphs {paragraphs}.",
        len(paragraphs),
        paragraphs="{paragraphs}",
    )
    runs = (Run(text=part_number(each.key), path=f"/resolution/{each.key}") for each in paragraphs)
    return said(text, paragraphs=with_commas(runs))


def _reporting(brief: Brief) -> Iterator[Block]:
    if brief.reporting:
        yield heading(_("Reports to the Committee on the Rights of the Child"), "reports")
        articles = joined(semicolon(), (each.name for each in brief.reporting))
        yield plain(
            sentences(
                _("It reports under: {articles}.", articles=articles),
                _("When its next report is due is set by the Committee and not known here."),
            )
        )


def _promised(brief: Brief) -> Iterator[Block]:
    """Yield the newest finding on each paragraph that an indicator bears on, with its assessor."""
    every = findings(brief)
    if not every:
        return
    yield heading(_("Found by assessors"), "promised")
    yield Table(
        name=_("Found by assessors"),
        headings=(
            pgettext("column", "Paragraph"),
            _("What was asked"),
            _("What was found"),
            _("By whom, for which year and scope"),
        ),
        rows=tuple(_finding(promise, found) for promise, found in every),
        shares=(12, 36, 18, 34),
    )
    told = _("The assessor states it; it is no finding of ours. “No” means assessed and absent.")
    yield plain(sentences(told, *dict.fromkeys(found.assessor.one_voice for _promise, found in every)), small=True)


def _finding(promise: Promise, found: AssessorFinding) -> tuple[Line, ...]:
    value = found.values[-1]
    row = f"{value.assessor.key}-{value.indicator.key}-{value.assessed_year}"
    page = f"/assessments?state={value.assessed_place.key}#{row}"
    by = joined(comma(), (found.assessor.name, str(value.assessed_year), found.scope.name))
    return (
        (Run(text=part_number(promise.paragraph.key), path=f"/resolution/{promise.paragraph.key}", strong=True),),
        (Run(text=found.indicator.name),),
        (Run(text=answer_of(found), path=page, strong=value.conforms is False),),
        (Run(text=by),),
    )


def _recommended(brief: Brief) -> Iterator[Block]:
    """Yield what it was asked in the Universal Periodic Review: by whom, to do what, and where it stands."""
    if not (brief.reviews_read and brief.is_addressed):
        return
    yield heading(_("Asked in the Universal Periodic Review"), "asked")
    first, last = brief.reviews_read
    read = _(
        "In the reviews of {first} to {last}, which are those read here; its later reviews are not in the data:",
        first=first,
        last=last,
    )
    lines = [
        _recommendation(one, _ACTS[asked.asked_act](line.treaty.name))
        for line in brief.asked_to_join
        for one in line.recommendations
        for asked in one.asked
        if asked.asked_treaty and asked.asked_treaty.id == line.treaty.id and asked.asked_act in _ACTS
    ]
    lines += [_recommendation(one, listed(each.name for each in one.measures)) for one in brief.recommended]
    yield plain(read)
    yield Items(lines=tuple(lines) or ((Run(text=_("Nothing on what this brief is about.")),),))
    yield plain(_("What is accepted is as UPR Info codes it; “noted” holds refusals and silence."), small=True)


#: What a recommendation asks about a treaty, by the code of the act.
_ACTS = {
    "join": lambda treaty: _("to join the {treaty}", treaty=treaty),
    "sign": lambda treaty: _("to sign the {treaty}", treaty=treaty),
    "consider-joining": lambda treaty: _("to consider joining the {treaty}", treaty=treaty),
}


def _recommendation(one: Recommendation, what: str) -> Line:
    by = one.recommended_by.name if one.recommended_by else _("a State that the source does not tell")
    if one.response == "pledge":
        by = _("its own pledge")
    response = {"accepted": _("accepted"), "noted": _("noted")}.get(one.response, "")
    told = joined(comma(), filter(None, (joined("", (by, colon(), what)), response)))
    where = joined(comma(), filter(None, (one.report, one.where)))
    report = f"https://docs.un.org/{current()}/{one.report}" if one.report else ""
    line = (Run(text=joined("", (str(one.year), colon(), told, semicolon()))), Run(text=where, path=report))
    if not one.paragraphs:
        return line
    return (*line, Run(text=". "), *_touches(one.paragraphs))


def _drafts(brief: Brief) -> Iterator[Block]:
    """Yield draft sentences about what comes first."""
    if brief.asks:
        yield heading(_("Draft sentences"), "drafts")
    for ask in brief.asks[:3]:
        yield from draft_items(ask.drafts, ask.sources)
