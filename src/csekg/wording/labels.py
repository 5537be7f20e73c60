"""Says the names of things: kinds of acts, acts, statuses and their changes, parts of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, TypeAlias

from csekg.languages.current import ENGLISH, current
from csekg.languages.days import spelled
from csekg.languages.messages import _, stated
from csekg.languages.texts import joined
from csekg.languages.words import later

#: Kinds of acts that have a name of their own in a label.
_KINDS = {
    "": later("consent to be bound, kind not known"),
    "unclear": later("consent to be bound, kind not known"),
    "party": later("consent to be bound, kind not known"),
    "declarant": later("made a declaration, its text not read"),
    "territorial-declaration": later("territorial declaration"),
}
#: What an act on one territory is called.
_ON_TERRITORY = {
    "territorial-application": later("territorial application to {territory}"),
    "territorial-exclusion": later("territorial exclusion of {territory}"),
    "territorial-declaration": later("territorial declaration on {territory}"),
}
PartKind: TypeAlias = Literal["article", "preamble", "preambular-paragraph", "operative-paragraph", "footnote"]
_PARTS: Mapping[PartKind, str] = {
    "article": later("{name}, article {sign}"),
    "preamble": later("{name}, preamble"),
    "preambular-paragraph": later("{name}, preambular paragraph {sign}"),
    "operative-paragraph": later("{name}, operative paragraph {sign}"),
    "footnote": later("{name}, footnote {sign}"),
}


class Label(Protocol):
    """What the name of a thing is made of; equal labels are said in the same words."""

    def say(self, names: Names) -> str:
        """Return the name in the current language."""


@dataclass(frozen=True, slots=True)
class ActLabel:
    """An act: "France, OPSC: ratification, 5 Feb 2003".

    `actor` and `treaty` are keys, `kind` is the code of the kind. `number` tells two statements of
    a kind apart, `territory` is the key of one. Of an act whose day is not known, `year` may be.
    """

    actor: str
    treaty: str
    kind: str
    on: date | None
    number: str = ""
    territory: str = ""
    year: int | None = None

    def say(self, names: Names) -> str:
        """Return the name of the act in the current language."""
        return _(
            "{name}, {name2}: {act}, {when}",
            name=names.actor(self.actor),
            name2=names.instrument(self.treaty),
            act=self._act(names.territory(self.territory) if self.territory else ""),
            when=self._when(),
        )

    def say_act(self, *, beside: date | None = None) -> str:
        """Return kind and day in the current language: "ratification, 5 Feb 2003".

        The day is left out where it is the one that the act stands beside.
        """
        if self.on and self.on == beside:
            return self._act()
        return _("{act}, {when}", act=self._act(), when=self._when())

    def _act(self, territory: str = "") -> str:
        if territory and self.kind in _ON_TERRITORY:
            return _(_ON_TERRITORY[self.kind], territory=territory)
        message = _KINDS.get(self.kind)
        act = _(message) if message else kind_in_words(self.kind)
        return joined(" ", filter(None, (act, self.number, territory)))

    def _when(self) -> str:
        if self.on:
            return spelled(self.on)
        return _("in {year}, day not known", year=self.year) if self.year else _("day not known")


@dataclass(frozen=True, slots=True)
class ParticipationLabel:
    """A State under a treaty: "Kenya and the OPSC". Both are keys."""

    actor: str
    treaty: str

    def say(self, names: Names) -> str:
        """Return the name of the participation in the current language."""
        actor, treaty = names.actor(self.actor), names.instrument(self.treaty)
        return _("{name} and the {name2}", name=actor, name2=treaty)


@dataclass(frozen=True, slots=True)
class IntervalLabel:
    """A status from a day on: "Kenya and the OPSC: signatory from 2000-09-08".

    `actor` and `treaty` are keys, `status` is a code.
    """

    actor: str
    treaty: str
    status: str
    since: date

    def say(self, names: Names) -> str:
        """Return the name of the interval in the current language."""
        return _(
            "{name} and the {name2}: {act} from {iso}",
            name=names.actor(self.actor),
            name2=names.instrument(self.treaty),
            act=names.status(self.status),
            iso=self.since if current() == ENGLISH else spelled(self.since),
        )


@dataclass(frozen=True, slots=True)
class PartLabel:
    """A part of a text: "CRC, article 24(2)(f)", "CCPCJ resolution 16/2, operative paragraph 4(a)".

    `instrument` is a key, `number` is printed.
    """

    instrument: str
    kind: PartKind
    number: str

    def say(self, names: Names) -> str:
        """Return the name of the part in the current language."""
        return _(_PARTS[self.kind], name=names.instrument(self.instrument), sign=self.number)


@dataclass(frozen=True, slots=True)
class CorrespondenceLabel:
    """A paragraph, and the provision that corresponds to it."""

    paragraph: PartLabel
    provision: PartLabel

    def say(self, names: Names) -> str:
        """Return the name of the correspondence in the current language."""
        paragraph, provision = self.paragraph.say(names), self.provision.say(names)
        return _("{name}, and {name2}", name=paragraph, name2=provision)


@dataclass(frozen=True, slots=True)
class RequestLabel:
    """A request of a paragraph: "CCPCJ resolution 16/2, operative paragraph 7, request 2"."""

    paragraph: PartLabel
    number: str

    def say(self, names: Names) -> str:
        """Return the name of the request in the current language."""
        return _("{name}, request {sign}", name=self.paragraph.say(names), sign=self.number)


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the current language: of actors, instruments and territories by key, of statuses by code.

    The name of an instrument is its short title.
    """

    actor: Callable[[str], str]
    instrument: Callable[[str], str]
    status: Callable[[str], str] = lambda code: code.replace("-", " ")
    territory: Callable[[str], str] = str


#: Coarse and fine kinds in words.
_IN_WORDS = {
    "acceptance": later("acceptance"),
    "accession": later("accession"),
    "approval": later("approval"),
    "authority-designation": later("authority designation"),
    "binding-age-declaration": later("binding age declaration"),
    "communication": later("communication"),
    "consent": later("consent"),
    "declaration": later("declaration"),
    "declaration-modification": later("declaration modification"),
    "definitive-signature": later("definitive signature"),
    "denunciation": later("denunciation"),
    "formal-confirmation": later("formal confirmation"),
    "interpretative-declaration": later("interpretative declaration"),
    "invitation": later("invitation"),
    "objection": later("objection"),
    "ratification": later("ratification"),
    "ratification-acceptance-or-approval": later("ratification, acceptance or approval"),
    "reservation": later("reservation"),
    "reservation-withdrawal": later("reservation withdrawal"),
    "signature": later("signature"),
    "statement": later("statement"),
    "status-change": later("status change"),
    "succession": later("succession"),
    "territorial": later("territorial"),
    "territorial-application": later("territorial application"),
    "territorial-exclusion": later("territorial exclusion"),
    "unclear": later("unclear"),
    "understanding": later("understanding"),
}


def kind_in_words(kind: str) -> str:
    """Return a coarse or fine kind of act in words: `interpretative declaration`."""
    return stated(_IN_WORDS.get(kind, kind.replace("-", " ")))


def change_in_words(before: str, after: str, labels: Mapping[str, str], *, ahead: bool = False) -> str:
    """Return a change from one status to another in words, given their codes and the labels of all.

    `ahead` says that it is still to come.
    """
    if after == "party":
        return _("becomes bound") if ahead else _("became bound")
    return _("{after} (before: {before})", before=labels[before], after=labels[after])
