"""Topics from broad to narrow with the glossary of words of treaty law, and a page for each topic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.common.base import Ref
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.description import definitions
from csekg.answers.entities.ontology import terms
from csekg.answers.entities.vocabularies import concepts, schemes
from csekg.answers.practice.assessments import asked_about
from csekg.answers.practice.promises import fields_of
from csekg.answers.practice.recommendations import recommendations
from csekg.answers.texts.affected_texts import annotated
from csekg.answers.texts.parallels import parallels_within
from csekg.answers.texts.topics import from_broad_to_narrow, topic
from csekg.languages.forms import sort_key
from csekg.languages.words import later
from csekg.namespaces import ONTOLOGY
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import api_links
from csekg_api.site.page import page, page_router
from csekg_api.site.states.state import by_kind
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import root_path
from csekg_api.web.words import _, in_english, pgettext

#: The regional groups of the United Nations, as short as the heads of columns have to be.
_REGIONS = {
    "un-african-group": later("African"),
    "un-asia-pacific-group": later("Asia-Pacific"),
    "un-eastern-european-group": later("Eastern European"),
    "un-latin-american-and-caribbean-group": later("Latin America and Caribbean"),
    "un-western-european-and-others-group": later("Western Europe and Others"),
}


router = page_router()


@router.get("/topics")
def every(store: ServedStore, request: Request) -> Response:
    has_topics = any(scheme.key == "topic" for scheme in schemes(store))
    parts = glossary(store)
    return page(
        request,
        "topics.html",
        topics=from_broad_to_narrow(store) if has_topics else (),
        parts=parts,
        every=sorted((word for part in parts for word in part.words), key=_order),
        **api_links("/api/v1/topics"),
    )


@router.get("/topics/{key}")
def one(store: ServedStore, request: Request, key: str) -> Response:
    detail = topic(store, key.lower())
    if detail.key != key:
        return RedirectResponse(f"{root_path(request)}/topics/{detail.key}", 308)
    days = [line.as_of for line in detail.treaties]
    return page(
        request,
        "topic.html",
        topic=detail,
        aspects=parallels_within(store, (one.id for each in detail.treaties for one in each.provisions)),
        short_region=_short_region,
        remarks=by_kind(annotated(store, detail.statements)),
        promised=[(text, fields_of(store, text.key)) for text in detail.texts if text.id in asked_about(store)],
        recommended=recommendations(store, topic=detail.key),
        as_of=(min(days), max(days)) if days else None,
        api=f"/api/v1/topics/{detail.key}",
    )


def _short_region(region: Ref) -> str:
    return _(_REGIONS[region.key]) if region.key in _REGIONS else region.name


#: The parts: heading, words with their ontology terms, vocabularies whose concepts are words.
_PARTS: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    (
        later("Joining a treaty"),
        {
            later("treaty"): "Treaty",
            later("protocol"): "Protocol",
            later("depositary"): "depositary",
            later("signature"): "Signature",
            later("consent to be bound"): "ConsentToBeBound",
            later("invitation"): "Invitation",
            later("regional organization"): "RegionalOrganization",
        },
        ("consent-kind",),
    ),
    (
        later("Entry into force, and leaving"),
        {
            later("entry into force"): "entersIntoForceOn",
            later("entry into force rule"): "EntryIntoForceRule",
            later("waiting period"): "waitingPeriod",
            later("threshold"): "threshold",
            later("denunciation"): "Denunciation",
        },
        ("counts-from", "applies-when"),
    ),
    (
        later("Where a State stands"),
        {later("participation"): "Participation", later("status interval"): "StatusInterval"},
        ("status",),
    ),
    (
        later("What States declare"),
        {
            later("reservation"): "Reservation",
            later("interpretative declaration"): "InterpretativeDeclaration",
            later("declaration"): "Declaration",
            later("binding age declaration"): "BindingAgeDeclaration",
            later("objection"): "Objection",
            later("communication"): "Communication",
            later("authority designation"): "AuthorityDesignation",
            later("territorial application"): "TerritorialApplication",
            later("territory"): "Territory",
        },
        ("printed-as", "effect", "made-upon", "withdrawal"),
    ),
    (
        later("The resolution"),
        {
            later("citation"): "Citation",
            later("unresolved citation"): "UnresolvedCitation",
            later("request"): "Request",
            later("correspondence"): "Correspondence",
        },
        ("legal-basis", "strength", "operative-verb", "citation-verb", "stance", "addressee", "duty", "provision-kind"),
    ),
    (
        later("The data"),
        {later("source"): "Source", later("as of"): "statusAsOf", later("discrepancy"): "Discrepancy"},
        ("basis", "verification", "discrepancy-status"),
    ),
)
#: Of concepts with the same code, that of the vocabulary named first here has it as its anchor.
_FIRST = ("status", "consent-kind", "legal-basis", "strength")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its anchor, its definition, what defines it and the path of that, '' without one."""

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


@remembered_in_order
def glossary(store: QueryEngine) -> tuple[Part, ...]:
    """Return the words in parts; vocabularies that the dataset lacks are left out."""
    taken = {_anchor(word) for _title, named, _schemes in _PARTS for word in named}
    names = {scheme.key: scheme.name for scheme in schemes(store)}
    wanted = [scheme for _title, _named, vocabularies in _PARTS for scheme in vocabularies]
    by_scheme: dict[str, list[Word]] = {}
    for scheme in dict.fromkeys((*_FIRST, *wanted)):
        by_scheme[scheme] = [
            Word(
                concept.key if concept.key not in taken else f"{scheme}-{concept.key}",
                concept.name,
                concept.definition,
                names[scheme],
                "",
            )
            for concept in (concepts(store, scheme) if scheme in names else ())
        ]
        taken |= {word.anchor for word in by_scheme[scheme]}
    parts = []
    for title, named, vocabularies in _PARTS:
        words = [*_defined(store, named), *(word for key in vocabularies for word in by_scheme[key])]
        parts.append(Part(title, tuple(sorted(words, key=_order))))
    return tuple(parts)


def _defined(store: QueryEngine, named: Mapping[str, str]) -> Iterator[Word]:
    """Yield the words of the ontology; a dataset without it has them in English alone."""
    here = {ONTOLOGY + term.name: in_english(term.definition) for term in terms()}
    here |= definitions(store, [ONTOLOGY + name for name in named.values()])
    for word, name in named.items():
        defined_in = pgettext("where a word is defined", "ontology")
        yield Word(_anchor(word), _(word), here[ONTOLOGY + name], defined_in, f"/ontology#{name}")


def _anchor(word: str) -> str:
    """Return the anchor of a word of the ontology, the same in all languages."""
    return word.replace(" ", "-")


def _order(word: Word) -> bytes:
    return sort_key(word.word)
