"""Reads the answers of the Council of Europe's treaty service (JSON).

Four answers exist: `signatures` (the chart of one treaty), `getDeclarations` (its reservations and
declarations), `traites/search` (an index of treaties) and `getLieux` (places, refused). The fields
of the first two are known from client programs only: a field that is new stops the reading, and
its message names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.sources.coe import declarations, index
from csekg.sources.coe.fields import OneOf, answer_day, clean
from csekg.sources.elements import Fields
from csekg.sources.opening import parse_json, read_bytes
from csekg.sources.records import Reading, SourceFileError, SourceRecord

#: The three lists of a chart, in this order.
_GROUPS = ("member States", "other States", "organizations")
#: The columns of the chart that say that texts exist, with the letter that the site prints.
_FLAGS = {
    "Reserves": "R", "Declarations": "D", "Objections": "O", "Territoires": "T",
    "Communications": "C",
}  # fmt: skip
#: Fields that the service leaves out where nothing happened.
_OPTIONAL = ("DateDenonciation", "DateEffetDenonciation", "DateSuspension", *_FLAGS)


def read(path: Path) -> tuple[Reading, ...]:
    """Return the reading of an answer of the service.

    Raises SourceFileError for an answer that is empty, of another form, or has unknown fields.
    """
    place = path.name
    answer = parse_json(read_bytes(path), place)
    if not isinstance(answer, list):
        raise SourceFileError(
            place, "is no answer of the service, which gives a list", str(answer),
            hint="Fetch it again: an object may be the message of an error.",
        )  # fmt: skip
    if not answer:
        raise SourceFileError(place, "is an empty list", hint="Fetch it again later.")
    first = answer[0]
    if isinstance(first, list):
        return (_chart(answer, place),)
    fields = first.keys() if isinstance(first, dict) else frozenset()
    if "Numero_traite" in fields:
        return (index.reading(answer, place),)
    if "nature_Dec" in fields:
        return (declarations.reading(answer, place),)
    if fields == {"Key", "Value"}:
        raise SourceFileError(
            place, "lists places of signature (getLieux), which say nothing about a treaty",
            hint="Save the answer of signatures, getDeclarations or traites/search.",
        )  # fmt: skip
    raise SourceFileError(
        f"{place}:[0]", "is no entry of a known answer", str(first),
        hint="Known: signatures, getDeclarations, traites/search.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a chart: the records that it gives, and what its fields say about the treaty."""

    name: str
    treaty: str
    records: tuple[SourceRecord, ...]
    listed: int


def _chart(answer: list[object], place: str) -> Reading:
    if len(answer) != len(_GROUPS):
        raise SourceFileError(
            place, f"has {len(answer)} lists",
            hint=f"A chart has three: {', '.join(_GROUPS)}.",
        )  # fmt: skip
    rows = [_row(fields) for fields in _chart_fields(answer, place)]
    if not rows:
        raise SourceFileError(place, "has three empty lists", hint="Fetch it again later.")
    treaties = OneOf("treaty", place)
    names: set[str] = set()
    for row in rows:
        treaties.add(row.treaty)
        if row.name in names:
            raise SourceFileError(place, "lists a participant twice", row.name)
        names.add(row.name)
    records = tuple(record for row in rows for record in row.records)
    idle = sum(not row.records for row in rows)
    notices = [f"{len(rows)} participants are listed, {idle} of them without an act."]
    if texts := sum(row.listed for row in rows):
        notices.append(
            f"{texts} texts are listed in the chart; their words are in the answer of "
            "getDeclarations."
        )
    return Reading(reference=treaties.value, title="", records=records, notices=tuple(notices))


def _chart_fields(answer: list[object], place: str) -> Iterator[Fields]:
    for number, (group, rows) in enumerate(zip(_GROUPS, answer, strict=True)):
        if not isinstance(rows, list):
            raise SourceFileError(f"{place}:[{number}]", f"is no list of {group}", str(rows))
        for line, row in enumerate(rows):
            where = f"{place}:[{number}][{line}]"
            known = dict.fromkeys(_OPTIONAL) | row if isinstance(row, dict) else row
            yield Fields(known, where)


def _row(fields: Fields) -> _Row:
    # The service's own codes of countries look like ISO 3166-1 and are not: BUL is Bulgaria.
    fields.maybe("CodePays", str)
    name = clean(fields.take("LibPaysOrga", str), fields)
    treaty = clean(fields.take("NumSTE", str), fields)
    signed, consent = _day(fields, "DateSignature"), _day(fields, "DateConsentement")
    in_force = _day(fields, "DateEntreeVigueur")
    denounced = _day(fields, "DateDenonciation")
    denounced_from = _day(fields, "DateEffetDenonciation")
    suspended = _day(fields, "DateSuspension")
    listed = {letter: _listed(fields, flag) for flag, letter in _FLAGS.items()}
    fields.done()
    marker = " ".join(letter for letter, number in listed.items() if number is not None)
    acts: list[tuple[str, date | None, date | None]] = []
    if signed:
        acts.append(("signature", signed, None))
    if consent or in_force:
        # One field holds ratification, acceptance, approval and accession.
        acts.append(("consent", consent, in_force))
    if denounced or denounced_from:
        acts.append(("denunciation", denounced, denounced_from))
    if suspended:
        acts.append(("suspension", suspended, None))
    if marker and not acts:
        raise fields.fail("has texts and no act", name)
    records = tuple(
        SourceRecord(
            participant=name, kind=kind, day=day, marker=marker, effective_on=effective,
            place=fields.place,
        )
        for kind, day, effective in acts
    )  # fmt: skip
    return _Row(name, treaty, records, sum(number or 0 for number in listed.values()))


def _day(fields: Fields, name: str) -> date | None:
    return answer_day(fields, name, fields.maybe(name, str))


def _listed(fields: Fields, name: str) -> int | None:
    """Take a flag, or a list of texts: None for neither, else the number of texts listed."""
    value: object = fields.maybe(name, object)
    if value is None or value is False or value == []:
        return None
    if value is True:
        return 0
    if isinstance(value, list):
        return len(value)
    raise fields.fail(f"field {name} is neither a flag nor a list", str(value))
