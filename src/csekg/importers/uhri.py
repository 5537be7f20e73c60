"""The export of the Universal Human Rights Index of OHCHR, JSON or XLSX: what is asked about our treaties.

No file of OHCHR was at hand: fields, columns, bodies and the form of lists are as public programs name
them that read such exports (docs/reviews.md tells which), and what is not so is an error or a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from csekg.facts.tables import read_csv
from csekg.importers.names import actors_of, actors_within
from csekg.importers.opening import parse_json, read_bytes
from csekg.importers.records import SourceFileError
from csekg.importers.xlsx import SIGNATURE, read_sheets
from csekg.languages.days import parse_day

_NEEDED = ("AnnotationId", "Symbol", "Text", "PublicationDate", "AnnotationType", "Countries", "Body")
#: Without these a record would be left out unseen, or could not be found again.
_FILLED = ("Text", "Body", "Symbol")
#: The field of each column of a workbook, which spells `Reccomending`.
_COLUMNS = {
    "OHCHR Annotation Id": "AnnotationId",
    "Document Symbol": "Symbol",
    "Text": "Text",
    "Document Publication Date": "PublicationDate",
    "Type": "AnnotationType",
    "Countries Concerned": "Countries",
    "Recommending Body": "Body",
    "UPR Recommending States": "UprRecommendingCountry",
    "UPR Position": "UprPositions",
    "UPR Session": "UprSession",
    "Recommending Regions": "UprRecommendingRegions",
    "Regions Concerned": "Regions",
    "Date of publication on UHRI": "PublicationDateOnUhri",
    "Affected Persons": "AffectedPersons",
    "Themes": "Themes",
    "Sdgs": "Sdgs",
}
_SPELT = {column.casefold(): field for column, field in _COLUMNS.items()}
#: A row with so many known columns is the header: a title above it has fewer.
_HEADER = 3
_KNOWN = {*_COLUMNS.values(), "DocumentId", "UprCycle"}
#: The treaty bodies, whose observations are read as are recommendations of the Universal Periodic Review.
_COMMITTEES = ("CAT", "CCPR", "CED", "CEDAW", "CERD", "CESCR", "CMW", "CRC", "CRC-OP-AC", "CRC-OP-SC", "CRPD")
_BODIES = {"UPR": "recommendation", **dict.fromkeys((*_COMMITTEES, "CRC-OPAC", "CRC-OPSC"), "observation")}
#: Acts by which a State becomes bound.
_JOINING = frozenset({"join", "sign", "consider-joining"})
_LISTS = ("Countries", "UprRecommendingCountry", "UprPositions")
#: Between the items of a list in one text: each has its own line, or a dash before it.
_ITEMS = re.compile(r"[\r\n]+|(?:^|\s)-\s")
#: A date in a workbook: days from 30 December 1899, with the hour as a fraction.
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_PARAGRAPH = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3})?)[.\s]")
#: A name within may have brackets of its own, as Iran (Islamic Republic of).
_IN_BRACKETS = re.compile(r"\(((?:[^()]|\([^()]*\))+)\)")
_CARDINAL = re.compile(r"\d+")
_POSITION = re.compile(r"\b(Supported|Noted)\b(?=[^a-z]*(?:$|-|Themes?))", re.MULTILINE)
#: The first that is told counts: `Supported/Noted` is noted, as acceptance in part is.
_RESPONSES = {"Noted": "noted", "Supported": "accepted"}


@dataclass(frozen=True, slots=True)
class UhriRow:
    """What a record of the index asks about one treaty; the words themselves are not kept.

    `kind` is recommendation or observation; `state` and `recommending` (with `;` between) are keys,
    `response` is '' where the text does not tell the position, `session` the number of that of the review.
    """

    id: str
    kind: str
    body: str
    session: str
    state: str
    report: str
    published_on: str
    report_paragraph: str
    recommending: str
    response: str
    treaty: str
    act: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Words by which a treaty is named or an act asked for (`data/reviews/uhri-rules.csv`)."""

    field: str
    value: str
    pattern: re.Pattern[str]


def read_rules(data: Path) -> tuple[Rule, ...]:
    """Return the rules in file order; raises DataError for one whose pattern is none."""
    rules = []
    for row in read_csv(data / "reviews" / "uhri-rules.csv", "field,value,pattern,note"):
        field = row.one_of("field", ("treaty", "act"), "field")
        try:
            pattern = re.compile(row.required("pattern"), re.IGNORECASE)
        except re.error as error:
            raise row.fail(f"column pattern is no regular expression ({error})", row["pattern"]) from None
        rules.append(Rule(field, row.required("value"), pattern))
    return tuple(rules)


def read_uhri(path: Path, rules: Sequence[Rule]) -> tuple[list[UhriRow], list[str]]:
    """Return what an export asks about our treaties, and warnings.

    Records of other bodies, and those that name no treaty of ours, give no row: a warning counts those
    that may yet be about one. Raises SourceFileError for another form, a record without a needed field,
    and a day that is none.
    """
    content = read_bytes(path)
    if content.startswith(SIGNATURE):
        records = list(_of_workbook(content, path.name))
    else:
        listed = parse_json(content, path.name)
        listed = listed if isinstance(listed, list) else []
        records = [(f"{path.name}: record {number}", record) for number, record in enumerate(listed, 1)]
    if not records:
        hint = "Export recommendations as JSON or XLSX."
        raise SourceFileError(path.name, "is no list of records of the index", hint=hint)
    rows, warnings, unnamed = list[UhriRow](), list[str](), list[str]()
    for place, record in records:
        rows += _read(record, place, rules, warnings, unnamed)
    if unnamed:
        warnings.append(f"{len(unnamed)} that ask to join a treaty and name none of ours, the first: {unnamed[0]}")
    return rows, list(dict.fromkeys(warnings))


