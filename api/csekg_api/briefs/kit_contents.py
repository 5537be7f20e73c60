"""How a State joins a treaty, and a model of the instrument, as documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csekg.answers.briefs.kit import Kit
from csekg.answers.briefs.newly_asked import ComparedDuty
from csekg.answers.texts.instruments import FinalClause
from csekg.answers.texts.provisions import Provision
from csekg.languages.current import current
from csekg.languages.days import spelled, spelled_in_full, with_days_spelled
from csekg.languages.forms import colon, direction
from csekg.languages.messages import as_sentence, capital, sentences, without_stop
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg_api.briefs.contents import draft_items, source_runs
from csekg_api.briefs.document import (
    Block,
    Document,
    Items,
    Line,
    Paragraph,
    Run,
    Table,
    heading,
    listed,
    plain,
    with_english_apart,
)
from csekg_api.briefs.sections import step_line
from csekg_api.web.words import _, ngettext, pgettext

#: What the instrument of each kind says.
_DECLARES = {
    "ratification": later(
        "I, [name and office of who signs], declare that {who}, having considered the treaty entitled “{title}”, "
        "ratifies it and undertakes to carry it out in full."
    ),
    "acceptance": later(
        "I, [name and office of who signs], declare that {who}, having considered the treaty entitled “{title}”, "
        "accepts it and undertakes to carry it out in full."
    ),
    "approval": later(
        "I, [name and office of who signs], declare that {who}, having considered the treaty entitled “{title}”, "
        "approves it and undertakes to carry it out in full."
    ),
    "accession": later(
        "I, [name and office of who signs], declare that {who}, having considered the treaty entitled “{title}”, "
        "accedes to it and undertakes to carry it out in full."
    ),
}
_NAMES = {
    "ratification": later("Instrument of ratification"),
    "acceptance": later("Instrument of acceptance"),
    "approval": later("Instrument of approval"),
    "accession": later("Instrument of accession"),
}


def kit_document(kit: Kit, publisher: str, base: str, forms: Iterable[str]) -> Document:
    """Return the document on how a State joins a treaty; `forms` are the endings of the instrument's files."""
    title = _("{state}: how to join the {treaty}", state=kit.state.name, treaty=kit.treaty.name)
    return _document(kit, title, publisher, base, (*_way(kit), *_newly(kit), *_drafts(kit), *_model(kit, forms)))


def instrument_document(kit: Kit, publisher: str, base: str) -> Document:
    """Return the model of the instrument, with the name of the State put in."""
    return _document(kit, _(_NAMES[kit.instrument_kind]), publisher, base, tuple(_instrument(kit)))


def as_text(document: Document) -> str:
    """Return a document of paragraphs as plain text."""
    blocks = with_english_apart(
        document.model_copy(update={"blocks": (plain(document.title), *document.blocks)})
    ).blocks
    lines = ["".join(run.text for run in each.line) for each in blocks if isinstance(each, Paragraph)]
    return "\n\n".join(lines) + "\n"


def _document(kit: Kit, title: str, publisher: str, base: str, blocks: tuple[Block, ...]) -> Document:
    language = current()
    return Document(
        title=title,
        subtitle=sentences(
            _("Printed on {day}.", day=spelled(kit.printed_on)), _("Data as of {day}.", day=spelled(kit.standing.as_of))
        ),
        publisher=publisher,
        footer=joined(". ", (title, publisher)),
        base=base,
        day=kit.printed_on,
        language=language,
        direction="rtl" if direction(language) == "rtl" else "ltr",
        blocks=blocks,
    )


def _way(kit: Kit) -> Iterator[Block]:
    treaty = Run(text=kit.title, path=f"/treaties/{kit.treaty.key}")
    yield Paragraph(line=(treaty, Run(text=". "), Run(text=kit.standing.reason)))
    yield heading(_("Steps"), "steps")
    yield Items(lines=tuple(map(step_line, kit.steps)), ordered=True)
    if kit.represents:
        yield heading(_("Who signs the instrument"), "signs")
        source = source_runs(kit.represents.sources)
        yield Paragraph(line=(*_clause(kit.represents), Run(text=" ("), *source, Run(text=")")))
    if kit.depositary:
        yield heading(_("Where it is deposited"), "deposited")
        yield plain(as_sentence(kit.depositary))
    if kit.lodged:
        yield heading(_("What may or must go with it"), "lodged")
        yield Items(lines=tuple(map(_clause, kit.lodged)))
    yield heading(_("When it takes effect"), "effect")
    if kit.effect:
        told = later("Deposited on {day}, it would enter into force for it on {day2}: {sum}.")
        if kit.counts_from == "registration":
            told = later("Registered on {day}, it would enter into force for it on {day2}: {sum}.")
        begins = spelled(kit.in_force_on) if kit.in_force_on else ""
        yield plain(_(told, day=spelled(kit.printed_on), day2=begins, sum=kit.effect))
    else:
        yield plain(_("The treaty is not in force yet."))
    if kit.first_report:
        yield plain(_("First report then due ({article}): {sum}.", article=kit.reports_under, sum=kit.first_report))


#: Matters of what goes with the consent, by the kinds of clauses.
_MATTERS = {
    "reservations": lambda: _("Reservations"),
    "reservation-withdrawal": lambda: _("Withdrawal of reservations"),
    "territorial-clause": lambda: _("Territories"),
}


