"""What can be found: everything that has a name, with names, summaries and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from csekg import namespaces as ns
from csekg.answers.common.base import part_key
from csekg.answers.common.folding import folded_words
from csekg.answers.common.groups import group_key
from csekg.answers.common.remembering import remembered
from csekg.sparql.store import QueryEngine

_ACTORS = ("State", "RegionalOrganization", "FormerState", "TreatyActor")
_INSTRUMENTS = ("Treaty", "Resolution", "PoliticalCommitment", "Report", "Guidelines", "Mandate")
_PARAGRAPHS = ("PreambularParagraph", "OperativeParagraph", "SubParagraph")
_PROVISIONS = ("Article", "TreatyProvision")
_ACTION = f"{ns.ID}action/"
_PARTICIPATION = f"{ns.ID}participation/"


def key_of(iri: str, type_: str) -> str:
    """Return the key of a thing of a class: `FRA`, `opsc`, `op/4/a`, `article/34`, `un-member`.

    The key of an act or a participation is the path of its IRI.
    """
    if type_ == "Group":
        return group_key(iri)
    for acts in (_ACTION, _PARTICIPATION):
        if iri.startswith(acts):
            return iri.removeprefix(acts)
    return part_key(iri)


def address_of(iri: str, type_: str) -> str | None:
    """Return the path of a thing below the root of the API, None if it has none."""
    key = key_of(iri, type_)
    if type_ in _ACTORS:
        return f"/states/{key}"
    if type_ in _INSTRUMENTS:
        return f"/instruments/{key}"
    if type_ in _PARAGRAPHS:
        return f"/resolution/paragraphs/{key}"
    if type_ in _PROVISIONS:
        instrument = iri.removeprefix(f"{ns.ID}instrument/").partition("/")[0]
        return f"/instruments/{instrument}/articles/{key.removeprefix('article/')}"
    if iri.startswith((_ACTION, _PARTICIPATION)):
        treaty, actor, *_ = key.split("/")
        return f"/states/{actor}/participation/{treaty}"
    scheme = iri.removeprefix(f"{ns.ID}vocab/").partition("/")[0]
    others = {
        "Group": f"/states?group={key}",
        "Footnote": "/resolution/footnotes",
        "Concept": f"/vocabularies/{scheme}",
        "ConceptScheme": f"/vocabularies/{scheme}",
        "Source": f"/sources/{key}",
    }
    return others.get(type_)


Kind = Literal[
    "participation",
    "state",
    "treaty",
    "instrument",
    "paragraph",
    "article",
    "concept",
    "group",
    "page",
    "territory",
    "area",
    "statement",
    "footnote",
    "vocabulary",
    "source",
    "meeting",
    "body",
]

#: The class of a page of the site, which is not in the dataset.
PAGE = "WebPage"
#: The kind by class. A thing of several classes is of the first of them.
KINDS: dict[str, Kind] = {
    "State": "state",
    "RegionalOrganization": "state",
    "FormerState": "state",
    "TreatyActor": "state",
    "Treaty": "treaty",
    "Resolution": "instrument",
    "PoliticalCommitment": "instrument",
    "Report": "instrument",
    "Guidelines": "instrument",
    "Mandate": "instrument",
    "PreambularParagraph": "paragraph",
    "OperativeParagraph": "paragraph",
    "SubParagraph": "paragraph",
    "Article": "article",
    "TreatyProvision": "article",
    "Concept": "concept",
    "Group": "group",
    "Territory": "territory",
    "AssessedArea": "area",
    "Reservation": "statement",
    "Objection": "statement",
    "InterpretativeDeclaration": "statement",
    "BindingAgeDeclaration": "statement",
    "Declaration": "statement",
    "Communication": "statement",
    "Footnote": "footnote",
    "ConceptScheme": "vocabulary",
    "Source": "source",
    "Meeting": "meeting",
    "Body": "body",
    PAGE: "page",
    "Participation": "participation",
}
#: The order of kinds among equally good hits.
ORDER = {kind: place for place, kind in enumerate(get_args(Kind))}
_PLACE = {name: place for place, name in enumerate(KINDS)}
_TEXT_LANGUAGE = "en"
_TOPIC = f"{ns.ID}vocab/topic/"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site that is not about one thing: its path, title, other names and summary."""

    path: str
    title: str
    names: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name or a summary as it is written, its language (empty for a key), and its folded words."""

    text: str
    language: str
    words: str


@dataclass(slots=True)
class Entry:
    """A thing with its names, the first of which it is called by, and our summaries.

    `titles` are the names by which a page of the site is called in languages other than English.
    """

    iri: str
    type: str
    key: str
    label: str
    names: list[Name]
    summaries: list[Name] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The kind of the thing."""
        return KINDS[self.type]

    @property
    def short_name(self) -> str:
        """The short title of a treaty, of anything else the label."""
        return self.names[0].text if self.names else self.label

    @property
    def order(self) -> float:
        """The place of its kind among equally good hits; topics come before other concepts."""
        return ORDER[KINDS[self.type]] - (0.5 if self.iri.startswith(_TOPIC) else 0)


