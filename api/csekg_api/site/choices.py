"""What the forms of pages offer, the words that pages explain, and the reading of a chosen day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from fastapi.responses import RedirectResponse

from csekg.answers.common.actor_names import keys_of_name
from csekg.answers.common.base import Ref
from csekg.answers.common.groups import Group, groups
from csekg.answers.common.names import status_headings
from csekg.answers.common.references import ORDER, SourceRef, TreatyInfo, actor_ref, by_legal_basis, treaties
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.entities.actors import actors
from csekg.answers.entities.description import definitions
from csekg.answers.entities.vocabularies import Concept, concepts_by_code
from csekg.errors import AmbiguousNameError, CsekgError, TooEarlyError, UnknownNameError
from csekg.languages.days import parse_day
from csekg.languages.forms import semicolon
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.namespaces import ONTOLOGY
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Choice
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import of_name
from csekg_api.web.request_limits import SEVERAL
from csekg_api.web.urls import own_path, root_path
from csekg_api.web.words import _

T = TypeVar("T")

#: Words of treaty law that pages explain: anchor in the glossary, and the ontology term that
#: defines the word.
_TERMS = {
    "signature": "Signature",
    "consent-to-be-bound": "ConsentToBeBound",
    "entry-into-force": "entersIntoForceOn",
    "entry-into-force-rule": "EntryIntoForceRule",
    "reservation": "Reservation",
    "territorial-application": "TerritorialApplication",
    "correspondence": "Correspondence",
}
#: The kinds of groups of the M49 standard, which have others beneath them.
_M49 = ("m49-region", "m49-subregion", "m49-intermediate")
#: The kinds of all other groups, with the titles under which they are offered.
_OTHER_GROUPS = {
    "un-regional-group": later("Regional groups of the UN"),
    "organization-membership": later("Unions and organizations"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """Treaties, groups and vocabularies of a store, in the form in which templates use them."""

    store: QueryEngine

    @property
    def treaties(self) -> tuple[TreatyInfo, ...]:
        """The treaties; first those that the resolution urges States to join."""
        return _treaties(self.store)

    @property
    def first_treaty(self) -> str | None:
        """The key of the treaty with which a page opens; None without treaties.

        Of the treaties urged it is the one that most States could still join.
        """
        return _first_treaty(self.store)

    @property
    def urged(self) -> tuple[TreatyInfo, ...]:
        """The treaties of the strongest legal basis: those that States are urged to join."""
        return tuple(treaty for treaty in self.treaties if treaty.legal_basis == self.treaties[0].legal_basis)

    @property
    def newest(self) -> date | None:
        """The newest as-of date of any treaty; None without treaties."""
        return max((treaty.as_of for treaty in self.treaties), default=None)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of States, by kind and name."""
        return groups(self.store)

    @property
    def group_sections(self) -> tuple[tuple[str, tuple[tuple[Group, int], ...]], ...]:
        """The groups from continents down: title of each section, its groups with their depth."""
        return _group_sections(self.store)

    @property
    def states(self) -> Mapping[str, str]:
        """What a field takes for each State, by key: its name, or the key where several have the name."""
        return _typed(self.store)

    @property
    def statuses(self) -> Mapping[str, Concept]:
        """The statuses with labels and definitions, by code, from bound to not eligible."""
        return _statuses(self.store)

    @property
    def headings(self) -> Mapping[str, str]:
        """The headings of the lists of those with a status, by its code."""
        return status_headings(self.store)

    @property
    def consent_kinds(self) -> Mapping[str, Concept]:
        """The kinds of consent to be bound with their definitions, by code."""
        return concepts_by_code(self.store, "consent-kind")

    @property
    def bases(self) -> Mapping[str, Concept]:
        """The legal bases with their definitions, by code: how the resolution names a treaty."""
        return concepts_by_code(self.store, "legal-basis")

    @property
    def terms(self) -> Mapping[str, str]:
        """The definitions of words of treaty law by anchor, '' for a word without one."""
        return _terms(self.store)


async def _form_choices(store: ServedStore) -> Choices:
    return Choices(store)


#: What forms offer, for a route.
FormChoices: TypeAlias = Annotated[Choices, Depends(_form_choices)]


@remembered_in_order
def _treaties(store: QueryEngine) -> tuple[TreatyInfo, ...]:
    return tuple(sorted(treaties(store).values(), key=by_legal_basis))


@remembered_in_order
def _group_sections(store: QueryEngine) -> tuple[tuple[str, tuple[tuple[Group, int], ...]], ...]:
    """Return continents with their regions beneath, then the regional groups of the UN, then all.

    A group whose wider region is not in the store stands as a continent does.
    """
    offered = groups(store)
    keys = {group.key for group in offered}

    def below(parent: str | None, depth: int) -> Iterator[tuple[Group, int]]:
        for group in offered:
            wider = group.is_part_of.key if group.is_part_of else None
            if group.group_kind in _M49 and (wider if wider in keys else None) == parent:
                yield group, depth
                yield from below(group.key, depth + 1)

    sections = [(_("Continents and their regions"), tuple(below(None, 0)))]
    for kind, title in _OTHER_GROUPS.items():
        members = tuple((group, 0) for group in offered if group.group_kind == kind)
        sections.append((_(title), members))
    return tuple((title, members) for title, members in sections if members)


