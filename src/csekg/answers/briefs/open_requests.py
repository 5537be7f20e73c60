"""What to ask of a State, what matters most first: each with its fact, its paragraph, its step and its peers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from csekg.answers.briefs.accession import Step
from csekg.answers.briefs.peers import PeerGroup
from csekg.answers.briefs.requests import BoundRequest, Drafts, OpenRequest, drafts
from csekg.answers.briefs.reservations import AffectingDeclaration
from csekg.answers.briefs.state_before_resolution import StateBeforeResolution
from csekg.answers.common.base import Ref
from csekg.answers.common.references import part_number
from csekg.answers.practice.promises import AssessorFinding, Promise
from csekg.answers.status.declarations import Declaration
from csekg.answers.status.status_answers import Standing
from csekg.answers.texts.resolution_requests import Request
from csekg.languages.days import full_years, spelled, spelled_in_full
from csekg.languages.forms import list_comma, listed, semicolon
from csekg.languages.messages import _, as_sentence, capital, ngettext, pgettext, sentences, without_stop
from csekg.languages.texts import each_piece, joined
from csekg.languages.words import later

#: Aspects and States that one sentence names; the others are counted.
_NAMED = 2
#: With as many asks, nothing is asked that the resolution does not name.
_ENOUGH = 2
#: Treaties that a sentence names which bind to a part of what is asked: those with most of it.
_TREATIES = 2
#: How the resolution speaks of a treaty, by the code of its legal basis.
_GROUNDS = {
    "urged": later("The resolution urges States to consider joining it (paragraph 3)."),
    "recalled": later("The resolution recalls it, and asks nobody to join it."),
    "noted": later("The resolution takes note of it."),
    "related": later("The resolution does not name it."),
}


def ranked_requests(case: StateBeforeResolution, bound: Sequence[BoundRequest]) -> tuple[OpenRequest, ...]:
    """Return what to ask, what the resolution is about first.

    First the treaties that it urges States to join, then reservations to these, findings that the
    law does not conform, and other treaties that it cites with an article on an aspect of a
    paragraph. Where these are fewer than two, what no article that binds the State asks for directly,
    treaties with such an article that it does not cite, and reservations to such articles.
    No other treaty and no other reservation is asked.
    """
    aspects = [request for request in bound if request.aspects[0].content is not None]
    urged = [row for row in case.asks.to_join if case.could_join(row.treaty.key)]
    others = [row for row in case.standings.values() if row not in urged and case.could_join(row.treaty.key)]
    on_aspects = {each.treaty.id for named in case.aspects.values() for one in named for each in one.bindings}
    added = {row.treaty.key: _added(aspects, row.treaty.id) for row in others}
    # A stable sort: with as many aspects the order of the resolution stays. An invitation ends.
    others = sorted(
        (row for row in others if added[row.treaty.key] or (row.status == "signatory" and row.treaty.id in on_aspects)),
        key=lambda row: (row.invited_until is None, -len(added[row.treaty.key])),
    )
    restricting = list(_reservations(case))
    on_urged = [ask for ask, is_urged in restricting if is_urged]
    found = [
        *(_join(case, row, aspects) for row in urged),
        *on_urged,
        *_findings(case),
        *(_join(case, row, aspects) for row in others if row.legal_basis != "related"),
    ]
    rest = [ask for request in aspects if (ask := _enact(case, request))] if case.asks.is_member else []
    rest += [_join(case, row, aspects) for row in others if row.legal_basis == "related"]
    rest += [ask for ask, is_urged in restricting if not is_urged]
    return (*found, *rest[: max(0, _ENOUGH - len(found))])


def _added(aspects: Sequence[BoundRequest], treaty: str) -> list[tuple[str, Ref]]:
    """Return what no article that binds a State asks for directly and this treaty does, with its article."""
    return [
        (aspect.content or "", article)
        for request in aspects
        for aspect in request.aspects
        if not aspect.direct
        for article in aspect.would
        if article.id.startswith(f"{treaty}/")
    ]


def _join(case: StateBeforeResolution, row: Standing, aspects: Sequence[BoundRequest]) -> OpenRequest:
    info, added = case.infos[row.treaty.key], _added(aspects, row.treaty.id)
    urging = (each for each in case.asks.requests if each.addressee == "member-states-not-yet-party")
    concerned = {instrument.id: each for each in urging for instrument in each.concerns_instrument}
    request = concerned.get(row.treaty.id)
    about = request
    if added and case.asks.is_member and not about:
        about = next(each for each in case.on_laws if each.requested_in.id == aspects[0].asked_in.id)
    contents = list(dict.fromkeys(content for content, _article in added))
    in_part = [
        one.article
        for each in aspects
        for aspect in each.aspects
        if aspect.content in contents
        for one in aspect.in_part
    ]
    title = _("Join the {treaty}", treaty=row.treaty.name)
    drafted = drafts("join", title=info.title)
    if row.invited_on:
        title = _("Accede to the {treaty} while the invitation holds", treaty=row.treaty.name)
        drafted = drafts("invitation", title=info.title, day=spelled_in_full(row.invited_on))
    elif row.status == "signatory":
        title = _("Ratify the {treaty}", treaty=row.treaty.name)
        drafted = drafts("ratify", title=info.title)
        if row.signed_on:
            drafted = drafts("ratify-signed", title=info.title, day=spelled_in_full(row.signed_on))
    articles = [article for _content, article in added]
    provided = ""
    if contents:
        matter, asking = listed(contents), _by_treaty(case, articles)
        provided = _("Make sure that the law covers {matter} ({articles}).", matter=matter, articles=asking)
    region = _region(case.peers.get(row.treaty.key, ())) if info.in_force_on else ""
    return OpenRequest(
        kind="join",
        title=title,
        fact=_not_joined(case, row),
        resolution=_(_GROUNDS[info.legal_basis]),
        says=_says(about) if about and not request else "",
        binding=_binding(case, in_part),
        adds=_adds(articles, contents),
        step=sentences(*map(_step, _ways_in(case.ways[row.treaty.key]))),
        region=region or _("The treaty is not in force yet."),
        paragraph=about.requested_in if about else None,
        treaty=row.treaty,
        sources=case.invitations.get(row.treaty.id, row.sources) if row.invited_on else row.sources,
        drafts=Drafts(
            recommendation=sentences(drafted.recommendation, provided),
            issue=sentences(region, drafted.issue),
            question=sentences(region, drafted.question),
        ),
    )


def _not_joined(case: StateBeforeResolution, row: Standing) -> str:
    """Return what is known of a State that a treaty does not bind, with its days."""
    last = spelled(row.as_of)
    if row.invited_on:
        told = _("Invited on {day}.", day=spelled(row.invited_on))
        if row.invited_until:
            told = _("Invited on {day}, until {day2}.", day=spelled(row.invited_on), day2=spelled(row.invited_until))
        return sentences(told, _("Not joined on our list of {day}.", day=last))
    if row.status == "signatory" and row.signed_on:
        day, years = spelled(row.signed_on), full_years(row.signed_on, case.today)
        told = _("Signed on {day}.", day=day)
        if years:
            told = ngettext(
                "Signed on {day}, {number} year ago.", "Signed on {day}, {number} years ago.", years, day=day
            )
        return sentences(told, _("Not ratified on our list of {day}.", day=last))
    if row.status in ("no-action", "no-act-read") and case.infos[row.treaty.key].is_complete(row.as_of):
        return _("Not joined on our list of {day}.", day=last)
    if row.status == "no-act-read":
        return _("We found no act of it by {day} (no complete list).", day=last)
    return row.reason


def _binding(case: StateBeforeResolution, articles: Sequence[Ref]) -> str:
    """Return that provisions bind a State to a part of what is asked; '' without any."""
    counted = Counter(map(_treaty, articles))
    first = dict(counted.most_common(_TREATIES))
    told = _by_treaty(case, [provision for provision in articles if _treaty(provision) in first])
    if len(counted) > len(first):
        return _("Already bound in part by, among others: {articles}.", articles=told)
    return _("Already bound in part by: {articles}.", articles=told) if told else ""


def _treaty(provision: Ref) -> str:
    """Return the key of the treaty of a provision."""
    return provision.id.partition("/instrument/")[2].partition("/")[0]


def _adds(articles: Sequence[Ref], contents: Sequence[str]) -> str:
    """Return what provisions of a treaty would newly ask; '' for nothing."""
    if not contents:
        return ""
    numbers = list(dict.fromkeys(part_number(each.key).partition("(")[0] for each in articles))
    return ngettext(
        "New, in our reading: {aspects} (article {articles}).",
        "New, in our reading: {aspects} (articles {articles}).",
        len(numbers),
        aspects=_first(contents),
        articles=listed(numbers),
    )


def _by_treaty(case: StateBeforeResolution, provisions: Sequence[Ref]) -> str:
    """Return whole articles, those of one treaty together."""
    numbers: dict[str, dict[str, None]] = {}
    for each in provisions:
        numbers.setdefault(_treaty(each), {})[part_number(each.key).partition("(")[0]] = None
    told = (
        ngettext(
            "{treaty}, article {articles}",
            "{treaty}, articles {articles}",
            len(its),
            treaty=case.infos[treaty].short_title,
            articles=joined(list_comma(), sorted(its, key=int)),
        )
        for treaty, its in numbers.items()
    )
    return joined(semicolon(), told)


def _ways_in(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps up to the first by which a State consents to be bound."""
    for step in steps:
        if step.kind != "declare" and step.kind != "effect":
            yield step
        if step.kind == "consent":
            return


