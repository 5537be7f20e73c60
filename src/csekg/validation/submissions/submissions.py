"""Validates a user's own treaty actions together with the shipped dataset."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.errors import CsekgError
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.embedded import Store
from csekg.sparql.store import QueryEngine
from csekg.validation.findings import Finding, Report, unique
from csekg.validation.reading import own_shapes
from csekg.validation.submissions.context import (
    in_context,
    places_of,
    submitted_acts,
    superclasses,
)
from csekg.validation.submissions.intake import READING_SHAPES, Intake
from csekg.validation.submissions.json_ld import as_n_triples, own_context
from csekg.validation.submissions.rows import read_rows
from csekg.validation.submissions.turtle import read_turtle

#: Gives the shipped dataset as N-Quads.
Dataset = Callable[[], bytes]
#: An engine: finds everything in a store; the names are the nodes that matter to the caller.
Engine = Callable[[QueryEngine, Collection[str]], Report]


class Form(StrEnum):
    """The forms in which actions can be handed in; the value is the ending of a file's name."""

    csv = ".csv"
    turtle = ".ttl"
    json_ld = ".jsonld"


def validate_file(file: Path, dataset: Dataset, engine: Engine) -> Report:
    """Return what is wrong with the actions in a CSV, Turtle or JSON-LD file; see `validate_bytes`.

    Raises CsekgError for a file that cannot be read.
    """
    ending = file.suffix.lower()
    if ending not in list(Form):
        raise CsekgError(
            f"{file.name}: give a CSV (.csv), Turtle (.ttl) or JSON-LD (.jsonld) file of treaty "
            "actions"
        )
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CsekgError(f"cannot read {file}: {error.strerror}") from None
    return validate_bytes(content, Form(ending), file.name, dataset, engine)


def validate_bytes(
    content: bytes,
    form: Form,
    name: str,
    dataset: Dataset,
    engine: Engine,
    most: int | None = None,
) -> Report:
    """Return what is wrong with the actions in a text, and with nothing else.

    The actions stand in the shipped dataset while the shapes look at them, with the entry into
    force computed as for any other; it is asked for once the text has been read. `name` is what
    messages call the text. Raises CsekgError for a text that cannot be read, and
    TooManyActsError for one with more than `most` actions.
    """
    text = _text(content, name)
    all_facts = _facts()
    intake = _read(text, form, Path(name), all_facts, most)
    acts = submitted_acts(intake, all_facts)
    places = places_of(intake, acts)
    # Where no row could be read there is nothing for the shapes to look at.
    store = in_context(dataset(), all_facts, intake, acts) if places else Store(b"")
    report = engine(store, places)
    found = [_placed(f, places) for f in report.findings if f.focus.value in places]
    return Report(unique([*intake.problems, *found]), (*READING_SHAPES, *report.shapes))


@cache
def _facts() -> AllFacts:
    """Return the facts of this program, which are read once in a process."""
    return read_all_facts(data_dir(), ontology_dir())


def prepare() -> None:
    """Read the facts, the ontology and the shapes that `validate_bytes` needs from files."""
    codecs.lookup("utf-8-sig")
    _facts()
    superclasses(ontology_dir())
    own_context()
    own_shapes()


def _text(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CsekgError(f"{name} is no UTF-8 text: byte {error.start} is unreadable") from None
    if "\0" in text:
        raise CsekgError(f"{name} is no text file: it holds zero bytes")
    return text


def _read(text: str, form: Form, file: Path, all_facts: AllFacts, most: int | None) -> Intake:
    if form is Form.csv:
        return read_rows(file, text, all_facts, most)
    if form is Form.json_ld:
        text = as_n_triples(file.name, text)
    return read_turtle(file, text, all_facts, superclasses(ontology_dir()), most)


def _placed(finding: Finding, places: Mapping[str, str]) -> Finding:
    return replace(finding, place=places[finding.focus.value])
