"""The errors a user of csekg can meet; every message says what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

# Of a longer name the beginning is told, and none is looked for that is close to it.
_LONGEST = 100


class CsekgError(Exception):
    """Base of every error that csekg raises on purpose."""


class DataError(CsekgError):
    """A fact file does not say what it must: names the file, the line and the value."""

    def __init__(self, message: str, *, file: Path, line: int, value: str, hint: str = "") -> None:
        """Compose one sentence from where the fault stands, what it is and what would be right."""
        self.file, self.line, self.value, self.hint = file, line, value, hint
        place = f"{file.parent.name}/{file.name}:{line}"
        super().__init__(f"{place}: {message}: {value!r}" + (f". {hint}" if hint else ""))


class UnknownNameError(CsekgError):
    """A State, treaty, query or other name that csekg does not know."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Say which name is unknown and which known ones look like it."""
        self.kind, self.name = kind, name
        shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}..."
        super().__init__(f"unknown {kind} {shown!r}. {did_you_mean(name, known)}")


class TooEarlyError(CsekgError):
    """A day on which that which is asked about did not exist yet."""


class QueryError(CsekgError):
    """A SPARQL query that cannot be parsed or run; the message carries the engine's position."""


def did_you_mean(name: str, known: Iterable[str], most: int = 4) -> str:
    """Return a hint naming the closest known names, or all of them where they are few.

    The comparison ignores case; the suggestion is never applied by itself.
    """
    names = sorted(set(known))
    close = close_names(name, names, most)
    if close:
        return "Did you mean " + ", ".join(close) + "?"
    if len(names) <= 12:
        return "Known: " + ", ".join(names) + "."
    return f"{len(names)} names are known, none of them close to it."


def close_names(name: str, known: Iterable[str], most: int = 4) -> list[str]:
    """Return the known names that look like a name, the closest first; case does not matter."""
    if len(name) > _LONGEST:
        return []
    folded = {candidate.casefold(): candidate for candidate in sorted(known)}
    matches = get_close_matches(name.casefold(), folded, n=most, cutoff=0.5)
    return [folded[match] for match in matches]
