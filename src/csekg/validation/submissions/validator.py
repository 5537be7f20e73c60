"""Validates a user's own acts in the dataset, in the place of the same acts in it."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.dataset.quads import Quads
from csekg.dataset.writers.acts import write_acts
from csekg.dataset.writers.names import english_names
from csekg.dataset.writers.participations import write_derived_acts, write_participations
from csekg.dataset.writers.reference import write_sources
from csekg.derived.acts import Act, derive_acts
from csekg.derived.all_facts import StatusFacts, read_status_facts
from csekg.derived.participations import derive_participations
from csekg.errors import CsekgError
from csekg.facts.sources import Source
from csekg.languages.current import ENGLISH, speaking
from csekg.namespaces import CSE, RDFS
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.loader import Loaded, add_triples
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg.validation.findings import Report, unique
from csekg.validation.shapes import own_shapes
from csekg.validation.submissions.csv_rows import read_rows
from csekg.validation.submissions.submission import CONVERSION, READING_SHAPES, SUBMISSION, Form, Submission
from csekg.validation.submissions.turtle import read_turtle, superclasses

#: The most treaty actions that are validated at once, and the most bytes of a file.
MOST_ACTS, _MOST_BYTES = 5_000, 5_000_000
_SHORTCUTS = (CSE.partyTo, CSE.signatoryTo, CSE.notPartyTo)


def state_acts(submission: Submission, facts: StatusFacts) -> None:
    """Add to a submission the acts that it states, derived as those of the dataset are, and the lines of what is new.

    Rows that state the same act give one.
    """
    sources = {**facts.sources, SUBMISSION: _source(submission)}
    acts: dict[str, Act] = {}
    for statement, node in submission.statements:
        for act in derive_acts(facts.treaties[statement.treaty], [statement], sources, {}):
            named = replace(act, iri=node) if node else act
            iri = named.iri.value
            same = acts.get(iri)
            acts[iri] = replace(same, statements=(*same.statements, statement)) if same else named
            submission.lines.setdefault(iri, statement.row.line)
    submission.acts = [*acts.values()]
    for act in submission.acts:
        line = submission.lines[act.iri.value]
        submission.lines.setdefault(ns.participation(act.treaty, act.actor).value, line)


def overlay(dataset: ox.Store, facts: StatusFacts, submission: Submission) -> None:
    """Put the acts of a submission, and all that follows from them, into the default graph of a dataset.

    A submitted signature or consent replaces that of the same actor under the same treaty, so that
    a file that repeats known acts does not make a State a party twice.
    """
    acts, submitted = submission.acts, {act.key for act in submission.acts}
    other_acts = [act for act in facts.acts if act.key not in submitted]
    # An act counts for all States that are one person with the actor, such as the former ones.
    involved = {key for act in acts for key in facts.continuity.same_person(act.actor)}
    quads = Quads()
    write_sources(quads, [_source(submission)])
    quads.graph(SUBMISSION).add(ns.source(SUBMISSION), CSE.hasGraph, ns.graph(SUBMISSION))
    names = english_names(facts, facts.treaties)
    write_acts(quads, facts.treaties, acts, {**facts.sources, SUBMISSION: _source(submission)})
    write_derived_acts(quads, facts.treaties, acts, names)
    write_participations(
        quads,
        derive_participations(
            treaties=facts.treaties,
            actors=facts.actors,
            acts=[act for act in (*other_acts, *acts) if act.actor in involved],
            events=facts.events,
            identities=facts.identities,
            continuity=facts.continuity,
            only=involved,
        ),
        names,
    )
    # A thing has one name in a language: that of the file, where it gives one in English.
    named = {
        f"{triple.subject} {RDFS.label}".encode()
        for triple in submission.triples
        if triple.predicate == RDFS.label and isinstance(triple.object, ox.Literal) and triple.object.language == "en"
    }
    replaced = [act.iri for act in facts.acts if act.key in submitted]
    for quad in [*_outdated(dataset, replaced, facts.treaties, involved)]:
        dataset.remove(quad)
    added = (triple for triple in quads.merged() if b" ".join(triple.split(b" ", 2)[:2]) not in named)
    add_triples(dataset, (*added, *(str(triple).encode() for triple in submission.triples)))


def _outdated(
    dataset: ox.Store, replaced: Iterable[ox.NamedNode], treaties: Iterable[str], involved: Iterable[str]
) -> Iterator[ox.Quad]:
    """Yield what the dataset says about replaced acts, and about the participations of involved actors."""
    graph = ox.DefaultGraph()
    nodes = [*replaced]
    for actor in involved:
        for predicate in _SHORTCUTS:
            yield from dataset.quads_for_pattern(ns.actor(actor), predicate, None, graph)
        nodes += (ns.participation(treaty, actor) for treaty in treaties)
    for node in nodes:
        for quad in dataset.quads_for_pattern(node, None, None, graph):
            yield quad
            if quad.predicate == CSE.interval and isinstance(quad.object, ox.NamedNode):
                yield from dataset.quads_for_pattern(quad.object, None, None, graph)


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


#: Returns the dataset of csekg as an engine that may be changed.
Dataset = Callable[[], ox.Store]
#: Validates a store; of the submission that is in it, `lines` has the IRIs of the nodes that matter.
Validator = Callable[[QueryEngine, Submission], Report]


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
    other act. `dataset` is called once the text has been read, and is changed. Messages call the text `name`.
    Raises CsekgError for a text that cannot be read, and TooManyActsError for more than `most`
    acts.
    """
    facts, submission, text = _facts(), Submission(Path(name), most), _text_of(content, name)
    if form is Form.csv:
        read_rows(submission, text, facts)
    else:
        read_turtle(submission, text, facts, superclasses(ontology_dir()))
    # Where no row could be read there is nothing to validate.
    engine, lines = ox.Store(), submission.lines
    # The sentences of a dataset are English, whatever language findings are in.
    with speaking(ENGLISH):
        state_acts(submission, facts)
        if lines:
            engine = dataset()
            overlay(engine, facts, submission)
    report = validator(Store(Loaded(engine)), submission)
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
def _facts() -> StatusFacts:
    """Return the facts of csekg that acts are judged by; they are read once in a process."""
    return read_status_facts(data_dir(), ontology_dir())


def prepare() -> None:
    """Read the files that `validate_bytes` needs: facts, ontology and shapes.

    A worker process calls it before it is sandboxed, since afterwards it can open no file.
    """
    codecs.lookup("utf-8-sig")
    _facts()
    superclasses(ontology_dir())
    own_shapes()
