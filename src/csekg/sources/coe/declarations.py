"""Reservations, declarations and objections of the Council of Europe's service."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from csekg.sources.coe.fields import answer_day, clean
from csekg.sources.elements import Fields
from csekg.sources.opening import parse_markup, refuse_controls
from csekg.sources.records import Reading, SourceRecord

#: A word in the nature of a text, in English and French, and the kind of record; the first found
#: decides. A withdrawal takes nothing back by itself: its text says what is withdrawn.
_NATURES = (
    ("withdraw", "notification"), ("retrait", "notification"), ("objection", "objection"),
    ("reserv", "reservation"), ("réserv", "reservation"), ("denunciation", "denunciation"),
    ("dénonciation", "denunciation"), ("territor", "territorial-application"),
    ("communication", "communication"), ("derogation", "notification"),
    ("dérogation", "notification"), ("notification", "notification"),
    ("authorit", "notification"), ("autorité", "notification"), ("declaration", "declaration"),
    ("déclaration", "declaration"),
)  # fmt: skip


def reading(answer: Sequence[object], place: str) -> Reading:
    """Return one record for each reservation, declaration or objection of `getDeclarations`.

    A record's text begins with the nature and the article as printed. Raises SourceFileError for
    an entry that is not one.
    """
    records = tuple(
        _entry(Fields(entry, f"{place}:[{index}]")) for index, entry in enumerate(answer)
    )
    return Reading(
        reference="", title="", records=records,
        notices=("The answer does not name its treaty.",),
    )  # fmt: skip


def _entry(fields: Fields) -> SourceRecord:
    participant = _participant(fields)
    nature = clean(fields.take("nature_Dec", str), fields)
    kind = next((kind for word, kind in _NATURES if word in nature.casefold()), "")
    if not kind:
        known = ", ".join(sorted({word for word, _ in _NATURES}))
        raise fields.fail("has an unknown nature", nature, f"Known words: {known}.")
    article = (fields.maybe("numero_Article", str) or "").strip()
    effect, withdrawal = (
        answer_day(fields, name, fields.maybe(name, str))
        for name in ("date_Effet", "date_Effet_Retrait")
    )
    words = _words(fields.maybe("texte_Decl", str) or "", fields)
    fields.done()
    head = f"{nature}, article {article}" if article else nature
    parts = (head, words, f"Withdrawn with effect from {withdrawal}." if withdrawal else "")
    return SourceRecord(
        participant=participant, kind=kind, effective_on=effect, place=fields.place,
        text="\n".join(filter(None, parts)),
    )  # fmt: skip


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
            names.append(clean(name, fields))
    if len(names) != 1:
        raise fields.fail(
            "names both a State and an organization" if names else
            "names neither a State nor an organization", ", ".join(names),
        )  # fmt: skip
    return names[0]


def _words(markup: str, fields: Fields) -> str:
    """Return the words of a text in HTML, one line per paragraph."""
    if not markup.strip():
        return ""
    root = parse_markup(f"<div>{clean(markup, fields)}</div>", fields.place)
    etree.strip_elements(root, "script", "style", with_tail=False)
    for node in root.iter("br", "p", "li", "div"):
        node.tail = "\n" + (node.tail or "")
    text = "".join(root.itertext())
    refuse_controls(text, fields.place)
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
