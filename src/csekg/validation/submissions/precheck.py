"""Looks whether a text can be validated, before anything is prepared for that."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from csekg.errors import CsekgError
from csekg.validation.submissions.csv_rows import count_rows
from csekg.validation.submissions.json_ld import as_n_triples
from csekg.validation.submissions.turtle import count_acts


class Form(StrEnum):
    """The formats of a submission; the value is the ending of the file name."""

    csv = ".csv"
    turtle = ".ttl"
    json_ld = ".jsonld"


def look(content: bytes, form: Form, name: str, parents: Mapping[str, list[str]], most: int | None = None) -> None:
    """Raise CsekgError for a text that cannot be read or describes no act.

    Messages call it `name`; `parents` has the direct superclasses of each class, by IRI. Raises
    TooManyActsError for more than `most` acts.
    """
    text = text_of(content, name)
    if form is Form.csv:
        count_rows(name, text, most)
        return
    triples = as_n_triples(name, text) if form is Form.json_ld else text
    count_acts(name, triples, parents, most)


def text_of(content: bytes, name: str) -> str:
    """Return the text of a file; raises CsekgError unless it is UTF-8 without zero bytes."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CsekgError(f"{name} is no UTF-8 text: byte {error.start} is unreadable") from None
    if "\0" in text:
        raise CsekgError(f"{name} is no text file: it holds zero bytes")
    return text
