"""Whether a file is about the treaty that it is said to be about."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

from csekg.errors import CsekgError, UnknownNameError
from csekg.resources import data_dir
from csekg.sources.records import Reading

#: The identifiers of `treaty.toml` under which the depositaries' files name a treaty.
_REGISTERS = ("mtdsg", "verdragenbank", "treaty_series", "normlex", "fedlex", "ohchr")


def references_of(treaty: str) -> frozenset[str]:
    """Return the references under which depositaries list a treaty: `IV-11-c`, `185`, `C182`.

    Raises UnknownNameError for an unknown treaty.
    """
    known = sorted(path.parent.name for path in data_dir().glob("treaties/*/treaty.toml"))
    if treaty not in known:
        raise UnknownNameError("treaty", treaty, known)
    with (data_dir() / "treaties" / treaty / "treaty.toml").open("rb") as file:
        identifiers = tomllib.load(file).get("identifiers", {})
    # The Council of Europe's own service gives the number without its series.
    return frozenset(
        identifiers[register].rpartition("No. ")[2]
        for register in _REGISTERS
        if register in identifiers
    )


def check_treaty(treaty: str, readings: Iterable[tuple[str, Reading]]) -> None:
    """Raise CsekgError where a reading (with the name of its file) is about another treaty."""
    references = references_of(treaty)
    folded = {reference.casefold() for reference in references}
    for file, reading in readings:
        if reading.reference.casefold() not in folded:
            expected = " or ".join(sorted(references)) or "not listed in its treaty.toml"
            raise CsekgError(
                f"{file} is about {reading.reference or 'no treaty that it names'} "
                f"({reading.title[:80]}), not about {treaty} ({expected})"
            )
