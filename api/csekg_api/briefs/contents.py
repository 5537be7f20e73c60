"""What a brief says to a minister on one page, as a document; what documents on States share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from csekg.answers.briefs.brief import Brief
from csekg.answers.briefs.requests import Drafts, OpenRequest
from csekg.answers.briefs.state_before_resolution import OPEN
from csekg.answers.common.references import SourceRef
from csekg.answers.practice.promises import AssessorFinding, Promise
from csekg.answers.quality.dataset import StatedRelease
from csekg.languages.current import current
from csekg.languages.days import spelled
from csekg.languages.forms import colon, comma, direction, semicolon
from csekg.languages.messages import as_sentence, capital, sentences
from csekg.languages.texts import joined
from csekg_api.briefs.document import (
    Block,
    Document,
    Heading,
    Items,
    Line,
    Paragraph,
    Run,
    heading,
    listed,
    plain,
    said,
    with_commas,
)
from csekg_api.web.words import _, ngettext, pgettext

#: Asks and findings of the page for the minister; the annex has all findings.
_ASKS, _FINDINGS = 3, 2
#: Parts of the document on how to join that the brief says elsewhere or has no room for.
_NOT_IN_A_BRIEF = ("newly", "drafts")


def document(brief: Brief, publisher: str, base: str, permalink: str, how_to_join: Document | None = None) -> Document:
    """Return the document for the minister: one page, and after it how to join the treaty asked for first.

    `publisher` is the name of the site, `base` the address at which it is published, `permalink`
    that of the page of the brief, `how_to_join` the document on joining that treaty, if one is asked for.
    """
    annex = f"/states/{brief.state.key}/brief?part=annex"
    return framed(
        brief,
        _title(brief.state.name),
        publisher,
        base,
        (
            *_stands(brief),
            *_asked(brief),
            *_found(brief),
            Paragraph(
                line=said(
                    _("Annex for advisers, with sources: {annex}"),
                    annex=Run(text=f"{permalink}?part=annex", path=annex),
                ),
                small=True,
            ),
            *(_joining(how_to_join) if how_to_join else ()),
        ),
    ).model_copy(update={"pages": 2})


def first_to_join(brief: Brief) -> str:
    """Return the key of the treaty that a brief asks first to join, '' for none."""
    return next((ask.treaty.key for ask in brief.asks[:_ASKS] if ask.kind == "join" and ask.treaty), "")


def framed(brief: Brief, title: str, publisher: str, base: str, blocks: Iterable[Block]) -> Document:
    """Return a document on a State with these blocks."""
    language, edition = current(), edition_of(brief.release)
    return Document(
        title=title,
        subtitle=subtitle(brief.printed_on, publisher, edition, brief.as_of_first, brief.as_of_last),
        publisher=publisher,
        footer=joined("", (title, ". ", publisher, comma(), edition)),
        base=base,
        day=brief.release.released_on,
        language=language,
        direction="rtl" if direction(language) == "rtl" else "ltr",
        blocks=tuple(blocks),
    )


def edition_of(release: StatedRelease) -> str:
    """Return which release of the data a document tells."""
    if release.version:
        return _("release {version}", version=release.version)
    return _("data without a release")


def subtitle(printed_on: date, publisher: str, edition: str, first: date, last: date) -> str:
    """Return when a document was printed, of which release, and on which days its data stand."""
    days = _("data as of {first} to {last}", first=spelled(first), last=spelled(last))
    return sentences(_("Printed on {day}.", day=spelled(printed_on)), joined(comma(), (publisher, edition, days)))


def _title(name: str) -> str:
    return _("{state}: brief for a meeting", state=name)


def _stands(brief: Brief) -> Iterator[Block]:
    """Yield what the State has joined of what is open to it, and to whom the resolution speaks."""
    resolution = Run(text=brief.resolution.name, path="/resolution")
    day = spelled(brief.resolution_adopted_on)
    if brief.kind != "other":
        told = ngettext(
            "{state} has joined {joined} of the {number} treaty here that is open to it.",
            "{state} has joined {joined} of the {number} treaties here that are open to it.",
            brief.open_to_it,
            state=capital(brief.within_text),
            joined=len(brief.joined),
        )
        line: Line = (Run(text=told, strong=True),)
        rest = [row.treaty for row in brief.standings if row.status in OPEN]
        if rest:
            path = f"/states/{brief.state.key}/join/"
            names = with_commas((Run(text=each.name, path=path + each.key) for each in rest), semicolon())
            line = (*line, Run(text=" "), *said(_("Not joined: {treaties}."), treaties=names))
        yield Paragraph(line=line)
    yield Paragraph(
        line=said(sentences(brief.scope_note or "", _WHO[brief.kind]()), resolution=resolution, day=day), small=True
    )


#: To whom the resolution speaks, beside what the reader's State or organization is.
_WHO = {
    "member": lambda: _("{resolution} of {day} addresses it as a Member State."),
    "observer": lambda: _(
        "It is an observer State; {resolution} of {day} addresses Member States of the United Nations."
    ),
    "organization": lambda: _(
        "It is an organization; {resolution} of {day} addresses Member States of the United Nations."
    ),
    "state": lambda: _("It is not a Member of the United Nations; {resolution} of {day} addresses the Member States."),
    "other": lambda: _(
        "None of the lists that were read names it; {resolution} of {day} addresses Member States of the United "
        "Nations."
    ),
}


def _asked(brief: Brief) -> Iterator[Block]:
    yield heading(_("What to ask") if brief.is_addressed else _("What it could do"), "first")
    asks, told = brief.asks[:_ASKS], set[str]()
    if asks:
        lines = []
        for ask in asks:
            # What a paragraph says is said once, and so is what binds the State to a part of what treaties ask.
            says, binding = (text if text not in told else "" for text in (ask.says, ask.binding and "binding"))
            told |= {ask.says, "binding" if ask.binding else ""}
            lines.append(_ask(ask, says, ask.binding if binding else ""))
        yield Items(lines=tuple(lines), ordered=True)
        return
    for request in brief.requests:
        if request.aspects[0].content and all(each.direct for each in request.aspects):
            text = _("In our reading, articles that bind it ask directly for each aspect of {paragraph}.")
            name = _("paragraph {number}", number=request.number)
            yield Paragraph(line=said(text, paragraph=Run(text=name, path=f"/resolution/{request.asked_in.key}")))
    urged = listed(row.treaty.name for row in brief.joined if row.legal_basis == "urged")
    if urged:
        yield plain(_("The resolution urges States parties to carry out in full: {treaties}.", treaties=urged))


def _ask(ask: OpenRequest, says: str, binding: str) -> Line:
    """Return an ask in lines: the fact, the resolution, the step, the region."""
    path = f"/resolution/{ask.paragraph.key}" if ask.paragraph and (says or not ask.says) else ""
    line: Line = (Run(text=as_sentence(ask.title), strong=True), Run(text=" "), Run(text=ask.fact))
    told = (Run(text=sentences(ask.resolution, says), path=path), Run(text=sentences(binding, ask.adds)))
    if shown := [run for run in told if run.text]:
        line = (*line, Run(text="\n"), *with_commas(shown, " "))
    if ask.step:
        label = Run(text=pgettext("of an ask", "Step") + colon(), strong=True)
        line = (*line, Run(text="\n"), label, Run(text=ask.step))
    return (*line, Run(text="\n"), Run(text=ask.region)) if ask.region else line


def _found(brief: Brief) -> Iterator[Block]:
    """Yield one line on what assessors found last, which is no finding of ours."""
    newest = sorted(findings(brief), key=lambda each: -each[1].values[-1].assessed_year)[:_FINDINGS]
    by_answer: dict[str, list[str]] = {}
    for _promise, found in newest:
        by = joined(comma(), (found.assessor.name, str(found.values[-1].assessed_year)))
        by_answer.setdefault(joined("", (answer_of(found), " (", by, ")")), []).append(found.indicator.name)
    told = joined(semicolon(), (listed(names) + colon() + answer for answer, names in by_answer.items()))
    if not newest:
        told = _("none of those read here has assessed it")
    label = Run(text=_("Found by assessors") + colon(), strong=True)
    yield Paragraph(line=(label, Run(text=as_sentence(told))))


def findings(brief: Brief) -> list[tuple[Promise, AssessorFinding]]:
    """Return the findings on each paragraph; indicators that give context alone stay on the page of the State."""
    return [
        (promise, found)
        for promise in brief.promises
        for found in promise.found
        if found.indicator_strength != "context" and found.values
    ]


def answer_of(found: AssessorFinding) -> str:
    """Return what an assessor found last."""
    value = found.values[-1]
    if value.conforms is not None:
        return _("the law conforms") if value.conforms else _("the law does not conform")
    if value.assessed_answer in _ANSWERS:
        return _ANSWERS[value.assessed_answer]()
    return value.printed_value or _("no value printed")


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


def _joining(how_to_join: Document) -> Iterator[Block]:
    """Yield the second page: how to join a treaty, without what the annex says or has no room here."""
    yield Heading(text=how_to_join.title, level=1, anchor="join", new_page=True)
    left_out = False
    for block in how_to_join.blocks:
        if isinstance(block, Heading):
            left_out = block.anchor in _NOT_IN_A_BRIEF
            block = block.model_copy(update={"level": 2})
        if not left_out:
            yield block


def draft_items(told: Drafts, sources: tuple[SourceRef, ...]) -> Iterator[Block]:
    """Yield three draft sentences with their sources."""
    named = (
        (_("Recommendation (Universal Periodic Review)"), told.recommendation),
        (_("List of issues"), told.issue),
        (_("Parliamentary question"), told.question),
    )
    yield Items(lines=tuple((Run(text=label + colon(), strong=True), Run(text=text)) for label, text in named))
    if sources:
        yield Paragraph(line=said(_("From: {sources}."), sources=source_runs(sources)), small=True)


def source_runs(sources: Iterable[SourceRef]) -> Line:
    """Return sources with their days, each a link."""
    line: list[Run] = []
    for source in sources:
        if line:
            line.append(Run(text=semicolon()))
        day = f" ({spelled(source.as_of)})" if source.as_of else ""
        line += (Run(text=source.name, path=f"/sources#{source.key}"), Run(text=day))
    return tuple(line)


def as_of_days(treaties: Iterable[tuple[date, str]]) -> Block:
    """Return the as-of days of treaties, those of one day together."""
    by_day: dict[date, list[str]] = {}
    for day, name in treaties:
        by_day.setdefault(day, []).append(name)
    days = joined(semicolon(), (listed(names) + colon() + spelled(day) for day, names in by_day.items()))
    return plain(_("As-of days of the treaties: {days}.", days=days), small=True)


def citation(title: str, path: str, publisher: str, edition: str, permalink: str) -> Block:
    """Return how to cite a document with this title, whose page has this path."""
    cited = joined(comma(), (_("csekg contributors, “{title}”", title=title), publisher, edition, ""))
    address = Run(text=permalink, path=path)
    return Paragraph(line=said(_("How to cite: {citation}"), citation=(Run(text=cited), address)), small=True)
