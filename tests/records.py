"""The fact files as tests need them: read by hand, read by csekg, or changed in a copy."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from csekg.dataset.texts import InLanguage, in_languages
from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.facts.actors import References
from csekg.namespaces import ID
from csekg.resources import data_dir, ontology_dir


@cache
def all_facts() -> AllFacts:
    """All facts of the checkout."""
    return read_all_facts(data_dir(), ontology_dir())


def references() -> References:
    """Return what rows about acts may name."""
    it = all_facts()
    return References(it.actors, it.territories, it.sources, it.vocabularies)


@cache
def in_language(language: str) -> InLanguage:
    """What a language has of the editors' texts."""
    return in_languages(all_facts())[language]


def rows(file: str) -> list[dict[str, str]]:
    """The lines of a CSV file, read without csekg; none if the file is missing."""
    path = data_dir() / file
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def stated() -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of every participation.csv with the key of its treaty."""
    for folder in sorted((data_dir() / "treaties").iterdir()):
        for row in rows(f"treaties/{folder.name}/participation.csv"):
            yield folder.name, row


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """The data, as links, but for one file in which `old` is replaced once."""
    data = folder / "data"
    shutil.copytree(data_dir(), data, copy_function=os.symlink)
    content = (data / file).read_text(encoding="utf-8")
    assert old in content
    (data / file).unlink()
    (data / file).write_text(content.replace(old, new, 1), encoding="utf-8")
    return data


def short(iri: str) -> str:
    """An IRI of ours without the part that all share, anything else as it is."""
    return iri.removeprefix(ID)
