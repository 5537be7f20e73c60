"""The columns of lists: names for programs, headings for people in their language."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import csekg.answers
import csekg.releases
from csekg.answers.common.base import Answer
from csekg.answers.common.headings import headings
from csekg.answers.common.tables import columns, in_words
from csekg.answers.status.status_answers import Standing
from csekg.languages.current import speaking


def _models(base: type[Answer] = Answer) -> Iterator[type[Answer]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def test_each_heading_is_that_of_a_column() -> None:
    for package in (csekg.answers, csekg.releases):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    # The rows of its own that the API has are about releases.
    importlib.import_module("csekg_api.rest.releases")
    names = {column.name for model in set(_models()) for column in columns(model)}
    assert not headings().keys() - names


def test_headings_are_the_words_of_the_name_where_these_do_not_mislead() -> None:
    assert headings()["actorName"] == "State"
    misleading = {name for name, heading in headings().items() if heading != in_words(name)}
    assert misleading == {
        "actor", "actorName", "treaty", "treatyName", "asOf", "on", "doi", "url", "sha256",
        "id",
    }  # fmt: skip


def test_another_language_has_the_same_columns_with_other_headings() -> None:
    english = columns(Standing)
    with speaking("fr"):
        french = columns(Standing)
    assert [column.name for column in french] == [column.name for column in english]
    # Some words are the same in both languages.
    same = {ours.heading for ours in french} & {theirs.heading for theirs in english}
    assert len(same) < len(english) / 4