def _step(step: Step) -> str:
    """Return a step with its article, as a sentence."""
    where = (" (", step.article, ")") if step.article else ()
    return as_sentence(joined("", (without_stop(step.text), *where)))


def _region(groups: Sequence[PeerGroup]) -> str:
    """Return how many of the smallest group that has any are bound, and who joined last; '' without a group."""
    group = next((each for each in groups if each.bound), groups[0] if groups else None)
    if group is None:
        return ""
    told = ngettext(
        "{group}: {number} of {total} is bound",
        "{group}: {number} of {total} are bound",
        group.bound,
        group=group.group.name,
        total=group.members,
    )
    if group.latest:
        last = group.latest[0]
        told = joined(" ", (told, _("(last: {state}, {day})", state=last.actor.name, day=spelled(last.on))))
    return as_sentence(told)


def _first(names: Sequence[str]) -> str:
    """Return the first of several names, and how many others there are."""
    if len(names) <= _NAMED + 1:
        return listed(names)
    more = ngettext("{number} more", "{number} more", len(names) - _NAMED)
    return listed([*names[:_NAMED], more])


def _says(request: Request) -> str:
    return _paragraph_says(part_number(request.requested_in.key), request.opening_verb.name, request.description)


def _paragraph_says(number: str, verb: str, what: str) -> str:
    """Return what a paragraph asks, as a sentence: verb and request begin with a capital where they stand alone."""
    verb, what = (each_piece(words, lambda piece: piece[:1].lower() + piece[1:]) for words in (verb, what))
    return _("Paragraph {number} {verb} States to {what}", number=number, verb=verb, what=what)


