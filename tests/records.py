"""The fact files as tests need them: read by hand, read by csekg, or changed in a copy."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
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


def existing(on: date) -> set[str]:
    """The actors that exist on a day."""
    continuity = all_facts().continuity
    return {key for key in all_facts().actors if continuity.exists(key, on)}


def references() -> References:
    """Return what rows about acts may name."""
    it = all_facts()
    return References(it.actors, it.territories, it.sources, it.vocabularies)


@cache
def in_language(language: str) -> InLanguage:
    """What a language has of the editors' texts."""
    return in_languages(all_facts())[language]


@cache
def rows(file: str) -> list[dict[str, str]]:
    """The lines of a CSV file of the data, read without csekg; none if the file is missing."""
    path = data_dir() / file
    return examples(path) if path.is_file() else []


def examples(file: Path) -> list[dict[str, str]]:
    """The lines of a CSV file, as those that stand beside tests."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def stated() -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of every participation.csv with the key of its treaty."""
    for folder in sorted((data_dir() / "treaties").iterdir()):
        for row in rows(f"treaties/{folder.name}/participation.csv"):
            yield folder.name, row


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """The data, as links, but for one file in which `old` is replaced once."""
    data = there = folder / "data"
    here = data_dir()
    for name in Path(file).parts:
        there.mkdir()
        for each in here.iterdir():
            if each.name != name:
                (there / each.name).symlink_to(each)
        here, there = here / name, there / name
    content = here.read_text(encoding="utf-8")
    assert old in content
    there.write_text(content.replace(old, new, 1), encoding="utf-8")
    return data


def short(iri: str) -> str:
    """An IRI of ours without the part that all share, anything else as it is."""
    return iri.removeprefix(ID)