def _of_workbook(content: bytes, file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield place and record of each row below a header; a sheet without one is none of an export."""
    for sheet in read_sheets(content, file):
        header: dict[str, str] = {}
        for number, cells in sheet:
            place = f"{file}: row {number}"
            if header:
                found = {header.get(letters, f"column {letters}"): text for letters, text in cells.items() if text}
                record: dict[str, Any] = {**dict.fromkeys(header.values(), ""), **found}
                if serial := _SERIAL.fullmatch(record["PublicationDate"]):
                    record["PublicationDate"] = str(date(1899, 12, 30) + timedelta(days=int(serial[1])))
                yield place, record | {name: [record.get(name, "")] for name in _LISTS}
                continue
            fields = {letters: _field_of(text) for letters, text in cells.items()}
            if len(_KNOWN.intersection(fields.values())) >= _HEADER:
                lacking = [
                    name for name, field in _COLUMNS.items() if field in _NEEDED and field not in fields.values()
                ]
                if lacking or len(set(fields.values())) < len(fields):
                    problem = f"has no column {lacking[0]!r}" if lacking else "has a column twice"
                    raise SourceFileError(place, problem, hint="Export again.")
                header = fields


def _field_of(column: str) -> str:
    plain = " ".join(column.split())
    return _SPELT.get(plain.casefold().replace("reccomend", "recommend"), plain)


def _read(record: Any, place: str, rules: Sequence[Rule], warnings: list[str], unnamed: list[str]) -> list[UhriRow]:
    if not isinstance(record, dict):
        raise SourceFileError(place, "is no record")
    if lacking := [name for name in _NEEDED if name not in record]:
        raise SourceFileError(place, f"has no {lacking[0]}", hint=f"A record has {', '.join(_NEEDED)}.")
    if more := sorted(record.keys() - _KNOWN):
        warnings.append(f"fields that are not read: {', '.join(more)}")
    body = str(record["Body"] or "").strip("- \r\n")
    warnings += [f"{place}: has an empty {name}" for name in _FILLED if not record[name]]
    if body not in _BODIES:
        warnings += [f"a body that is not read: {body}"] if body else []
        return []
    text = unescape(re.sub(r"<[^>]*>", " ", str(record["Text"] or "")))
    asked = acts_by_treaty(text, rules)
    if not asked:
        if not _JOINING.isdisjoint(coded(text, "act", rules)):
            unnamed.append(place)
        return []
    if not isinstance(record["Countries"], list):
        raise SourceFileError(place, "has no list of Countries", str(record["Countries"])[:80])
    try:
        published = parse_day(str(record["PublicationDate"])[:10])
    except ValueError:
        raise SourceFileError(place, "has a PublicationDate that is no day", str(record["PublicationDate"])) from None
    concerned, told = _listed(record["Countries"]), _listed(record.get("UprRecommendingCountry"))
    if len(concerned) != 1:
        warnings.append(f"{place}: names {len(concerned)} States: check which is meant")
    states, unknown = actors_of(concerned or [""])
    actors, strange = actors_of(told)
    warnings += [f"{place}: {warning}" for warning in (*unknown, *strange)]
    in_brackets = " ".join(_IN_BRACKETS.findall(text.partition("Source of Position")[0]))
    keys = actors.values() if told else (key for _, key in actors_within(in_brackets))
    recommending = ";".join(dict.fromkeys(filter(None, keys))) if body == "UPR" else ""
    if body == "UPR" and not recommending:
        warnings.append(f"{place}: names no State that recommends it")
    paragraph, position = _PARAGRAPH.match(text), _POSITION.search(text)
    positions = "/".join(_listed(record.get("UprPositions"))) or (position[1] if position else "")
    session = _CARDINAL.search(str(record.get("UprSession") or ""))
    return [
        UhriRow(
            id=str(record["AnnotationId"]),
            kind=_BODIES[body],
            body=body,
            session=session[0] if session else "",
            state=state,
            report=str(record["Symbol"] or ""),
            published_on=published.isoformat(),
            report_paragraph=paragraph[1] if paragraph else "",
            recommending=recommending,
            response=next((_RESPONSES[said] for said in _RESPONSES if said in positions and body == "UPR"), ""),
            treaty=treaty,
            act=act,
        )
        for state in states.values()
        for treaty, act in asked.items()
    ]


def _listed(values: object) -> list[str]:
    texts = values if isinstance(values, list) else []
    return [part.strip() for text in texts for part in _ITEMS.split(str(text)) if part.strip()]


def acts_by_treaty(text: str, rules: Sequence[Rule]) -> dict[str, str]:
    """Return what a text asks about each treaty that it names, in the order in which it names them.

    Each treaty has the act between the one named before it and itself, or that of the one before; the first
    may have it behind itself.
    """
    plain = " ".join(text.split())
    found: dict[str, tuple[int, int]] = {}
    for rule in rules:
        if rule.field == "treaty" and (match := rule.pattern.search(plain)):
            found[rule.value] = min(match.span(), found.get(rule.value, match.span()))
    asked, act, before = dict[str, str](), "", 0
    for treaty, (begin, end) in sorted(found.items(), key=lambda item: item[1]):
        act = next(iter(coded(plain[before:begin], "act", rules)), act) or next(
            iter(coded(plain, "act", rules)), "other"
        )
        asked[treaty], before = act, max(before, end)
    return asked


def coded(text: str, field: str, rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the values whose words stand in a text, each once, in the order of the rules."""
    plain = " ".join(text.split())
    return tuple(dict.fromkeys(rule.value for rule in rules if rule.field == field and rule.pattern.search(plain)))
