"""Validates a user's own acts in the dataset, in the place of the same acts in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, Quad, RdfFormat, serialize

from csekg import namespaces as ns
from csekg.dataset.quads import Quads
from csekg.dataset.writers.acts import write_acts
from csekg.dataset.writers.names import english_names
from csekg.dataset.writers.participations import write_derived_acts, write_participations
from csekg.dataset.writers.reference import write_sources
from csekg.derived.acts import Act, derive_acts
from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.derived.participations import derive_participations
from csekg.errors import CsekgError
from csekg.facts.sources import Source
from csekg.languages.current import ENGLISH, speaking
from csekg.namespaces import CSE, RDFS
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg.validation.findings import Report, unique
from csekg.validation.shapes import own_shapes
from csekg.validation.submissions.csv_rows import read_rows
from csekg.validation.submissions.submission import CONVERSION, READING_SHAPES, SUBMISSION, Form, Submission
from csekg.validation.submissions.turtle import read_turtle, superclasses

#: The most treaty actions that are validated at once, and the most bytes of a file.
MOST_ACTS, _MOST_BYTES = 5_000, 5_000_000
_SHORTCUTS = tuple(str(p).encode() for p in (CSE.partyTo, CSE.signatoryTo, CSE.notPartyTo))
_PARTICIPATION = re.compile(rb"<%sparticipation/[^/]+/([^/>]+)[/>]" % re.escape(ns.ID.encode()))


def submitted_acts(submission: Submission, all_facts: AllFacts) -> list[Act]:
    """Return the acts that a submission states, derived as those of the dataset are.

    Rows that state the same act give one. Adds the line of each new node to the submission.
    """
    sources = {**all_facts.sources, SUBMISSION: _source(submission)}
    acts: dict[str, Act] = {}
    for statement, node in submission.statements:
        for act in derive_acts(all_facts.treaties[statement.treaty], [statement], sources, {}):
            named = replace(act, iri=node) if node else act
            same = acts.get(named.iri.value)
            if same:
                named = replace(same, statements=(*same.statements, statement))
            acts[named.iri.value] = named
            if node is None:
                submission.lines.setdefault(named.iri, statement.row.line)
    return list(acts.values())


def overlaid_store(dataset: bytes, all_facts: AllFacts, submission: Submission, acts: Collection[Act]) -> Store:
    """Return a store of the dataset with the submitted acts and all that follows from them.

    A submitted signature or consent replaces that of the same actor under the same treaty, so that
    a file that repeats known acts does not make a State a party twice. `dataset` is N-Quads.
    """
    submitted = {act.key for act in acts}
    other_acts = [act for act in all_facts.acts if act.key not in submitted]
    replaced = {str(act.iri).encode() for act in all_facts.acts if act.key in submitted}
    # An act counts for all States that are one person with the actor, such as the former ones.
    same_person = all_facts.continuity.same_person
    involved = {key for act in acts for key in same_person(act.actor)}
    quads = Quads()
    write_sources(quads, [_source(submission)])
    quads.graph(SUBMISSION).add(ns.source(SUBMISSION), CSE.hasGraph, ns.graph(SUBMISSION))
    names = english_names(all_facts)
    sources = {**all_facts.sources, SUBMISSION: _source(submission)}
    write_acts(quads, all_facts.treaties, acts, sources)
    write_derived_acts(quads, all_facts.treaties, acts, names)
    write_participations(
        quads,
        derive_participations(
            treaties=all_facts.treaties,
            actors=all_facts.actors,
            acts=[act for act in (*other_acts, *acts) if act.actor in involved],
            events=all_facts.events,
            identities=all_facts.identities,
            continuity=all_facts.continuity,
            only=involved,
        ),
        names,
    )
    others = _without(dataset, replaced, involved)
    # A thing has one name in a language: that of the file, where it gives one in English.
    named = {
        f"{quad.subject} {RDFS.label}".encode()
        for quad in submission.quads
        if quad.predicate == RDFS.label and isinstance(quad.object, Literal) and quad.object.language == "en"
    }
    added = [line for line in quads.n_quads() if b" ".join(line.split(b" ", 2)[:2]) not in named]
    return Store(b"".join((*others, *added)) + _n_quads(submission.quads))


def _without(dataset: bytes, replaced: set[bytes], involved: set[str]) -> Iterable[bytes]:
    """Yield the lines of the dataset that say nothing about replaced acts or involved actors."""
    keys = {key.encode() for key in involved}
    actors = {str(ns.actor(key)).encode() for key in involved}
    for line in dataset.splitlines(keepends=True):
        subject, predicate, _ = line.split(b" ", 2)
        if subject in replaced or (predicate in _SHORTCUTS and subject in actors):
            continue
        match = _PARTICIPATION.match(subject)
        if not (match and match[1] in keys):
            yield line


def _n_quads(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def _source(submission: Submission) -> Source:
    """Return the submission as a source with the as-of date of today."""
    name = submission.file.name
    return Source(
        key=SUBMISSION,
        title=name,
        publisher="the person who validates it",
        as_of=date.today(),
        as_of_note="the day of the validation",
        location=name,
        licence="not published",
        completeness="as submitted",
        use="validation",
    )


def lines_of(submission: Submission, acts: Iterable[Act]) -> Mapping[str, int]:
    """Return the line in the file of each submitted node and of its participation, by IRI."""
    lines = {node.value: line for node, line in submission.lines.items()}
    for act in acts:
        line = lines[act.iri.value]
        lines.setdefault(ns.participation(act.treaty, act.actor).value, line)
    return lines


#: Returns the dataset of csekg as N-Quads.
Dataset = Callable[[], bytes]
#: Validates a store; the second argument are the IRIs of the nodes that matter.
Validator = Callable[[QueryEngine, Collection[str]], Report]


def validate_file(file: Path, dataset: Dataset, validator: Validator) -> Report:
    """Return the findings about the acts in a CSV or Turtle file; see `validate_bytes`.

    Raises CsekgError for a file of another form, of more than 5 MB, or that cannot be read.
    """
    ending = file.suffix.lower()
    if ending not in list(Form):
        raise CsekgError(f"{file.name}: give a CSV (.csv) or Turtle (.ttl) file of treaty actions; {CONVERSION}")
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise CsekgError(f"cannot read {file}: {error.strerror}") from None
    if len(content) > _MOST_BYTES:
        raise CsekgError(f"{file.name} has more than {_MOST_BYTES:,} bytes: send it in parts")
    return validate_bytes(content, Form(ending), file.name, dataset, validator)


def validate_bytes(
    content: bytes, form: Form, name: str, dataset: Dataset, validator: Validator, most: int = MOST_ACTS
) -> Report:
    """Return the findings about the acts in a text, and none about anything else.

    The acts are validated within the dataset, with their entry into force computed as for any
    other act. `dataset` is called once the text has been read. Messages call the text `name`.
    Raises CsekgError for a text that cannot be read, and TooManyActsError for more than `most`
    acts.
    """
    all_facts, submission, text = _facts(), Submission(Path(name), most), _text_of(content, name)
    if form is Form.csv:
        read_rows(submission, text, all_facts)
    else:
        read_turtle(submission, text, all_facts, superclasses(ontology_dir()))
    # The sentences of a dataset are English, whatever language findings are in.
    with speaking(ENGLISH):
        acts = submitted_acts(submission, all_facts)
        lines = lines_of(submission, acts)
        # Where no row could be read there is nothing to validate.
        store = overlaid_store(dataset(), all_facts, submission, acts) if lines else Store(b"")
    report = validator(store, lines)
    findings = [replace(f, line=lines[f.focus.value]) for f in report.findings if f.focus.value in lines]
    return Report(unique([*submission.problems, *findings]), (*READING_SHAPES, *report.shapes))


def _text_of(content: bytes, name: str) -> str:
    """Return the text of a file; raises CsekgError unless it is UTF-8 without zero bytes."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CsekgError(f"{name} is no UTF-8 text: byte {error.start} is unreadable") from None
    if "\0" in text:
        raise CsekgError(f"{name} is no text file: it holds zero bytes")
    return text


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
    own_shapes()
