"""The errors that csekg raises; every message says what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

# A longer name is cut off in messages, and no close names are looked for: that takes too long.
_LONGEST = 100
#: So many of the closest names are suggested.
_MOST_SUGGESTED = 4
#: Of so many names all are listed where none is close.
_FEW = 12


class CsekgError(Exception):
    """Base of every error that csekg raises on purpose."""


class DataError(CsekgError):
    """A fact file is malformed or inconsistent; names the file, the line and the value."""

    def __init__(self, message: str, *, file: Path, line: int, value: str, hint: str = "") -> None:
        """Compose the message from the place of the fault, what it is and what would be right."""
        self.file, self.line, self.value, self.hint = file, line, value, hint
        place = f"{file.parent.name}/{file.name}:{line}"
        super().__init__(f"{place}: {message}: {value!r}" + (f". {hint}" if hint else ""))


class UnknownNameError(CsekgError):
    """A State, treaty, query or other name that csekg does not know."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Compose the message from the unknown name and the known names closest to it."""
        self.kind, self.name = kind, name
        shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}..."
        super().__init__(f"unknown {kind} {shown!r}. {did_you_mean(name, known)}")


class TooEarlyError(CsekgError):
    """A day before the treaties that are asked about were adopted."""


class QueryError(CsekgError):
    """A SPARQL query that cannot be parsed or run; a syntax error comes with line and column."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint with the known names closest to `name`, or all of them if there are few.

    The comparison ignores case. The hint is for people: no suggestion is applied automatically.
    """
    names = sorted(set(known))
    close = close_names(name, names)
    if close:
        return "Did you mean " + ", ".join(close) + "?"
    if len(names) <= _FEW:
        return "Known: " + ", ".join(names) + "."
    return f"{len(names)} names are known, none of them close to it."


def close_names(name: str, known: Iterable[str]) -> list[str]:
    """Return the few known names that are similar to `name`, the closest first.

    The comparison ignores case.
    """
    if len(name) > _LONGEST:
        return []
    folded = {candidate.casefold(): candidate for candidate in sorted(known)}
    matches = get_close_matches(name.casefold(), folded, n=_MOST_SUGGESTED, cutoff=0.5)
    return [folded[match] for match in matches]
