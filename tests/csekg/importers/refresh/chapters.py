"""Writes today's status chapter of a treaty from our own data, as the depositary would print it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from csekg.derived.all_facts import AllFacts
from tests.csekg.importers.mtdsg_files import File

_LETTERS = {
    "ratification": "",
    "accession": " a",
    "succession": " d",
    "acceptance": " A",
    "approval": " AA",
    "formal-confirmation": " c",
}
_HEADER = (
    "Participant",
    "Signature",
    "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d), Formal confirmation(c)",
)
#: The cells of the two columns by actor.
Cells = dict[str, tuple[str, str]]


def cells(facts: AllFacts, treaty: str) -> Cells:
    """Return what is known of each actor as the depositary prints it, for `chapter`."""
    found: Cells = {}
    for act in facts.acts:
        if act.treaty != treaty or act.dismissed or not act.on:
            continue
        if facts.actors[act.actor].kind == "former_state":
            continue
        signed, consented = found.get(act.actor, ("", ""))
        if act.is_consent:
            consented = printed(act.on) + _LETTERS.get(act.kind, "")
        else:
            signed = printed(act.on)
        found[act.actor] = (signed, consented)
    return found


def printed(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def chapter(
    folder: Path, facts: AllFacts, reference: tuple[str, str, str], rows: Mapping[str, tuple[str, str]]
) -> Path:
    """Write the file of a chapter below `folder`/mtdsg and return `folder`."""
    names = {actor: facts.actors[actor].name for actor in rows}
    totals = {
        "Signatories": str(sum(bool(signed) for signed, _ in rows.values())),
        "Parties": str(sum(bool(consented) for _, consented in rows.values())),
    }
    file = File(
        reference=reference,
        header=_HEADER,
        rows=[(names[actor], *rows[actor]) for actor in sorted(rows, key=names.__getitem__)],
        totals=totals,
    )
    (folder / "mtdsg").mkdir(parents=True, exist_ok=True)
    (folder / "mtdsg" / f"{'-'.join(filter(None, reference))}.en.xml").write_bytes(
        file.text().encode("iso-8859-1", "xmlcharrefreplace")
    )
    return folder
