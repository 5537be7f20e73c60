"""Reads the treaty database of the Netherlands: the XML of one treaty.

It lists treaties of the United Nations, the International Labour Organization and the Council of
Europe in one form. The stored file of a treaty has no parties: their elements are taken from a
public reader of the format, and the letters of consent from the pages of the same database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from csekg.importers.dates import iso_day
from csekg.importers.elements import Element
from csekg.importers.opening import parse_xml, read_bytes
from csekg.importers.records import Reading, SourceRecord

_CORE = ("language", "type", "creator")
#: The parts of the second group of facts on a treaty.
_MANTLE = ("issued", "available", "hasVersion", "isPartOf", "subject", "alternative", "Tractatenbladen", "Kamerstukken")
#: The kind of each letter of consent, as the Dutch and the English pages print it. R joins
#: ratification, acceptance, approval and notification.
_CONSENTS = {
    "R": "consent",
    "NB": "consent",
    "NK": "consent",
    "T": "accession",
    "A": "accession",
    "VG": "succession",
    "SU": "succession",
    "O": "definitive-signature",
    "S": "definitive-signature",
    "": "consent",
}
_KINGDOM = "Nederlanden, het Koninkrijk der"
#: A former State stands before its successor with the end of its time: "(< 25-06-1991)".
_PERIOD = re.compile(r"\s*(\([<>]\s*\d{2}-\d{2}-\d{4}\))$")

_FACTS = (
    "sluitingsDatum",
    "sluitingsPlaats",
    "voorlopigeToepassingDatum",
    "inwerkingtredingDatum",
    "terugwerkendeKrachtDatum",
    "uitwerkingtredingDatum",
    "isNLDepositair",
    "isHaagseConferentiePrivaatrecht",
    "verdragType",
    "verdragStatus",
    "gepubliceerdeWijzigingsDatum",
)
_BODY = ("Opmerking", "Opmerkingen", "Moederverdragen", "Kindverdragen", "DepositaireGegevens")


def read(path: Path) -> tuple[Reading, ...]:
    """Return what a file states about its treaty.

    Raises SourceFileError for a file that is none of a treaty, with the place in it.
    """
    root = Element(parse_xml(read_bytes(path), path.name), path.name)
    if root.name != "Verdragenbank":
        raise root.fail("is no treaty", hint="Expected: <Verdragenbank>.")
    return (_read_treaty(root),)


def _read_treaty(root: Element) -> Reading:
    meta, treaty = root.child("meta"), root.child("body").only("verdrag")
    root.pass_over()
    core = meta.child("owmskern")
    reference, title, modified = _read_core(core)
    for name, fields in (("owmsmantel", _MANTLE), ("verdragipm", _FACTS)):
        if part := meta.maybe(name):
            _pass_over(part, fields)
            part.pass_over(dated=True)
    meta.pass_over(dated=True)
    _pass_over(treaty, _BODY)
    records: list[SourceRecord] = []
    listing = treaty.child("Partijen")
    parties = listing.children("Partij")
    listing.pass_over()
    for party in parties:
        records += _read_party(party)
    if realm := treaty.maybe("Koninkrijksdelen"):
        records += _read_parts(realm, _KINGDOM)
    treaty.pass_over()
    return Reading(
        reference=reference,
        title=title,
        as_of=modified,
        records=tuple(records),
        notices=() if parties else ("lists no parties",),
        warnings=tuple(root.warnings),
    )


def _read_party(party: Element) -> Iterator[SourceRecord]:
    printed = party.child("NaamPartij").leaf()
    name, period = _PERIOD.sub("", printed), _PERIOD.search(printed)
    if not name:
        raise party.fail("has no name")
    marks = period[1] if period else ""

    def record(
        kind: str, day: date | None, effective_on: date | None = None, marker: str = "", text: str = ""
    ) -> SourceRecord:
        return SourceRecord(
            participant=name,
            kind=kind,
            day=day,
            effective_on=effective_on,
            text=text,
            marker=f"{marker} {marks}".strip(),
            place=party.place,
        )

    # The source spells the first with a letter too many.
    signed = _day_of(party, "DatumOndertekenning") or _day_of(party, "DatumOndertekening")
    provisional = _day_of(party, "DatumVoorlopigeToepassing")
    consented, letter = _day_of(party, "DatumRatificatie"), _text_of(party, "TypeInstemming")
    if letter.upper() not in _CONSENTS:
        party.warnings.append(f"{party.place}: {name} has an unknown letter of consent, {letter!r}; no form is read")
    in_force, retroactive = (_day_of(party, name) for name in ("DatumInwerkingtreding", "DatumTerugwerkendeKracht"))
    denounced, ended = (_day_of(party, name) for name in ("DatumOpzegging", "DatumBuitenwerkingtreding"))
    if signed:
        yield record("signature", signed)
    if provisional:
        yield record("provisional-application", None, provisional)
    if consented or letter or in_force or retroactive:
        text = f"retroactive to {retroactive}" if retroactive else ""
        yield record(_CONSENTS.get(letter.upper(), "consent"), consented, in_force, letter, text)
    if denounced:
        yield record("denunciation", denounced, ended)
    elif ended:
        yield record("communication", None, ended, text="no longer in force")
    for kind, flag, wording in (("reservation", "IsVoorbehoud", "Voorbehoud"), ("objection", "IsBezwaar", "Bezwaar")):
        text = "\n".join(element.whole() for element in party.children(wording))
        if _flag_of(party, flag) or text:
            yield record(kind, None, text=text)
    for territories in party.children("Gebiedsdelen"):
        yield from _read_parts(territories, name)
    # What else a party has may be an act.
    party.done()


def _read_parts(parts: Element, participant: str) -> Iterator[SourceRecord]:
    """Yield to which parts of a State the treaty applies, or applied, and since when."""
    for part in parts.rest():
        names = [name for name in part if name.startswith("Naam")]
        if len(names) != 1:
            raise part.fail("has no name of a part of the State")
        territory = part.child(names[0]).leaf()
        day = _day_of(part, "DatumRatificatie") or _day_of(part, "DatumUitbreiding")
        since = [_day_of(part, name) for name in ("DatumInwerkingtreding", "DatumVoorlopigeToepassing")]
        days = {
            "provisionally": since[1],
            "retroactive to": _day_of(part, "DatumTerugwerkendeKracht"),
            "until": _day_of(part, "DatumBuitenwerkingtreding"),
        }
        part.done()
        if any((day, *since, *days.values())):
            yield SourceRecord(
                participant=participant,
                territory=territory,
                kind="territorial-application",
                day=day,
                effective_on=since[0] or since[1],
                text="; ".join(f"{words} {on}" for words, on in days.items() if on),
                place=part.place,
            )
    parts.done()


def _read_core(core: Element) -> tuple[str, str, date | None]:
    """Return the number and the title of a treaty, and the day on which its facts changed."""
    reference, title = (core.child(name).leaf("lang") for name in ("identifier", "title"))
    if not re.fullmatch(r"\d{6}(?:\.\d+)?", reference):
        raise core.fail("has no number of a treaty", reference, "Expected: 009290.")
    if not title:
        raise core.fail("has no title")
    modified = _day_of(core, "modified")
    _pass_over(core, _CORE)
    core.pass_over(dated=True)
    return reference, title, modified


def _pass_over(element: Element, names: tuple[str, ...]) -> None:
    """Take parts that say nothing of the acts of States."""
    for name in names:
        for child in element.children(name):
            child.whole()


def _text_of(element: Element, name: str) -> str:
    """Take the text of a child, '' where it is missing or nil."""
    child = element.maybe(name)
    return child.leaf("nil") if child else ""


def _day_of(element: Element, name: str) -> date | None:
    """Take the day of a child, None where it is missing or nil."""
    child = element.maybe(name)
    text = child.leaf("nil") if child else ""
    if not child or not text:
        return None
    try:
        return iso_day(text)
    except ValueError as error:
        raise child.fail(str(error)) from None


def _flag_of(element: Element, name: str) -> bool:
    """Take whether a child is true; a missing one is not."""
    text = _text_of(element, name)
    if text not in ("", "true", "false", "0", "1"):
        raise element.fail(f"{name} is neither true nor false", text)
    return text in ("true", "1")
