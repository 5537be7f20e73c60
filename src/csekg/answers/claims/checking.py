"""The verdict about each claim, with what it rests on: for REST, the page, assistants and the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from pydantic import Field

from csekg.answers.claims.days import period_of
from csekg.answers.claims.finding import Claim, Finding
from csekg.answers.claims.pieces import check_names, named
from csekg.answers.claims.reading import read
from csekg.answers.claims.verdicts import judged
from csekg.answers.claims.words import OF_TREATY, PREDICATES, TERRITORIAL, NotUnderstoodError
from csekg.answers.common.base import Answer, Code, Day, Iri, Ref, Words
from csekg.answers.common.composed import act_labels_of
from csekg.answers.common.references import SourceRef, actor_ref, find_treaty, list_sources
from csekg.answers.search.indexes import Names
from csekg.answers.status.coverage import ListCoverage, coverage
from csekg.answers.status.declarations import Declaration
from csekg.answers.status.participation import ActDetail
from csekg.errors import CsekgError
from csekg.languages.days import spelled
from csekg.languages.messages import _, as_sentence, capital, sentences
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine

Verdict = Literal["confirmed", "contradicted", "undecided"]
#: What can be claimed without a sentence; each also with `not-` before it.
NOT = "not-"
ASSERTED = tuple(sorted(PREDICATES - {"withdrew", "no-longer", *OF_TREATY, *TERRITORIAL}))
#: The most claims of one request, and the most characters of a sentence.
MOST_CLAIMS, LONGEST_CLAIM = 200, 300
#: So many facts are told in words; all are given.
_MOST_TOLD = 4
#: Sentences that are understood, as examples.
EXAMPLES = (
    later("Kenya has signed but not ratified the OPSC"),
    later("Gambia acceded to the OPAC on 27 Sep 2019"),
    later("Qatar has made no reservation to the CRC"),
)


class Fact(Answer):
    """An act or statement that a verdict rests on."""

    id: Iri
    kind: str = Field(description="signature, ratification, accession, reservation ...")
    label: Words = Field(description="kind and day in words")
    date: Day | None
    withdrawn_on: Day | None = Field(description="of a statement, the day on which it was taken back")
    description: Words | None = Field(description="what a statement says, in our words")
    sources: tuple[SourceRef, ...]


class CheckedClaim(Answer):
    """One claim as it was understood, with its verdict."""

    state: Ref | None = Field(description="null where the treaty itself, a number or a group of States is spoken of")
    treaty: Ref
    claim: Code = Field(description="what is claimed, as `ratified` or `party`")
    negated: bool
    relation: Code = Field(description="before, since, after, by-day, until; '' for on or within")
    first: Day | None = Field(description="first day that is claimed of; null where none is named")
    last: Day | None
    article: str | None
    against: Ref | None = Field(description="the State whose statement is objected to")
    verdict: Verdict
    reason: Words = Field(description="why, in sentences")
    why: Words = Field(exclude=True)  # in one sentence, for the page
    facts: tuple[Fact, ...]
    lists: tuple[ListCoverage, ...] = Field(description="the lists whose silence counts, with the days they reach")
    sources: tuple[SourceRef, ...] = Field(description="sources of the facts; without any, of the list of parties")


class CheckedText(Answer):
    """What was sent as one claim: its verdict, and that of each claim in it."""

    text: str
    verdict: Verdict = Field(description="contradicted if one of its claims is, confirmed if all are, else undecided")
    not_understood: str | None = Field(description="the part that is not understood; null where all is")
    problem: Words | None = Field(description="why it is not understood, and what would be")
    checked: tuple[CheckedClaim, ...]


class Checked(Answer):
    """The verdicts about all claims of a request, in their order."""

    confirmed: int
    contradicted: int
    undecided: int = Field(description="claims that the lists do not decide, or that are not understood")
    items: tuple[CheckedText, ...]


class Stated(NamedTuple):
    """A claim in parts: names of State and treaty, what is claimed, and an ISO day, month or year."""

    state: str
    treaty: str
    claim: str
    day: str = ""


def check(store: QueryEngine, names: Names, claims: Iterable[str | Stated]) -> Checked:
    """Return the verdict about each claim, a sentence or in parts."""
    items = tuple(_checked(store, names, claim) for claim in claims)
    counted = Counter(item.verdict for item in items)
    return Checked(
        confirmed=counted["confirmed"],
        contradicted=counted["contradicted"],
        undecided=counted["undecided"],
        items=items,
    )


def _checked(store: QueryEngine, names: Names, claim: str | Stated) -> CheckedText:
    text = claim if isinstance(claim, str) else " ".join(filter(None, claim))
    try:
        claims = read(store, names, claim) if isinstance(claim, str) else [_of_parts(store, names, claim)]
    except CsekgError as error:
        part = error.part if isinstance(error, NotUnderstoodError) else text
        why = str(error) if str(error)[-1:] in ".?" else as_sentence(capital(str(error)))
        examples = joined("; ", (_(example) for example in EXAMPLES))
        problem = sentences(why, _("Understood is for example: {examples}.", examples=examples))
        return CheckedText(text=text, verdict="undecided", not_understood=part, problem=problem, checked=())
    checked = tuple(_verdict(store, each) for each in claims)
    order: tuple[Verdict, ...] = ("contradicted", "undecided", "confirmed")
    verdict = next(each for each in order if each in {found.verdict for found in checked})
    return CheckedText(text=text, verdict=verdict, not_understood=None, problem=None, checked=checked)


def _of_parts(store: QueryEngine, names: Names, stated: Stated) -> Claim:
    check_names(store, [named(stated.state), named(stated.treaty)])
    return Claim(
        state=names.one("state", stated.state).key,
        treaty=names.one("treaty", stated.treaty).key,
        what=stated.claim.removeprefix(NOT),
        negated=stated.claim.startswith(NOT),
        period=period_of(stated.day) if stated.day else None,
        made=True,
    )


def _verdict(store: QueryEngine, claim: Claim) -> CheckedClaim:
    found, info = judged(store, claim), find_treaty(store, claim.treaty)
    facts = _facts(store, info.id, found)
    known = {each.list_of: each for each in coverage(store).get(info.id, ())}
    lists = tuple(known[name] for name in found.lists if name in known)
    told = [
        _("{act}, taken back on {day}", act=fact.label, day=spelled(fact.withdrawn_on))
        if fact.withdrawn_on
        else fact.label
        for fact in facts[:_MOST_TOLD]
    ]
    reach = [
        _("List of {acts}: complete to {day}.", acts=each.label, day=spelled(each.complete_on))
        for each in lists
        if each.complete_on
    ] or [_("No complete list of such acts is known.")]
    told = [as_sentence(capital(each)) for each in told]
    sources = {source.key: source for fact in facts for source in fact.sources}
    return CheckedClaim(
        state=actor_ref(store, claim.state) if claim.state else None,
        treaty=info.ref,
        claim=claim.what,
        negated=claim.negated,
        relation=claim.relation,
        first=claim.period.first if claim.period else None,
        last=claim.period.last if claim.period else None,
        article=claim.article or None,
        against=actor_ref(store, claim.target) if claim.target else None,
        verdict="undecided" if found.truth is None else "confirmed" if found.truth else "contradicted",
        reason=sentences(*told, *found.why, *reach),
        why=(*found.why, *told, *reach)[0],
        facts=facts,
        lists=lists,
        sources=tuple(sources[key] for key in sorted(sources)) or list_sources(store)[info.id],
    )


def _facts(store: QueryEngine, treaty: str, found: Finding) -> tuple[Fact, ...]:
    labels = act_labels_of(store, treaty)
    done: list[ActDetail | Declaration] = [*found.acts, *found.statements]
    return tuple(
        Fact(
            id=act.id,
            kind=act.kind,
            label=labels[act.id].say_act(),
            date=act.date,
            withdrawn_on=act.withdrawn_on if isinstance(act, Declaration) else None,
            description=act.description if isinstance(act, Declaration) else None,
            sources=act.sources,
        )
        for act in done
    )
