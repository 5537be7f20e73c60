"""The glossary: words of treaty law, as the vocabularies and the ontology define them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.answers.common.remembering import remembered
from csekg.answers.things.ontology import terms
from csekg.answers.things.vocabularies import concepts, schemes
from csekg.sparql.store import QueryEngine
from csekg_api.site.page import page, page_router

#: The parts: heading, words (anchor: ontology term), vocabularies whose concepts are words.
_PARTS: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    ("Joining a treaty", {
        "treaty": "Treaty", "protocol": "Protocol", "depositary": "depositary",
        "signature": "Signature", "consent-to-be-bound": "ConsentToBeBound",
        "invitation": "Invitation", "regional-organization": "RegionalOrganization",
    }, ("consent-kind",)),
    ("Entry into force, and leaving", {
        "entry-into-force": "entersIntoForceOn", "entry-into-force-rule": "EntryIntoForceRule",
        "waiting-period": "waitingPeriod", "threshold": "threshold", "denunciation": "Denunciation",
    }, ("counts-from", "applies-when")),
    ("Where a State stands", {
        "participation": "Participation", "status-interval": "StatusInterval",
    }, ("status",)),
    ("What States declare", {
        "reservation": "Reservation", "interpretative-declaration": "InterpretativeDeclaration",
        "declaration": "Declaration", "binding-age-declaration": "BindingAgeDeclaration",
        "objection": "Objection", "communication": "Communication",
        "authority-designation": "AuthorityDesignation",
        "territorial-application": "TerritorialApplication", "territory": "Territory",
    }, ("effect", "made-upon", "withdrawal")),
    ("The resolution", {
        "citation": "Citation", "unresolved-citation": "UnresolvedCitation", "request": "Request",
        "correspondence": "Correspondence",
    }, ("legal-basis", "strength", "operative-verb", "citation-verb", "stance", "addressee",
        "duty", "provision-kind")),
    ("The data", {
        "source": "Source", "as-of": "statusAsOf", "discrepancy": "Discrepancy",
    }, ("basis", "verification", "discrepancy-status")),
)  # fmt: skip
#: Of concepts with the same code, that of the vocabulary named first here has it as its anchor.
_FIRST = ("status", "consent-kind", "legal-basis", "strength")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its anchor, its definition and the path of what defines it."""

    anchor: str
    word: str
    definition: str
    defined_in: str
    href: str


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one subject in alphabetical order."""

    title: str
    words: tuple[Word, ...]


@remembered
def glossary(store: QueryEngine) -> tuple[Part, ...]:
    """Return the words in parts; vocabularies that the dataset lacks are left out."""
    taken = {anchor for _, named, _ in _PARTS for anchor in named}
    known = {scheme.key: scheme.name for scheme in schemes(store)}
    wanted = [scheme for _, _, vocabularies in _PARTS for scheme in vocabularies]
    found: dict[str, list[Word]] = {}
    for scheme in dict.fromkeys((*_FIRST, *wanted)):
        found[scheme] = [
            Word(
                concept.key if concept.key not in taken else f"{scheme}-{concept.key}",
                concept.name,
                concept.definition,
                known[scheme],
                f"/page/vocab/{scheme}",
            )
            for concept in (concepts(store, scheme) if scheme in known else ())
        ]
        taken |= {word.anchor for word in found[scheme]}
    parts = []
    for title, named, vocabularies in _PARTS:
        words = [*_defined(named), *(word for each in vocabularies for word in found[each])]
        parts.append(Part(title, tuple(sorted(words, key=lambda word: word.word.casefold()))))
    return tuple(parts)


def _defined(named: dict[str, str]) -> Iterator[Word]:
    definitions = {term.name: term.definition for term in terms()}
    for anchor, name in named.items():
        word = anchor.replace("-", " ")
        yield Word(anchor, word, definitions[name], "ontology", f"/ontology#{name}")


def glossary_routes(store: QueryEngine) -> APIRouter:
    """Return the route /glossary; each word has its key as anchor."""
    router = page_router()

    @router.get("/glossary")
    def words(request: Request) -> Response:
        parts = glossary(store)
        every = sorted(
            (word for part in parts for word in part.words), key=lambda w: w.word.casefold()
        )
        return page(request, "glossary.html", parts=parts, every=every)

    return router