def _clause(clause: FinalClause) -> Line:
    matter = (_MATTERS[clause.clause_kind](), colon()) if clause.clause_kind in _MATTERS else ()
    told = without_stop(with_days_spelled(clause.value or ""))
    where = (" (", clause.article, ")") if clause.article else ()
    note = as_sentence(capital(clause.note)) if clause.note else ""
    return (Run(text=sentences(as_sentence(joined("", (*matter, told if matter else capital(told), *where))), note)),)


def _newly(kit: Kit) -> Iterator[Block]:
    newly = kit.newly
    yield heading(_("What it would newly ask"), "newly")
    yield plain(
        _(
            "Judged by us: a duty is covered where another provision has the same content, and not for the offences "
            "of its own treaty only. It compares treaties, not the law of the State."
        ),
        small=True,
    )
    if newly.owed:
        yield plain(_("Reports, declarations and notices are owed under each treaty itself. This one asks for:"))
        yield Items(lines=tuple(map(_duty, newly.owed)))
    if newly.new:
        yield plain(_("No treaty in force for it covers the whole matter of these provisions:"))
        yield Items(lines=tuple(map(_new, newly.new)))
    elif newly.covered:
        yield plain(_("Treaties in force for it cover the matter of every provision that was compared."))
    elif newly.owed:
        yield plain(_("None of its other duties was compared."))
    else:
        yield plain(_("None of its duties was compared."))
    if newly.covered:
        yield Table(
            name=_("Covered by treaties in force for it"),
            headings=(pgettext("column", "Provision"), _("Covered by treaties in force for it")),
            rows=tuple(
                (_duty(each.provision), (Run(text=listed(ref.name for ref in each.beside[:_NAMED])),))
                for each in newly.covered
            ),
            shares=(58, 42),
        )
    if newly.not_compared:
        numbers = listed(each.number for each in newly.not_compared)
        yield plain(
            ngettext(
                "Not compared: article {articles}.",
                "Not compared: articles {articles}.",
                len(newly.not_compared),
                articles=numbers,
            )
        )
    yield plain(_("Paragraphs that do not stand here impose no duty, or were not compared."), small=True)


#: Provisions that cover a duty which are named.
_NAMED = 2


def _new(duty: ComparedDuty) -> Line:
    near = listed(ref.name for ref in duty.beside)
    return (*_duty(duty.provision), Run(text=" " + _("Near: {provisions}.", provisions=near) if near else ""))


def _duty(duty: Provision) -> Line:
    treaty = duty.id.partition("/instrument/")[2].partition("/")[0]
    return (
        Run(text=duty.number, path=f"/treaties/{treaty}/articles/{duty.key.removeprefix('article/')}", strong=True),
        Run(text=colon()),
        Run(text=duty.description or ""),
    )


def _drafts(kit: Kit) -> Iterator[Block]:
    yield heading(_("Draft sentences"), "drafts")
    yield from draft_items(kit.drafts, kit.sources)


def _model(kit: Kit, forms: Iterable[str]) -> Iterator[Block]:
    yield heading(_(_NAMES[kit.instrument_kind]), "instrument")
    path = f"/states/{kit.state.key}/join/{kit.treaty.key}/instrument."
    files = [Run(text=_("Word document") if form == "docx" else form.upper(), path=path + form) for form in forms]
    line: Line = (Run(text=_("A model in our own words, no text of the depositary. As a file:")),)
    line += tuple(run for file in files for run in (Run(text=" "), file))
    yield Paragraph(line=line, small=True)
    yield from _instrument(kit)


def _instrument(kit: Kit) -> Iterator[Block]:
    """Yield the text of the instrument, with gaps in square brackets."""
    name = kit.formal_name or kit.state.name
    if kit.is_organization:
        yield plain(_("Organization: {organization}", organization=name))
        who = _("the organization named above")
    else:
        yield plain(_("State: {state}", state=name))
        who = _("the State named above")
    adopted, signed = "", ""
    if kit.adopted_on and kit.adopted_at:
        day = spelled_in_full(kit.adopted_on)
        adopted = _("The treaty was adopted at {place} on {day}.", place=kit.adopted_at, day=day)
    elif kit.adopted_on:
        adopted = _("The treaty was adopted on {day}.", day=spelled_in_full(kit.adopted_on))
    if kit.standing.status == "signatory" and kit.standing.signed_on:
        signed = _("It was signed on {day}.", day=spelled_in_full(kit.standing.signed_on))
    elif kit.signs_first:
        signed = _("It was signed on [day of the signature].")
    yield plain(capital(_(_DECLARES[kit.instrument_kind], who=who, title=kit.title)))
    if adopted or signed:
        yield plain(sentences(adopted, signed))
    for each in kit.declarations:
        yield plain(
            _(
                "[Declaration or notice under article {article}: {what}]",
                article=each.number,
                what=without_stop(each.description or ""),
            )
        )
    if kit.declarations:
        yield plain(_("[Other declarations and reservations, if any, each with the article that it is about]"))
    else:
        yield plain(_("[Declarations and reservations, if any, each with the article that it is about]"))
    yield plain(_("Done at [place] on [day]."))
    yield plain(_("[Signature, name, office, seal]"))
