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
        facts = tomllib.load(file)
    identifiers = facts.get("identifiers", {})
    # The Council of Europe's own service gives the number without its series; the dashboard of
    # OHCHR gives the title alone.
    return frozenset(
        identifiers[register].rpartition("No. ")[2]
        for register in _REGISTERS
        if register in identifiers
    ) | {facts["title"]}


def of_treaty(
    treaty: str, readings: Iterable[tuple[str, Reading]]
) -> tuple[list[tuple[str, Reading]], list[str]]:
    """Return the readings (with the names of their files) that are about a treaty, and warnings.

    A file may have lists of amendments beside that of the treaty: they are left out. A file that
    names no treaty cannot be checked, which is said. Raises CsekgError for a file that is about
    other treaties, and UnknownNameError for an unknown treaty.
    """
    references = references_of(treaty)
    folded = {reference.casefold() for reference in references}
    files: dict[str, list[Reading]] = {}
    for file, reading in readings:
        files.setdefault(file, []).append(reading)
    kept: list[tuple[str, Reading]] = []
    warnings: list[str] = []
    for file, own in files.items():
        found = [each for each in own if each.reference.casefold() in folded]
        if not found and all(_names_no_treaty(each) for each in own):
            warnings.append(f"{file} does not say which treaty it is about: not checked")
            found = own
        if not found:
            shown = "; ".join(
                f"{each.reference or 'no treaty that it names'} ({each.title[:80]})" for each in own
            )
            expected = " or ".join(sorted(references))
            raise CsekgError(f"{file} is about {shown}, not about {treaty} ({expected})")
        warnings += [
            f"{file} also is about {each.reference} ({each.title[:80]}), which is left out"
            for each in own
            if each not in found
        ]
        kept += [(file, each) for each in found]
    return kept, warnings


def _names_no_treaty(reading: Reading) -> bool:
    """Return whether a reading has no reference and is no index of treaties."""
    return not reading.reference and all(each.kind != "treaty" for each in reading.records)
