"""Validates a user's own acts together with the dataset of csekg."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, speaking
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg.validation.findings import Finding, Report, unique
from csekg.validation.shapes import own_shapes
from csekg.validation.submissions.csv_rows import read_rows
from csekg.validation.submissions.json_ld import as_n_triples, own_context
from csekg.validation.submissions.overlay import lines_of, overlaid_store, submitted_acts
from csekg.validation.submissions.precheck import Form, text_of
from csekg.validation.submissions.submission import READING_SHAPES, Submission
from csekg.validation.submissions.turtle import read_turtle, superclasses

#: Returns the dataset of csekg as N-Quads.
Dataset = Callable[[], bytes]
#: Validates a store; the second argument are the IRIs of the nodes that matter.
Validator = Callable[[QueryEngine, Collection[str]], Report]


def validate_file(file: Path, dataset: Dataset, validator: Validator) -> Report:
    """Return the findings about the acts in a CSV, Turtle or JSON-LD file; see `validate_bytes`.

    Raises CsekgError for a file that cannot be read.
    """
    ending = file.suffix.lower()
    if ending not in list(Form):
        raise CsekgError(f"{file.name}: give a CSV (.csv), Turtle (.ttl) or JSON-LD (.jsonld) file of treaty actions")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CsekgError(f"cannot read {file}: {error.strerror}") from None
    return validate_bytes(content, Form(ending), file.name, dataset, validator)


def validate_bytes(
    content: bytes, form: Form, name: str, dataset: Dataset, validator: Validator, most: int | None = None
) -> Report:
    """Return the findings about the acts in a text, and none about anything else.

    The acts are validated within the dataset, with their entry into force computed as for any
    other act. `dataset` is called once the text has been read. Messages call the text `name`.
    Raises CsekgError for a text that cannot be read, and TooManyActsError for more than `most`
    acts.
    """
    text = text_of(content, name)
    all_facts = _facts()
    submission = _read(text, form, Path(name), all_facts, most)
    # The sentences of a dataset are English, whatever language findings are in.
    with speaking(ENGLISH):
        acts = submitted_acts(submission, all_facts)
        lines = lines_of(submission, acts)
        # Where no row could be read there is nothing to validate.
        store = overlaid_store(dataset(), all_facts, submission, acts) if lines else Store(b"")
    report = validator(store, lines)
    findings = [_with_line(f, lines) for f in report.findings if f.focus.value in lines]
    return Report(unique([*submission.problems, *findings]), (*READING_SHAPES, *report.shapes))


@cache
def _facts() -> AllFacts:
    """Return the facts of csekg; they are read once in a process."""
    return read_all_facts(data_dir(), ontology_dir())


def prepare() -> None:
    """Read the files that `validate_bytes` needs: facts, ontology and shapes.

    A worker process calls it before it is sandboxed, since afterwards it can open no file.
    """
    codecs.lookup("utf-8-sig")
    _facts()
    superclasses(ontology_dir())
    own_context()
    own_shapes()


def _read(text: str, form: Form, file: Path, all_facts: AllFacts, most: int | None) -> Submission:
    if form is Form.csv:
        return read_rows(file, text, all_facts, most)
    if form is Form.json_ld:
        text = as_n_triples(file.name, text)
    return read_turtle(file, text, all_facts, superclasses(ontology_dir()), most)


def _with_line(finding: Finding, lines: Mapping[str, int]) -> Finding:
    return replace(finding, line=lines[finding.focus.value])
