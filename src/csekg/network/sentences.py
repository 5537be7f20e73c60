"""Writes the sentences of the network: the names of nodes, and a sentence for each link."""

from __future__ import annotations

from dataclasses import dataclass

#: The sentence along a link and the one against it, by kind of link, or by kind and word.
_TEMPLATES = {
    "part of": ("{0} is part of {1}", "{0} contains {1}"),
    "cites": ("{0} cites {1}", "{0} is cited in {1}"),
    "cites:reaffirming": ("{0} reaffirms {1}", "{0} is reaffirmed in {1}"),
    "cites:recalling": ("{0} recalls {1}", "{0} is recalled in {1}"),
    "cites:taking-note": ("{0} takes note of {1}", "{0} is taken note of in {1}"),
    "cites:noting": ("{0} notes {1}", "{0} is noted in {1}"),
    "cites:noting-with-appreciation": (
        "{0} notes with appreciation {1}", "{0} is noted with appreciation in {1}",
    ),
    "cites:welcoming": ("{0} welcomes {1}", "{0} is welcomed in {1}"),
    "corresponds to:equivalent": ("{0} says the same as {1}", "{0} says the same as {1}"),
    "corresponds to:implements": ("{0} is implemented by {1}", "{0} implements {1}"),
    "corresponds to:supports": ("{0} is supported in part by {1}", "{0} supports {1} in part"),
    "corresponds to:related": (
        "{0} concerns the same subject as {1}", "{0} concerns the same subject as {1}",
    ),
    "supplements": ("{0} supplements {1}", "{0} is supplemented by {1}"),
    "adopts": ("{0} is the act that adopted {1}", "{0} was adopted by {1}"),
    "adopted by": ("{0} was adopted by {1}", "{0} adopted {1}"),
    "adopted by:report": ("{0} was issued by {1}", "{0} issued {1}"),
    "adopted by:guidelines": ("{0} were adopted by {1}", "{0} adopted {1}"),
    "answers": ("{1} is answered by {0}", "{0} is answered by {1}"),
    "adopted at": ("{0} was adopted at {1}", "{0} is where {1} was adopted"),
    "adopted at:report": ("{0} was issued at {1}", "{0} is where {1} was issued"),
    "held by": ("{0} was held by {1}", "{0} held {1}"),
    "due at": ("{0} sets its time limit at {1}", "{0} is the time limit set in {1}"),
    "has footnote": ("{0} carries {1}", "{0} belongs to {1}"),
    "refers to": ("{0} refers to {1}", "{0} is referred to in {1}"),
    "takes up": ("{0} takes up {1}", "{0} is taken up by {1}"),
    "cited through": (
        "{0} is the act through which the resolution cites {1}", "{0} is cited through {1}",
    ),
}  # fmt: skip
#: The parts of instruments by the beginning of their keys.
_PARTS = {
    "pp": "preambular paragraph", "op": "operative paragraph", "fn": "footnote",
    "article": "article", "preamble": "the preamble",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a node: in full, and as a part of the instrument it belongs to."""

    full: str
    part: str
    instrument: str


def name(title: str, kind: str, part: str = "", instrument: str = "") -> Name:
    """Return the name of a document of a kind, or that of a `part` of it; `instrument` is its node.

    The part `article/34` of the CRC gives "article 34 of the CRC".
    """
    # "Resolution 16/2", but "the Convention".
    whole = title if kind == "resolution" else f"the {title}"
    if not part:
        return Name(whole, whole, "")
    named, *numbers = part.split("/")
    number = numbers[0] + "".join(f"({each})" for each in numbers[1:]) if numbers else ""
    own = f"{_PARTS[named]} {number}".strip()
    return Name(f"{own} of {whole}", own, instrument)


def sentences(kind: str, word: str, start: tuple[str, Name], end: tuple[str, Name]) -> list[str]:
    """Return the sentence along a link and the one against it; nodes are given as id and name."""
    along, against = _TEMPLATES.get(f"{kind}:{word}") or _TEMPLATES[kind]
    return [_say(along, start, end), _say(against, end, start)]


def _say(template: str, first: tuple[str, Name], second: tuple[str, Name]) -> str:
    (one, a), (two, b) = first, second
    # "Article 34 is part of the CRC", not "article 34 of the CRC is part of the CRC".
    names = (
        a.part if a.instrument == two else a.full,
        b.part if b.instrument and b.instrument in (one, a.instrument) else b.full,
    )
    return sentence(template.format(*names))


def sentence(words: str) -> str:
    """Return words as a sentence, with a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def asking(
    start: tuple[str, Name], end: tuple[str, Name], verb: str, asks: list[tuple[str, str]]
) -> list[str]:
    """Return both sentences of a citation in a request: who is asked to do what.

    `asks` has addressee and request. The data words a request as an imperative ("Carry out both
    treaties in full."), which reads as an infinitive after "to".
    """
    what = ", and ".join(f"{who} to {_infinitive(ask)}" for who, ask in asks)
    (_, paragraph), (_, instrument) = start, end
    return [
        sentence(f"{paragraph.full} names {instrument.full}; it {verb} {what}"),
        sentence(f"{instrument.full} is named in {paragraph.full}, which {verb} {what}"),
    ]


def _infinitive(ask: str) -> str:
    return ask[:1].lower() + ask[1:].rstrip(".")