def _findings(case: StateBeforeResolution) -> Iterator[OpenRequest]:
    """Yield the newest findings of assessors that the law does not conform, where an article binds the State to it."""
    seen = set()
    for promise in case.promises:
        for found in promise.found:
            question = found.assessor.id, found.indicator.id
            links = [
                link
                for link in case.bearing.get(question, ())
                if link.instrument and case.is_party(link.instrument.key) and link.paragraph.id == promise.paragraph.id
            ]
            is_wrong = found.values and found.values[-1].conforms is False and found.indicator_strength != "context"
            if is_wrong and links and question not in seen:
                seen.add(question)
                yield _conform(case, promise, found, [link.provision for link in links if link.provision])


def _conform(
    case: StateBeforeResolution, promise: Promise, found: AssessorFinding, articles: Sequence[Ref]
) -> OpenRequest:
    about = next((each for each in case.on_laws if each.requested_in.id == promise.paragraph.id), None)
    years = [value.assessed_year for value in found.values if value.conforms is False]
    matter, assessor, binding = found.scope.name, found.assessor.name, _by_treaty(case, articles)
    return OpenRequest(
        kind="conform",
        title=_("Bring the law into line with the international standard: {matter}", matter=matter),
        fact=_(
            "Found not to conform for {years} ({assessor}); not our finding.", assessor=assessor, years=_years(years)
        ),
        says=_says(about) if about else "",
        step=_("Change the law to carry out: {articles}.", articles=binding),
        paragraph=promise.paragraph,
        sources=tuple({value.source: None for value in found.values}),
        drafts=drafts("conform", assessor=assessor, year=str(years[-1]), matter=matter, articles=binding),
    )


def _years(years: Sequence[int]) -> str:
    if len(years) > _NAMED and years[-1] - years[0] == len(years) - 1:
        return _("{first} to {last}", first=years[0], last=years[-1])
    return listed(map(str, years))


