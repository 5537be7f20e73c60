"""Reads the answers of the Council of Europe's treaty service (JSON).

Two answers tell acts: `signatures` (the chart of one treaty) and `getDeclarations` (its reservations
and declarations). Their fields are known from client programs only: a field that is new stops the
reading, and its message names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

from csekg.sources.dates import iso_day
from csekg.sources.elements import Fields
from csekg.sources.opening import parse_json, parse_markup, read_bytes, refuse_controls
from csekg.sources.records import Reading, SourceFileError, SourceRecord

#: The three lists of a chart, in this order.
_GROUPS = ("member States", "other States", "organizations")
#: The columns of the chart that say that texts exist, with the letter that the site prints.
_FLAGS = {"Reserves": "R", "Declarations": "D", "Objections": "O", "Territoires": "T", "Communications": "C"}
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
            place,
            "is no answer of the service, which gives a list",
            str(answer),
            hint="Fetch it again: an object may be the message of an error.",
        )
    if not answer:
        raise SourceFileError(place, "is an empty list", hint="Fetch it again later.")
    first = answer[0]
    if isinstance(first, list):
        return (_chart(answer, place),)
    fields = first.keys() if isinstance(first, dict) else frozenset()
    if "nature_Dec" in fields:
        return (_declarations(answer, place),)
    raise SourceFileError(
        f"{place}:[0]", "is no entry of a known answer", str(first), hint="Known: signatures, getDeclarations."
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a chart: the records that it gives, and what its fields say about the treaty."""

    name: str
    treaty: str
    records: tuple[SourceRecord, ...]
    listed: int


def _chart(answer: list[object], place: str) -> Reading:
    if len(answer) != len(_GROUPS):
        raise SourceFileError(place, f"has {len(answer)} lists", hint=f"A chart has three: {', '.join(_GROUPS)}.")
    rows = [_row(fields) for fields in _chart_fields(answer, place)]
    if not rows:
        raise SourceFileError(place, "has three empty lists", hint="Fetch it again later.")
    treaties = list(dict.fromkeys(row.treaty for row in rows))
    if len(treaties) > 1:
        raise SourceFileError(place, "is about more than one treaty", ", ".join(treaties[:2]))
    names: set[str] = set()
    for row in rows:
        if row.name in names:
            raise SourceFileError(place, "lists a participant twice", row.name)
        names.add(row.name)
    records = tuple(record for row in rows for record in row.records)
    idle = sum(not row.records for row in rows)
    notices = [f"{len(rows)} participants are listed, {idle} of them without an act."]
    if texts := sum(row.listed for row in rows):
        notices.append(f"{texts} texts are listed in the chart; their words are in the answer of getDeclarations.")
    return Reading(reference=treaties[0], title="", records=records, notices=tuple(notices))


def _chart_fields(answer: list[object], place: str) -> Iterator[Fields]:
    for number, (group, rows) in enumerate(zip(_GROUPS, answer, strict=True)):
        if not isinstance(rows, list):
            raise SourceFileError(f"{place}:[{number}]", f"is no list of {group}", str(rows))
        for line, row in enumerate(rows):
            where = f"{place}:[{number}][{line}]"
            fields = dict.fromkeys(_OPTIONAL) | row if isinstance(row, dict) else row
            yield Fields(fields, where)


def _row(fields: Fields) -> _Row:
    # The service's own codes of countries look like ISO 3166-1 and are not: BUL is Bulgaria.
    fields.maybe("CodePays", str)
    name = _clean(fields.take("LibPaysOrga", str), fields)
    treaty = _clean(fields.take("NumSTE", str), fields)
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
        SourceRecord(participant=name, kind=kind, day=day, marker=marker, effective_on=effective, place=fields.place)
        for kind, day, effective in acts
    )
    return _Row(name, treaty, records, sum(number or 0 for number in listed.values()))


def _day(fields: Fields, name: str) -> date | None:
    return _answer_day(fields, name, fields.maybe(name, str))


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


