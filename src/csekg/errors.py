"""The errors that csekg raises; every message says what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from csekg.languages.messages import _
from csekg.languages.words import later

# A longer name is cut off in messages, and no close names are looked for: that takes too long.
_LONGEST = 100
# So much of a wrong value of a file is quoted.
_MOST_QUOTED = 500
#: So many of the closest names are suggested.
_MOST_SUGGESTED = 4
#: Of so many names all are listed where none is close.
_FEW = 12
#: What is said of an unknown name, by its kind; `{of}` is what such a name belongs to.
_UNKNOWN = {
    "State": later("unknown State {name}. {hint}"),
    "file": later("unknown file {name}. {hint}"),
    "file of this release": later("unknown file of this release {name}. {hint}"),
    "format": later("unknown format {name}. {hint}"),
    "group": later("unknown group {name}. {hint}"),
    "instrument": later("unknown instrument {name}. {hint}"),
    "kind of provision": later("unknown kind of provision {name}. {hint}"),
    "node": later("unknown node {name}. {hint}"),
    "paragraph": later("unknown paragraph {name}. {hint}"),
    "parameter": later("unknown parameter of {of} {name}. {hint}"),
    "provision": later("unknown provision of {of} {name}. {hint}"),
    "saved query": later("unknown saved query {name}. {hint}"),
    "shape": later("unknown shape {name}. {hint}"),
    "territory": later("unknown territory {name}. {hint}"),
    "source": later("unknown source {name}. {hint}"),
    "status": later("unknown status {name}. {hint}"),
    "table": later("unknown table {name}. {hint}"),
    "thing": later("unknown thing {name}. {hint}"),
    "topic": later("unknown topic {name}. {hint}"),
    "treaty": later("unknown treaty {name}. {hint}"),
    "verb of a citation": later("unknown verb of a citation {name}. {hint}"),
    "vocabulary": later("unknown vocabulary {name}. {hint}"),
    "strength": later("unknown strength {name}. {hint}"),
}
_OTHER = later("unknown {kind} {name}. {hint}")


class CsekgError(Exception):
    """Base of every error that csekg raises on purpose."""


class DataError(CsekgError):
    """A fact file is malformed or inconsistent; names the file, the line and the value."""

    def __init__(self, message: str, *, file: Path, line: int, value: str, hint: str = "") -> None:
        """Compose the message from the place of the fault, what it is and what would be right."""
        self.file, self.line, self.value, self.hint = file, line, value, hint
        place = f"{file.parent.name}/{file.name}:{line}"
        quoted = repr(value[:_MOST_QUOTED])
        super().__init__(f"{place}: {message}: {quoted}" + (f". {hint}" if hint else ""))


class UnknownNameError(CsekgError):
    """A State, treaty, query or other name that csekg does not know.

    `nearest` are the keys and names that are nearest to it.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        candidates: Iterable[str],
        *,
        of: str = "",
        nearest: Sequence[tuple[str, str]] | None = None,
    ) -> None:
        """Compose the message from the unknown name and the known names closest to it.

        `of` is the key of what such a name belongs to, as a provision to a treaty; `nearest` are
        keys and names that have been found already, the nearest first.
        """
        self.kind, self.name = kind, name
        names = sorted(set(candidates))
        if nearest is None:
            close = close_names(name, names)
            nearest, hint = [(key, key) for key in close], _hint(close, names)
        else:
            hint = _("Did you mean {names}?", names=in_one(nearest)) if nearest else ""
        self.nearest = tuple(nearest)
        message = _UNKNOWN.get(kind, _OTHER)
        super().__init__(_(message, kind=kind, name=shortened(name), of=of, hint=hint).rstrip())


class NoActorError(UnknownNameError):
    """The name of a territory or of another area, where that of a State was asked for.

    The message says what the register has under it; `see` are the keys and names of the actors with
    which that is listed. They are no suggestions of what might have been meant.
    """

    def __init__(self, name: str, note: str, see: Sequence[tuple[str, str]]) -> None:
        """Take the name as given, what to answer, and the actors with which it is listed."""
        CsekgError.__init__(self, note)
        self.kind, self.name, self.nearest = "State", name, ()
        self.see = tuple(see)


class AmbiguousNameError(CsekgError):
    """A name that several States or treaties have; `candidates` are their keys and names."""

    def __init__(self, kind: str, name: str, candidates: Sequence[tuple[str, str]]) -> None:
        """Compose the message from the name and those that have it."""
        self.kind, self.name, self.candidates = kind, name, tuple(candidates)
        super().__init__(_("{text} may mean {actors}: give the key", text=shortened(name), actors=in_one(candidates)))


class TooEarlyError(CsekgError):
    """A day before the treaties that are asked about were adopted."""


class QueryError(CsekgError):
    """A SPARQL query that cannot be parsed or run; a syntax error comes with line and column."""


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Return a hint with the known names closest to `name`, or all of them if there are few.

    The comparison ignores case. The hint is for people: no suggestion is applied automatically.
    """
    names = sorted(set(candidates))
    return _hint(close_names(name, names), names)


def _hint(close: Sequence[str], names: Sequence[str]) -> str:
    if close:
        return _("Did you mean {names}?", names=", ".join(close))
    if len(names) <= _FEW:
        return _("Known: {names}.", names=", ".join(names))
    return _("{number} names are known, none of them close to it.", number=len(names))


def in_one(named: Iterable[tuple[str, str]]) -> str:
    """Return keys with their names, as "FRA (France), FIN (Finland)"."""
    return ", ".join(f"{key} ({name})" if key != name else key for key, name in named)


def shortened(name: str) -> str:
    """Return a name that somebody gave as it stands in messages: quoted, and cut if it is long."""
    return repr(name if len(name) <= _LONGEST else f"{name[:_LONGEST]}...")


def close_names(name: str, candidates: Iterable[str]) -> list[str]:
    """Return the few known names that are similar to `name`, the closest first.

    The comparison ignores case.
    """
    if len(name) > _LONGEST:
        return []
    folded = {candidate.casefold(): candidate for candidate in sorted(candidates)}
    matches = get_close_matches(name.casefold(), folded, n=_MOST_SUGGESTED, cutoff=0.5)
    return [folded[match] for match in matches]