def _reservations(case: StateBeforeResolution) -> Iterator[tuple[OpenRequest, bool]]:
    """Yield the reservations to ask about, and whether the resolution urges States to join their treaty.

    They are those to such a treaty as a whole to which others objected, of each treaty the one to which
    most did, and those that exclude an article on an aspect of a paragraph without a clause that allows it.
    """
    on_aspects = [one.provision.id for named in case.aspects.values() for each in named for one in each.bindings]
    seen = set()
    for each in sorted(case.touching, key=lambda one: -len(one.objected_by)):
        stated = each.statement
        is_urged = case.infos[stated.treaty.key].legal_basis == "urged"
        if stated.kind != "reservation" or stated.made_upon == "signature" or not case.is_party(stated.treaty.key):
            continue
        is_whole = is_urged and bool(each.objected_by) and not stated.concerns_provision
        excludes = not each.allowed_by and "excludes" in stated.effect
        of_aspect = any(
            f"{provision.id}/".startswith(f"{aspect}/")
            for provision in stated.concerns_provision
            for aspect in on_aspects
        )
        if (is_whole or (excludes and of_aspect)) and stated.treaty.key not in seen:
            seen.add(stated.treaty.key)
            yield _review(case, each), is_urged


def _review(case: StateBeforeResolution, each: AffectingDeclaration) -> OpenRequest:
    stated, info = each.statement, case.infos[each.statement.treaty.key]
    asked = {ask.requested_in.id: ask for ask in case.asks.requests}
    about = next((part for part in each.paragraphs if case.aspects.get(part.key)), each.paragraphs[0])
    numbers = [part_number(part.key) for part in stated.concerns_provision]
    what = _("made on {day}", day=spelled(stated.date)) if stated.date else _("day not known")
    title = _("Review its reservation to the {treaty}", treaty=stated.treaty.name)
    if numbers:
        title = ngettext(
            "Review its reservation to the {treaty}, article {articles}",
            "Review its reservation to the {treaty}, articles {articles}",
            len(numbers),
            treaty=stated.treaty.name,
            articles=listed(numbers),
        )
    objected = ""
    if each.objected_by:
        objected = ngettext("{number} State objected.", "{number} States objected.", len(each.objected_by))
    taken = [
        pgettext("who withdrew, and when", "{state} ({day})", state=one.actor.name, day=spelled(one.on))
        for one in each.withdrawals
    ]
    return OpenRequest(
        kind="reservation",
        title=title,
        fact=sentences(
            as_sentence(capital(what)), as_sentence(stated.description or ""), standing_on(stated), objected
        ),
        says=_says(asked[about.id]) if about.id in asked else "",
        step=case.withdrawal(stated.treaty.key),
        region=_("The same reservation, in our reading, was withdrawn by: {states}.", states=_first(taken))
        if taken
        else "",
        paragraph=about,
        treaty=stated.treaty,
        sources=stated.sources,
        drafts=drafts("reservation", title=info.title, what=what),
    )


def standing_on(stated: Declaration) -> str:
    """Return on which day a statement was still listed, or was read."""
    if stated.withdrawal == "no" and stated.list_complete_on:
        return _("On the depositary's list of {day}.", day=spelled(stated.list_complete_on))
    return _("Read in a source of {day}.", day=spelled(stated.as_of)) if stated.as_of else ""


def _enact(case: StateBeforeResolution, request: BoundRequest) -> OpenRequest | None:
    """Return what of a paragraph no article asks for directly that binds a State or is open to it; None for nothing."""
    rest = [each for each in request.aspects if not each.direct and not each.excluded and not each.would]
    if not rest:
        return None
    models = [ref for each in rest for ref in each.on_invitation[:1]]
    contents, articles = [each.content or "" for each in rest], _by_treaty(case, models)
    region = _region(case.peers.get(_treaty(models[0]), ())) if models else ""
    return OpenRequest(
        kind="enact",
        title=_("Make sure that the law covers: {matter}", matter=_first(contents)),
        fact=sentences(
            _binding(case, [one.article for each in rest for one in each.in_part]),
            _("In our reading no article that binds it asks for these directly; we have not examined its law."),
        ),
        says=_paragraph_says(request.number, request.verb, request.asks),
        step=_("Take as a model: {articles}.", articles=articles) if models else "",
        region=region,
        paragraph=request.asked_in,
        drafts=drafts(
            "enact", matter=listed(contents), articles=articles or _("paragraph {number}", number=request.number)
        ),
    )
