"""Answers as CSV with the names of JSON, for the tables of a release."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic.alias_generators import to_camel

from csekg.answers.common.base import Answer
from csekg.answers.common.tables import fields, table_of
from csekg.tables import as_csv

T = TypeVar("T", bound=Answer)


def to_csv(model: type[T], items: Iterable[T]) -> bytes:
    """Return answers as CSV, each column called as its field in JSON."""
    names = (to_camel(field.name) for field in fields(model))
    return as_csv.to_csv(names, table_of(model).rows_of(items))
