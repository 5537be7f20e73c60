"""Our own translations of the editors' texts (`data/languages/<language>/texts.csv`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeAlias
from unicodedata import normalize

from csekg.errors import DataError, did_you_mean
from csekg.facts.names import OTHER_LANGUAGES
from csekg.facts.tables import Row, read_csv

_FILE = "texts.csv"
COLUMNS = "thing,property,place,of,text"


class Key(NamedTuple):
    """Where a text stands: a thing, one of its properties, and the place among its texts.

    `thing` is the path of its IRI below `id/`, or `ontology#` and the name of a term of the
    ontology; `property` is a name with a prefix, as `skos:note`. `place` counts from 1 where the
    thing has several texts of the property, and is 0 where it has one.
    """

    thing: str
    property: str
    place: int


#: What a translation is of: a property, and the hash of an English text.
Source: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation of a text into one language, and where it stood when it was made."""

    row: Row
    key: Key
    source: Source
    text: str


#: The translations by language, in file order.
Translations = Mapping[str, tuple[Translation, ...]]


def hash_of(english: str) -> str:
    """Return what names an English text in the files: ten hex digits of the SHA-256 of its NFC."""
    return sha256(normalize("NFC", english).encode()).hexdigest()[:10]


def read_translations(data: Path) -> Translations:
    """Return the translations into every language; one without a file has none yet.

    Raises DataError for a folder of an unknown language, an empty cell, a place or a hash that is
    none, and a text translated twice. Whether the texts exist is another question: a refresh or a
    correction may have replaced them.
    """
    for folder in (data / "languages").iterdir():
        if folder.is_dir() and folder.name not in OTHER_LANGUAGES:
            raise DataError(
                "unknown language",
                file=folder / _FILE,
                line=1,
                value=folder.name,
                hint=did_you_mean(folder.name, OTHER_LANGUAGES),
            )
    return {language: _read(file_of(data, language)) for language in OTHER_LANGUAGES}


def file_of(data: Path, language: str) -> Path:
    """Return the file of the translations into a language."""
    return data / "languages" / language / _FILE


def _read(file: Path) -> tuple[Translation, ...]:
    if not file.is_file():
        return ()
    translations: dict[tuple[str, str, str], Translation] = {}
    for row in read_csv(file, COLUMNS, key="thing,property,place"):
        thing, name, of = row.required("thing"), row.required("property"), row.required("of")
        if not re.fullmatch("([1-9][0-9]*)?", row["place"]):
            raise row.fail("column place is no number from 1 on", row["place"])
        if not re.fullmatch("[0-9a-f]{10}", of):
            raise row.fail("column of is no hash of ten hex digits", of, "`csekg languages --take` writes it.")
        if (thing, name, of) in translations:
            raise row.fail("listed twice", f"{thing}, {name}, {of}")
        key = Key(thing, name, int(row["place"] or 0))
        translations[thing, name, of] = Translation(row, key, (name, of), row.required("text"))
    return tuple(translations.values())
