"""Validates a user's own file of treaty actions together with the shipped dataset."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

from csekg.errors import CsekgError
from csekg.paths import data_dir, ontology_dir
from csekg.store import Store
from csekg.validation.context import in_context, places_of, submitted_actions, superclasses
from csekg.validation.findings import Finding, Report, unique
from csekg.validation.intake import READING_SHAPES, Intake
from csekg.validation.rows import read_rows
from csekg.validation.turtle import read_turtle
from csekg.world import World, read_world

#: An engine: finds everything in a store; the names are the nodes that matter to the caller.
Engine = Callable[[Store, Collection[str]], Report]


def validate_file(file: Path, dataset: bytes, engine: Engine) -> Report:
    """Return what is wrong with the actions in a CSV or Turtle file, and with nothing else.

    The actions stand in the shipped dataset (N-Quads) while the shapes look at them, with the
    entry into force computed as for any other. Raises CsekgError for a file that cannot be read.
    """
    world = read_world(data_dir(), ontology_dir())
    intake = _read(file, world, dataset)
    actions = submitted_actions(intake, world)
    places = places_of(intake, actions)
    # Where no row could be read there is nothing for the shapes to look at.
    store = in_context(dataset, world, intake, actions) if places else Store(b"")
    report = engine(store, places)
    found = [_placed(f, places) for f in report.findings if f.focus.value in places]
    return Report(unique([*intake.problems, *found]), (*READING_SHAPES, *report.shapes))


def _read(file: Path, world: World, dataset: bytes) -> Intake:
    ending = file.suffix.lower()
    if ending not in (".csv", ".ttl"):
        raise CsekgError(f"{file.name}: give a CSV (.csv) or Turtle (.ttl) file of treaty actions")
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CsekgError(f"cannot read {file}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise CsekgError(
            f"{file.name} is no UTF-8 text: byte {error.start} is unreadable"
        ) from None
    if "\0" in text:
        raise CsekgError(f"{file.name} is no text file: it holds zero bytes")
    if ending == ".csv":
        return read_rows(file, text, world)
    return read_turtle(file, text, world, superclasses(dataset))


def _placed(finding: Finding, places: Mapping[str, str]) -> Finding:
    return replace(finding, place=places[finding.focus.value])