# Labels are asked for by class: most labelled nodes are status intervals, which nobody seeks.
_LABELS = """
SELECT ?thing ?class ?label WHERE {
  VALUES ?class { %s } ?thing a ?class ; rdfs:label ?label FILTER(LANG(?label) IN ("en", ""))
}
"""
_NAMES = """
SELECT ?thing ?name (LANG(?name) AS ?language) WHERE {
  ?thing skos:prefLabel|skos:altLabel|skos:hiddenLabel|dcterms:title|cse:formalName
    |dcterms:identifier|cse:iso2|cse:documentSymbol|skos:notation|cse:mtdsgNumber ?name
}
"""
_NAMES_OF_TOPICS = """
SELECT ?topic ?name (LANG(?name) AS ?language) WHERE {
  ?word a cse:PractitionerWord ; rdfs:seeAlso ?topic ; rdfs:label|skos:hiddenLabel ?name
}
"""
_SHORT_TITLES = """
SELECT ?thing ?name (LANG(?name) AS ?language) WHERE { ?thing cse:shortTitle ?name }
"""
_TEXTS = """
SELECT ?thing ?text (LANG(?text) AS ?language) WHERE {
  { ?thing cse:heading|dcterms:description|skos:definition|cse:reference ?text }
  UNION { ?thing a cse:AssessedArea ; skos:note ?text }
}
"""


def read_entries(store: QueryEngine, pages: Mapping[str, Iterable[SitePage]]) -> tuple[Entry, ...]:
    """Return everything in a store that can be found, and the pages, given by language."""
    return (*_stored(store), *_pages(pages))


@remembered
def _stored(store: QueryEngine) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    classes = [name for name in KINDS if name not in (PAGE, "Participation")]
    found = store.values(_LABELS % " ".join(map(_term, classes)))
    for thing, class_, label in sorted(found, key=lambda row: _PLACE[_local(row[1])]):
        if thing not in entries:
            entries[thing] = _entry(thing, _local(class_), label)
    for thing, name, language in (*store.values(_NAMES), *store.values(_NAMES_OF_TOPICS)):
        if thing in entries:
            entries[thing].names.append(_name(name, language))
    for thing, name, language in store.values(_SHORT_TITLES):
        if thing in entries:
            names = entries[thing].names
            first = 0 if language == _TEXT_LANGUAGE else len(names)
            names.insert(first, _name(name, language))
    for thing, text, language in store.values(_TEXTS):
        if thing in entries:
            entries[thing].summaries.append(_name(text, language))
    return (*entries.values(),)


def _entry(iri: str, type_: str, label: str) -> Entry:
    key = key_of(iri, type_)
    return Entry(iri, type_, key, label, [_name(label, _TEXT_LANGUAGE), _name(key, "")])


def _name(text: str, language: str) -> Name:
    return Name(text, language, folded_words(text))


def _pages(pages: Mapping[str, Iterable[SitePage]]) -> Iterator[Entry]:
    """Yield an entry for each page of the site, with its names in every language."""
    found: dict[str, Entry] = {}
    for language, listed in pages.items():
        for page in listed:
            entry = found.setdefault(page.path, Entry(ns.BASE + page.path.removeprefix("/"), PAGE, page.path, "", []))
            names = (page.title, page.path.strip("/"), *page.names)
            entry.names += [_name(name, language) for name in names]
            entry.summaries.append(_name(page.summary, language))
            if language == _TEXT_LANGUAGE:
                entry.label = page.title
            else:
                entry.titles[language] = page.title
    yield from found.values()


def _term(class_: str) -> str:
    return f"{'skos' if class_.startswith('Concept') else 'cse'}:{class_}"


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
