"""The numbers of signatories and parties that a file prints, compared with the rows of its table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from csekg.importers.mtdsg.table import Row
from csekg.importers.records import CONSENTS, SourceFileError

# The source does not count what a note says of a State that is no more.
_FORMER = re.compile(
    "former yugoslavia|czechoslovakia|german democratic republic|soviet union|serbia and montenegro"
    "|united arab republic|netherlands antilles|republic of (?:viet|south viet)",
    re.IGNORECASE,
)


def check_totals(
    totals: Mapping[str, int],
    rows: Sequence[Row],
    end_notes: Mapping[str, str],
    place: str,
    warnings: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return notices on totals that differ for a reason that the file itself shows.

    Acts in square brackets, provisional application and participants of which only a note tells
    may be counted or not, and so may the acts of a former State. Raises SourceFileError for any
    other difference, with the warnings of the table, which may tell the reason.
    """
    doubts = "; ".join(warnings)
    has_consents = any(record.kind in CONSENTS for row in rows for _, record in row.acts)
    signing = {"signature", "succession-to-signature"}
    return (
        *_check(
            name="signatories", totals=totals, rows=rows, kinds=signing, end_notes=end_notes, place=place, doubts=doubts
        ),
        *(
            _check(
                name="parties",
                totals=totals,
                rows=rows,
                kinds=CONSENTS,
                end_notes=end_notes,
                place=place,
                doubts=doubts,
            )
            if has_consents
            else ()
        ),
    )


def _check(
    name: str,
    totals: Mapping[str, int],
    rows: Sequence[Row],
    kinds: Collection[str],
    end_notes: Mapping[str, str],
    place: str,
    doubts: str,
) -> tuple[str, ...]:
    if name not in totals:
        return ()
    printed, counted, open_to_doubt = totals[name], 0, 0
    for row in rows:
        acts = [record for _, record in row.acts if record.kind in kinds]
        standing = [record for record in acts if not record.marker.startswith("[")]
        counted += bool(standing)
        only_provisional = any(record.kind == "provisional-application" for _, record in row.acts)
        open_to_doubt += not standing and (bool(acts) or not row.acts or only_provisional)
    if printed == counted:
        return ()
    marks = {mark for row in rows for mark in row.notes.split(",")}
    former = {match.casefold() for mark in marks for match in _FORMER.findall(end_notes.get(mark, ""))}
    if counted - len(former) <= printed <= counted + open_to_doubt:
        return (
            f"prints {printed} {name}, its rows give {counted}: acts in square brackets, acts of "
            "former States or participants of which only a note tells are counted differently",
        )
    raise SourceFileError(
        place,
        f"prints {printed} {name}, its rows give {counted}",
        hint="; ".join(filter(None, ("Rows are missing or doubled: save the file again", doubts))) + ".",
    )
