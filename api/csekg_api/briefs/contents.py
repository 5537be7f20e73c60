"""What a brief says, as a document: the same for page and DOCX; a PDF may name less of each list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from csekg.answers.briefs.brief import Brief
from csekg.answers.briefs.requests import Drafts, OpenRequest
from csekg.answers.common.references import SourceRef, part_number
from csekg.answers.quality.dataset import StatedRelease
from csekg.languages.current import ENGLISH, current
from csekg.languages.days import spelled
from csekg.languages.forms import colon, comma, direction, semicolon
from csekg.languages.messages import as_sentence, capital, sentences
from csekg.languages.texts import joined
from csekg_api.briefs.document import (
    Block,
    Document,
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
from csekg_api.briefs.lengths import FULL, Lengths
from csekg_api.briefs.sections import bound, declarations, joining, promised, recommended
from csekg_api.web.words import _, ngettext


def document(
    brief: Brief, names: Mapping[str, str], publisher: str, base: str, permalink: str, lengths: Lengths = FULL
) -> Document:
    """Return the document of a brief.

    `names` are the short titles of the treaties by IRI, `publisher` is the name of the site, `base`
    the address at which it is published, `permalink` that of the page of the brief, `lengths` say
    how much of each list is named.
    """
    title, language, edition = _title(brief.state.name), current(), edition_of(brief.release)
    return Document(
        title=title,
        subtitle=subtitle(brief.printed_on, publisher, edition, brief.as_of_first, brief.as_of_last),
        publisher=publisher,
        footer=joined("", (title, ". ", publisher, comma(), edition)),
        base=base,
        day=brief.release.released_on,
        language=language,
        direction="rtl" if direction(language) == "rtl" else "ltr",
        blocks=(
            Paragraph(line=_lead(brief)),
            *_first(brief, lengths),
            *(joining(brief, lengths) if brief.kind != "other" else ()),
            *_reports(brief),
            *declarations(brief, lengths),
            *bound(brief, names, lengths),
            *promised(brief, lengths),
            *recommended(brief, lengths),
            *_drafts(brief, lengths),
            *_evidence(brief, lengths),
            citation(title, f"/states/{brief.state.key}/brief", publisher, edition, permalink),
        ),
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


def _lead(brief: Brief) -> Line:
    resolution = Run(text=brief.resolution.name, path="/resolution")
    treaties = [Run(text=treaty.name, path=f"/treaties/{treaty.key}") for treaty in brief.bound_by]
    party = _("Party to {number} of {total} treaties.", number=len(treaties), total=brief.treaty_count)
    if treaties:
        party = _(
            "Party to {number} of {total} treaties: {treaties}.",
            number=len(treaties),
            total=brief.treaty_count,
            treaties="{treaties}",
        )
    bound: Line = said(party, treaties=with_commas(treaties))
    if brief.is_addressed:
        # Some languages begin the sentence with the name of the resolution, others with an article before it.
        first, *rest = said(
            _("{resolution} of {day} urges, encourages and invites it to do what follows; what helps most is first."),
            resolution=resolution,
            day=spelled(brief.resolution_adopted_on),
        )
        asked: Line = (first.model_copy(update={"text": capital(first.text)}), *rest)
    else:
        asked = said(sentences(brief.scope_note or "", _WHO[brief.kind]()), resolution=resolution)
    return asked if brief.kind == "other" else (*bound, Run(text=" "), *asked)


#: To whom the resolution speaks, beside what the reader's State or organization is.
_WHO = {
    "observer": lambda: _("An observer State; {resolution} addresses Member States of the United Nations."),
    "organization": lambda: _("An organization; {resolution} addresses Member States of the United Nations."),
    "state": lambda: _("No Member of the United Nations; {resolution} addresses Member States of the United Nations."),
    "other": lambda: _(
        "None of the lists that were read names it; {resolution} addresses Member States of the United Nations."
    ),
}


def _first(brief: Brief, lengths: Lengths) -> Iterator[Block]:
    yield heading(_("What to ask first"), "first")
    if not brief.asks:
        could = _("The resolution asks nothing of it directly. What it could join follows.")
        yield plain(could if brief.joinings else _("The resolution asks nothing of it directly."))
        return
    first = [ask for ask in brief.asks if ask.kind != "enact"]
    yield Items(lines=tuple(_ask(each) for each in first), ordered=True)
    others = [ask for ask in brief.asks if ask.kind == "enact"]
    if others:
        yield heading(_("What the resolution asks beside the treaties"), "beside")
        yield plain(
            _(
                "No treaty in this register asks this of {state} in full; its law was not looked at.",
                state=brief.within_text,
            )
        )
        yield Items(lines=tuple(_ask(each) for each in others[: lengths.asks]))
    if (more := len(others) - lengths.asks) > 0:
        state = Run(text=brief.within_text, path=f"/states/{brief.state.key}#asks")
        text = ngettext(
            "{number} more request stands on the page of {state}.",
            "{number} more requests stand on the page of {state}.",
            more,
            state="{state}",
        )
        yield Paragraph(line=said(text, state=state), small=True)
    if brief.unanswered:
        runs = [Run(text=part_number(each.key), path=f"/resolution/{each.key}") for each in brief.unanswered]
        text = _("Left out, since no provision of these treaties asks it in full: paragraphs {paragraphs}.")
        yield Paragraph(line=said(text, paragraphs=with_commas(runs)), small=True)


def _ask(ask: OpenRequest) -> Line:
    line: Line = (Run(text=as_sentence(ask.title), strong=True), Run(text=" "))
    if ask.paragraph:
        bears = ask.verb is None or ask.kind in ("conform", "reservation")
        name = _("paragraph {number}", number=ask.number) if bears else _("Paragraph {number}", number=ask.number)
        paragraph = Run(text=name, path=f"/resolution/{ask.paragraph.key}")
        asked = _("It bears on {paragraph}.") if bears else _asked(ask)
        line = (*line, *said(asked, paragraph=paragraph), Run(text=" "))
    return (*line, Run(text=sentences(ask.reason, (ask.condition or "") if ask.kind == "enact" else "")))


def _asked(ask: OpenRequest) -> str:
    """Return a sentence in which `{paragraph}` asks for something.

    In English it is one of the verb; in other languages verb and object stand apart.
    """
    what = ask.description
    if current() == ENGLISH:
        verb = (ask.verb or "").lower()
        if ask.kind == "enact":
            return f"{{paragraph}} {verb} it."
        return f"{{paragraph}} {verb} this: {what[0].lower()}{what[1:].rstrip('.')}."
    place = "{paragraph}"
    if ask.kind == "enact":
        return _("{paragraph}: {verb}.", paragraph=place, verb=ask.verb)
    return _("{paragraph}: {verb}. {what}", paragraph=place, verb=ask.verb, what=what)


def _reports(brief: Brief) -> Iterator[Block]:
    """Yield when it must report to a treaty body; whether it did is not known."""
    if not brief.reports:
        return
    yield heading(_("Reports to the Committee on the Rights of the Child"), "reports")
    lines = []
    for each in brief.reports:
        due = _("the next is due by {day}", day=spelled(each.next_on)) if each.next_on else ""
        told = joined(comma(), filter(None, (each.article, due)))
        treaty = Run(text=each.treaty.name, path=f"/treaties/{each.treaty.key}", strong=True)
        lines.append((treaty, Run(text=joined("", (" (", told, ")", colon(), each.arithmetic)))))
    yield Items(lines=tuple(lines))
    yield plain(
        _(
            "By the treaty's own interval; the Committee may have set another day. "
            "Whether a report was sent is not known here."
        ),
        small=True,
    )


def _drafts(brief: Brief, lengths: Lengths) -> Iterator[Block]:
    """Yield draft sentences about what comes first."""
    chosen = _drafted(brief, lengths)
    if not chosen:
        return
    yield heading(_("Draft sentences"), "drafts")
    for ask in chosen:
        if ask.drafts:
            yield from draft_items(ask.drafts, ())


def _drafted(brief: Brief, lengths: Lengths) -> list[OpenRequest]:
    return [ask for ask in brief.asks if ask.drafts][: lengths.drafted]


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


def _evidence(brief: Brief, lengths: Lengths) -> Iterator[Block]:
    yield heading(_("Annex: sources and as-of days"), "sources")
    yield as_of_days((row.as_of, row.treaty.name) for row in brief.standings)
    drafted = tuple(dict.fromkeys(source for ask in _drafted(brief, lengths) for source in ask.sources))
    if drafted:
        text = _("Facts of the draft sentences: {sources}.")
        yield Paragraph(line=said(text, sources=source_runs(drafted)), small=True)
    if others := tuple(source for source in brief.sources if source not in drafted):
        text = _("Read: {sources}. The record of the depositary is authoritative.")
        line = said(text, sources=source_runs(others[: lengths.sources]))
        if (more := len(others) - lengths.sources) > 0:
            text = ngettext(
                "{number} more source is on the page of this brief.",
                "{number} more sources are on the page of this brief.",
                more,
            )
            line = (*line, Run(text=" "), Run(text=text, path=f"/states/{brief.state.key}/brief#sources"))
        yield Paragraph(line=line, small=True)


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
