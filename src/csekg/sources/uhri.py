"""The export of the Universal Human Rights Index of OHCHR, JSON: what is asked about our treaties.

No file of OHCHR was at hand: the names of the fields are those that a published description of the
export gives, and everything that is not as it says ends the reading or is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csekg.days import parse_day
from csekg.facts.tables import read_csv
from csekg.sources.names import actors_of
from csekg.sources.opening import parse_json, read_bytes
from csekg.sources.records import SourceFileError

_NEEDED = ("AnnotationId", "Symbol", "Text", "PublicationDate", "AnnotationType", "Countries", "Body")
_KNOWN = {*_NEEDED, "DocumentId", "AffectedPersons", "Themes", "Sdgs", "Regions"}
#: The bodies that are read: the Universal Periodic Review, and the committees on our treaties.
_BODIES = {"UPR": "recommendation", "CRC": "observation", "CRC-OPSC": "observation", "CRC-OPAC": "observation"}
_PARAGRAPH = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3})?)[.\s]")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_POSITION = re.compile(r"\b(Supported|Noted)\b(?=[^a-z]*(?:$|-|Themes?))", re.MULTILINE)
_RESPONSES = {"Supported": "accepted", "Noted": "noted"}


@dataclass(frozen=True, slots=True)
class UhriRow:
    """What a record of the index asks about one treaty; the words themselves are not kept.

    `kind` is recommendation or observation; `state` and `recommending` (with `;` between) are keys,
    `response` is '' where the text does not tell the position.
    """

    id: str
    kind: str
    body: str
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
    for row in read_csv(data / "reviews" / "uhri-rules.csv", ("field", "value", "pattern", "note")):
        field = row.one_of("field", ("treaty", "act"), "field")
        try:
            pattern = re.compile(row.required("pattern"), re.IGNORECASE)
        except re.error as error:
            raise row.fail(f"column pattern is no regular expression ({error})", row["pattern"]) from None
        rules.append(Rule(field, row.required("value"), pattern))
    return tuple(rules)


def read_uhri(path: Path, rules: Sequence[Rule]) -> tuple[list[UhriRow], list[str]]:
    """Return what an export asks about our treaties, and warnings.

    Records of other bodies, and those that name no treaty of ours, give no row. Raises
    SourceFileError for another form, a record without a needed field, and a day that is none.
    """
    records = parse_json(read_bytes(path), path.name)
    if not isinstance(records, list) or not records:
        raise SourceFileError(path.name, "is no list of records of the index", hint="Export recommendations as JSON.")
    rows, warnings = list[UhriRow](), list[str]()
    for number, record in enumerate(records, 1):
        rows += _read(record, f"{path.name}: record {number}", rules, warnings)
    return rows, list(dict.fromkeys(warnings))


def _read(record: Any, place: str, rules: Sequence[Rule], warnings: list[str]) -> list[UhriRow]:
    if not isinstance(record, dict):
        raise SourceFileError(place, "is no record")
    if lacking := [name for name in _NEEDED if name not in record]:
        raise SourceFileError(place, f"has no {lacking[0]}", hint=f"A record has {', '.join(_NEEDED)}.")
    if more := sorted(record.keys() - _KNOWN):
        warnings.append(f"fields that are not read: {', '.join(more)}")
    body = str(record["Body"] or "").strip("- ")
    text = re.sub(r"<[^>]*>", " ", str(record["Text"] or ""))
    if body not in _BODIES or not (treaties := coded(text, "treaty", rules)):
        return []
    countries = record["Countries"]
    if not isinstance(countries, list) or len(countries) != 1:
        raise SourceFileError(place, "is not about one State", str(countries)[:80])
    try:
        published = parse_day(str(record["PublicationDate"])[:10])
    except ValueError:
        raise SourceFileError(place, "has a PublicationDate that is no day", str(record["PublicationDate"])) from None
    asked_by = _IN_BRACKETS.findall(text.partition("Source of Position")[0]) if body == "UPR" else []
    names = [name.strip() for each in asked_by for name in re.split(r"[;,]| and ", each) if name.strip()]
    actors, unknown = actors_of([str(countries[0]).strip("- "), *names])
    warnings += [f"{place}: {warning}" for warning in unknown[:1] if not actors[str(countries[0]).strip("- ")]]
    paragraph, position = _PARAGRAPH.match(text), _POSITION.search(text)
    act = next(iter(coded(text, "act", rules)), "other")
    return [
        UhriRow(
            id=str(record["AnnotationId"]),
            kind=_BODIES[body],
            body=body,
            state=actors[str(countries[0]).strip("- ")],
            report=str(record["Symbol"] or ""),
            published_on=published.isoformat(),
            report_paragraph=paragraph[1] if paragraph else "",
            recommending=";".join(dict.fromkeys(filter(None, (actors[name] for name in names)))),
            response=_RESPONSES[position[1]] if position and body == "UPR" else "",
            treaty=treaty,
            act=act,
        )
        for treaty in treaties
    ]


def coded(text: str, field: str, rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the values whose words stand in a text, each once, in the order of the rules."""
    plain = " ".join(text.split())
    return tuple(dict.fromkeys(rule.value for rule in rules if rule.field == field and rule.pattern.search(plain)))
