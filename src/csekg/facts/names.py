"""Names of things beside the English ones, in other languages and for the search; words by which people look.

Read from `data/languages/*.csv`, `data/search_names.csv` and `data/other_names.csv`; the words of practitioners, as
webcam, from `data/words.csv`, and their names in each language from `data/search_names.csv`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.errors import did_you_mean
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies
from csekg.languages.current import ENGLISH, LANGUAGES

#: The languages that names and texts are translated into.
OTHER_LANGUAGES = tuple(sorted(code for code in LANGUAGES if code != ENGLISH))
#: What may be named: its title, name or label, or the short form that is cited.
FULL, SHORT = "full", "short"
#: The sources that are somebody's knowledge: no document was seen, so nothing is verified.
UNSEEN = ("editors", "memory", "terminologist")
_FILES = ("titles.csv", "terms.csv", "actors.csv", "groups.csv", "territories.csv")
_COLUMNS = "thing,form,language,text,status,verification,source,seen_in,note"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameInLanguage:
    """A name of a thing in one language, with its status and how far it was checked.

    `thing` is the path of its IRI below `id/`, as `instrument/tip` or `vocab/topic/grooming`, or
    `ontology#` and the name of a term of the ontology. `seen_in` says where in the source.
    """

    row: Row
    thing: str
    form: str
    language: str
    text: str
    status: str
    verification: str
    source: str
    seen_in: str
    note: str

    @property
    def is_short(self) -> bool:
        """Whether this is a short form."""
        return self.form == SHORT


def read_names_in_languages(
    data: Path, sources: Mapping[str, Source], vocabularies: Vocabularies
) -> tuple[NameInLanguage, ...]:
    """Return the names in file order.

    Raises DataError for an unknown form, language, status, verification or source, for an empty
    text, for a thing that has two names of one form in a language, and for a name that counts as
    verified though no document was seen. Whether the things exist is checked with the other facts.
    """
    return tuple(
        _name(row, sources, vocabularies)
        for file in _FILES
        for row in read_csv(data / "languages" / file, _COLUMNS, key="thing,form,language")
    )


def _name(row: Row, sources: Mapping[str, Source], vocabularies: Vocabularies) -> NameInLanguage:
    verification = row.one_of("verification", vocabularies["verification"], "verification")
    source = row.one_of("source", sources, "source")
    if source in UNSEEN and verification != "unverified":
        raise row.fail(f"the source {source} is nobody's document", verification, "Write unverified.")
    return NameInLanguage(
        row=row,
        thing=row.required("thing"),
        form=row.one_of("form", (FULL, SHORT), "form of a name"),
        language=row.one_of("language", OTHER_LANGUAGES, "language"),
        text=row.required("text"),
        status=row.one_of("status", vocabularies["name-status"], "status of a name"),
        verification=verification,
        source=source,
        seen_in=row["seen_in"],
        note=row["note"],
    )


_SEARCH_FILES = ("search_names.csv", "other_names.csv")
_SEARCH_COLUMNS = "thing,name,lang,source"


@dataclass(frozen=True, slots=True)
class SearchName:
    """A usual, former or outdated name of a thing, which its page does not bear.

    `thing` is the path of its IRI below `id/`, as `instrument/tip` or `vocab/topic/grooming`.
    """

    row: Row
    thing: str
    name: str
    language: str
    source: str


def read_search_names(data: Path, sources: Mapping[str, Source]) -> tuple[SearchName, ...]:
    """Return the names of both files in file order.

    Raises DataError for an empty cell, an unknown source and a name that a thing has twice. Whether
    the things exist is checked with the other facts.
    """
    return tuple(
        SearchName(
            row,
            row.required("thing"),
            row.required("name"),
            row.required("lang"),
            row.one_of("source", sources, "source"),
        )
        for file in _SEARCH_FILES
        for row in read_csv(data / file, _SEARCH_COLUMNS, key="thing,name")
    )


#: A provision of a treaty: the key of the treaty, and the provision as printed.
Place = tuple[str, str]
_WORD_COLUMNS = "key,name,topics,treated_by,nearest,note,source"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of practitioners with its topics and provisions, which is a judgment of the editors.

    `treated_by` are the provisions that treat its matter, `nearest` those that only come near. Of a
    word with none of the former, no provision says it. `note` is ours, empty where there is nothing to add.
    """

    key: str
    name: str
    topics: tuple[str, ...]
    treated_by: tuple[Place, ...]
    nearest: tuple[Place, ...]
    note: str
    source: str


def read_words(
    data: Path, sources: Mapping[str, Source], vocabularies: Vocabularies, provisions: Mapping[str, Collection[str]]
) -> dict[str, Word]:
    """Return every word by its key; `provisions` holds those of each treaty as printed.

    Raises DataError for an unknown topic, source or provision, a provision listed twice, and a word without any.
    """
    words = {}
    for row in read_csv(data / "words.csv", _WORD_COLUMNS, "key"):
        treated, near = _places(row, "treated_by", provisions), _places(row, "nearest", provisions)
        if twice := {*treated} & {*near}:
            raise row.fail("a provision treats the word or comes near, not both", ":".join(min(twice)))
        if not treated + near:
            raise row.fail("a word leads to at least one provision", row["key"])
        words[row["key"]] = Word(
            row.required("key"),
            row.required("name"),
            row.each_of("topics", vocabularies["topic"], "topic"),
            treated,
            near,
            row["note"],
            row.one_of("source", sources, "source"),
        )
    return words


def _places(row: Row, column: str, provisions: Mapping[str, Collection[str]]) -> tuple[Place, ...]:
    """Return the provisions of a column, each written `opsc:3(1)(c)`."""
    known = {f"{treaty}:{printed}" for treaty, listed in provisions.items() for printed in listed}
    places = row.list(column)
    for place in places:
        if place not in known or places.count(place) > 1:
            raise row.fail(f"unknown or repeated provision in column {column}", place, did_you_mean(place, known))
    return tuple((treaty, printed) for treaty, _, printed in (place.partition(":") for place in places))
