"""The errors that csekg raises, what is not installed, and how a message quotes others.

Every message says what is wrong and what would be right.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

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


Extra: TypeAlias = Literal["briefs", "mcp", "tables"]
#: The packages that each extra brings, by the names under which they are imported.
EXTRAS: dict[Extra, tuple[str, ...]] = {
    # Briefs as PDF and Word documents, and pictures as PNG: they share their fonts.
    "briefs": ("typst", "docx", "resvg_py", "font_source_sans_pro", "fontpkg_amiri", "pylopdf_fonts_zh_cn"),
    # The Model Context Protocol for assistants.
    "mcp": ("mcp",),
    # The tidy tables as data frames and as Parquet.
    "tables": ("pandas", "pyarrow"),
}


class MissingExtraError(CsekgError):
    """Something needs a package of an extra that is not installed."""


def is_installed(extra: Extra) -> bool:
    """Return whether all packages of an extra are installed."""
    return all(map(find_spec, EXTRAS[extra]))


def require(extra: Extra, purpose: str) -> None:
    """Raise MissingExtraError, with the command that helps, where a package is missing."""
    if not is_installed(extra):
        raise MissingExtraError(f"{purpose} needs more than is installed: pip install 'csekg[{extra}]'")


_SHOWN = 200
_HIDDEN = "***"

# The credentials of this process, longest first: one list for all servers, so that no message can
# omit to hide them.
_secrets: list[str] = []

_PATTERNS = (
    # An echoed header: hides the rest of the line.
    (re.compile(r"\b((?:proxy-)?authorization)\b.*", re.IGNORECASE | re.DOTALL), rf"\1 {_HIDDEN}"),
    (re.compile(r"\b(digest\s+username)\b.*", re.IGNORECASE | re.DOTALL), rf"\1 {_HIDDEN}"),
    (re.compile(r"\b(bearer)\s+\S+", re.IGNORECASE), rf"\1 {_HIDDEN}"),
    # `https://user:password@host/`
    (re.compile(r"//[^/\s@]*@"), f"//{_HIDDEN}@"),
    # `password=...`, `"api_key": "..."`, as in the connection string of a database.
    (
        re.compile(
            r"(pass(?:word|wd)?|pwd|token|secret|api[-_]?key)([\"']?\s*[:=]\s*[\"']?)[^\s\"'&,;]+", re.IGNORECASE
        ),
        rf"\1\2{_HIDDEN}",
    ),
)


def hide(url: str, user: str, *secrets: str) -> None:
    """Make `quoted` hide these credentials, and values in the query string of an address."""
    names = {secret for secret in secrets if secret}
    names |= {f"{user}:{secret}" for secret in names}
    names |= {value for _, value in parse_qsl(urlsplit(url).query) if value}
    for name in names:
        # The forms in which a server may echo it: in an address, HTML, JSON, a Basic header.
        forms = {
            name,
            quote(name, safe=""),
            quote_plus(name),
            html.escape(name),
            json.dumps(name)[1:-1],
            base64.b64encode(name.encode()).decode(),
        }
        _secrets.extend(forms.difference(_secrets))
    _secrets.sort(key=len, reverse=True)


def quoted(text: str) -> str:
    """Return a server's text for a message: at most 200 characters on one line.

    Credentials registered by `hide`, and what looks like credentials, become `***`; characters
    that are not printable (control characters, marks of direction) are escaped.
    """
    for secret in _secrets:
        text = text.replace(secret, _HIDDEN)
    text = " ".join(text.split())
    for pattern, hidden in _PATTERNS:
        text = pattern.sub(hidden, text)
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: _SHOWN + 1])
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN].rstrip() + " ..."