@remembered_in_order
def _typed(store: QueryEngine) -> Mapping[str, str]:
    own = {actor.key: str(actor.name) for actor in actors(store)}
    return MappingProxyType({key: name if keys_of_name(store, name) == (key,) else key for key, name in own.items()})


@remembered_in_order
def _first_treaty(store: QueryEngine) -> str | None:
    choices = Choices(store)
    if not choices.treaties:
        return None
    missing = Counter(
        treaty.rpartition("/")[2] for (treaty,) in store.values("SELECT ?t WHERE { ?actor cse:notPartyTo ?t }")
    )
    return max((treaty.key for treaty in choices.urged), key=lambda key: missing[key])


@remembered
def _statuses(store: QueryEngine) -> Mapping[str, Concept]:
    concepts = concepts_by_code(store, "status")
    return MappingProxyType({code: concepts[code] for code in ORDER if code in concepts})


@remembered
def _terms(store: QueryEngine) -> Mapping[str, str]:
    by_iri = definitions(store, [ONTOLOGY + name for name in _TERMS.values()])
    return MappingProxyType({anchor: by_iri.get(ONTOLOGY + name, "") for anchor, name in _TERMS.items()})


def regions(choices: Choices) -> list[Choice]:
    """Return the continents with their regions beneath, as the values of a facet."""
    (_, continents), *_ = choices.group_sections or (("", ()),)
    return [Choice(group.key, group.name, depth) for group, depth in continents]


def of_treaties(choices: Choices) -> list[Choice]:
    """Return the treaties as the values of a facet."""
    return [Choice(treaty.key, treaty.short_title) for treaty in choices.treaties]


def worded(codes: Iterable[tuple[str, str]]) -> list[Choice]:
    """Return codes with their English words as the values of a facet."""
    return [Choice(code, _(words)) for code, words in codes]


def statuses(choices: Choices) -> list[Choice]:
    """Return the statuses as the values of a facet; none without treaties."""
    offered = choices.statuses if choices.treaties else {}
    return [Choice(code, concept.name) for code, concept in offered.items()]


def bases(choices: Choices) -> list[Choice]:
    """Return the legal bases as the values of a facet; none without treaties."""
    offered = choices.bases if choices.treaties else {}
    return [Choice(code, basis.name) for code, basis in offered.items()]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A day given in a form: its text, the day, and what is wrong with the text."""

    text: str
    day: date | None
    fault: str | None


def chosen_day(text: str) -> Chosen:
    """Return the day that a form gives as an ISO date; none if the field is empty."""
    if not text.strip():
        return Chosen("", None, None)
    try:
        return Chosen(text, parse_day(text.strip()), None)
    except (ValueError, CsekgError):
        return Chosen(text, None, _("“{text}” is not a day; write it as 2007-04-27.", text=text))


#: The errors of a name or a day that a form gives.
NAME_OR_DAY_ERRORS = (UnknownNameError, AmbiguousNameError, TooEarlyError)


def refused(error: UnknownNameError | AmbiguousNameError | TooEarlyError) -> tuple[str, int]:
    """Return what is wrong with a name or a day, and the status of a page that says so."""
    return str(error), of_name(error)[0]


def rows_or_fault(look_up: Callable[[], list[T]]) -> tuple[list[T], str | None]:
    """Return the rows that a page lists, or none and what is wrong with a name by which they are looked up."""
    try:
        return look_up(), None
    except UnknownNameError as error:
        return [], str(error)


def listed_names(refs: Iterable[Ref | SourceRef]) -> str | None:
    """Return names as the cell of a table, None without any."""
    return joined(semicolon(), (ref.name for ref in refs)) or None


#: A field of a form that may be given several times.
Several: TypeAlias = Annotated[tuple[str, ...], Query(max_length=SEVERAL)]


def canonical_redirect(request: Request, unchosen: Collection[str] = ()) -> RedirectResponse | None:
    """Return the way to the same page without empty parameters; None where there are none.

    Those called `unchosen` are left out, too: a form sends them, and they say what holds anyway.
    """
    sent = request.query_params.multi_items()
    chosen = [(name, value) for name, value in sent if value.strip() and name not in unchosen]
    if len(chosen) == len(sent):
        return None
    path = root_path(request) + own_path(request)
    return RedirectResponse(with_query(path, chosen), 303)


def with_query(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return an address with these parameters, without a question mark where there are none."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def api_links(path: str, pairs: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """Return where the API has what a page shows, as JSON and as CSV, by the names in templates."""
    return {"api": with_query(path, pairs), "csv": with_query(path, [*pairs, ("format", "csv")])}


def pairs(name: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """Return a parameter with each of its values."""
    return [(name, value) for value in values]


def actor_keys(store: QueryEngine, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of States given by key or by name in any language, each once.

    Raises UnknownNameError with the nearest names, and AmbiguousNameError for a name that several have.
    """
    return tuple(dict.fromkeys(actor_ref(store, text).key for text in texts if text.strip()))


def initials(store: QueryEngine) -> tuple[TreatyInfo, ...]:
    """Return the treaties whose short title in the current language is made of initials."""
    return tuple(treaty for treaty in Choices(store).treaties if str(treaty.short_title).isupper())