#: A word in the nature of a text, in English and French, and the kind of record; the first found
#: decides. A withdrawal takes nothing back by itself: its text says what is withdrawn.
_NATURES = (
    ("withdraw", "notification"),
    ("retrait", "notification"),
    ("objection", "objection"),
    ("reserv", "reservation"),
    ("réserv", "reservation"),
    ("denunciation", "denunciation"),
    ("dénonciation", "denunciation"),
    ("territor", "territorial-application"),
    ("communication", "communication"),
    ("derogation", "notification"),
    ("dérogation", "notification"),
    ("notification", "notification"),
    ("authorit", "notification"),
    ("autorité", "notification"),
    ("declaration", "declaration"),
    ("déclaration", "declaration"),
)


def _declarations(answer: Sequence[object], place: str) -> Reading:
    """Return one record for each reservation, declaration or objection of `getDeclarations`.

    A record's text begins with the nature and the article as printed. Raises SourceFileError for
    an entry that is not one.
    """
    records = tuple(_declaration(Fields(entry, f"{place}:[{index}]")) for index, entry in enumerate(answer))
    return Reading(reference="", title="", records=records, notices=("The answer does not name its treaty.",))


def _declaration(fields: Fields) -> SourceRecord:
    participant = _participant(fields)
    nature = _clean(fields.take("nature_Dec", str), fields)
    kind = next((kind for word, kind in _NATURES if word in nature.casefold()), "")
    if not kind:
        natures = ", ".join(sorted({word for word, _ in _NATURES}))
        raise fields.fail("has an unknown nature", nature, f"Known words: {natures}.")
    article = (fields.maybe("numero_Article", str) or "").strip()
    effect, withdrawal = (
        _answer_day(fields, name, fields.maybe(name, str)) for name in ("date_Effet", "date_Effet_Retrait")
    )
    words = _words(fields.maybe("texte_Decl", str) or "", fields)
    fields.done()
    head = f"{nature}, article {article}" if article else nature
    parts = (head, words, f"Withdrawn with effect from {withdrawal}." if withdrawal else "")
    return SourceRecord(
        participant=participant, kind=kind, effective_on=effect, place=fields.place, text="\n".join(filter(None, parts))
    )


def _participant(fields: Fields) -> str:
    """Take the State, or the organization where there is none."""
    names = []
    for field, label in (("code_Pays", "Value"), ("code_Organisation", "Libelle")):
        value = fields.maybe(field, dict)
        if value is None:
            continue
        inner = Fields(value, f"{fields.place}.{field}")
        name = (inner.maybe(label, str) or "").strip()
        # Codes of the service: the name says who it is.
        inner.skip("Key", "Code")
        inner.done()
        # Where there is none the service writes the word.
        if name and name.casefold() != "null":
            names.append(_clean(name, fields))
    if len(names) != 1:
        raise fields.fail(
            "names both a State and an organization" if names else "names neither a State nor an organization",
            ", ".join(names),
        )
    return names[0]


def _words(markup: str, fields: Fields) -> str:
    """Return the words of a text in HTML, one line per paragraph."""
    if not markup.strip():
        return ""
    root = parse_markup(f"<div>{_clean(markup, fields)}</div>", fields.place)
    etree.strip_elements(root, "script", "style", with_tail=False)
    for node in root.iter("br", "p", "li", "div"):
        node.tail = "\n" + (node.tail or "")
    text = "".join(root.itertext())
    refuse_controls(text, fields.place)
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def _answer_day(fields: Fields, name: str, value: str | None) -> date | None:
    """Return the day of a field such as `2001-11-23T00:00:00`, None for null.

    Raises SourceFileError for another form.
    """
    if value is None:
        return None
    try:
        return iso_day(value)
    except ValueError as error:
        raise fields.fail(f"field {name} has no day ({error})") from None


def _clean(text: str, fields: Fields) -> str:
    """Return a text without surrounding space.

    Raises SourceFileError for an empty one.
    """
    if not text.strip():
        raise fields.fail("has an empty text where a name or title belongs")
    return text.strip()
