"""The release notes, made from what changed since the previous release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csekg.days import spelled
from csekg.releases.changes import Change, counted
from csekg.releases.folder import CHECKSUMS, Manifest
from csekg.releases.wording import heading


def notes(
    about: Manifest, rows: Sequence[tuple[str, int]], found: Sequence[Change] | None
) -> bytes:
    """Return NOTES.md. `rows` are the tables with their numbers of rows, `found` what changed.

    `found` is None for the first release.
    """
    return "\n".join((*_head(about), *_body(about, found), *_tables(rows), "")).encode()


def _head(about: Manifest) -> Iterator[str]:
    yield f"# csekg data {about.version}"
    yield ""
    yield f"Released on {spelled(about.released_on)}. The newest source stands as of"
    yield f"{spelled(about.as_of)}; each treaty has a day of its own (`sources.json`)."
    yield f"{about.quads:,} statements. Licence: CC BY 4.0; sources keep their own terms"
    yield "(`tables/sources.csv`)."
    if about.doi:
        yield f"DOI: {about.doi}."
    yield ""
    yield "`csekg.nq` is the canonical form: sorted N-Quads without blank nodes, the same as"
    yield f"RDFC-1.0 gives. `{CHECKSUMS}` has the checksum of each file."
    yield ""


def _body(about: Manifest, found: Sequence[Change] | None) -> Iterator[str]:
    if found is None:
        yield "The first release."
        yield ""
        return
    yield f"## Since {about.previous}"
    yield ""
    if not found:
        yield "The tables hold the same."
        yield ""
        return
    yield f"{counted(found)[:1].upper()}{counted(found)[1:]}."
    yield ""
    yield from by_kind(found, "###")


def by_kind(found: Sequence[Change], level: str) -> Iterator[str]:
    """Yield what changed as Markdown: a list for each kind of thing and of change.

    Each has a heading; `level` are the signs that begin it.
    """
    things = dict.fromkeys(change.thing for change in found)
    for thing in things:
        for kind in ("added", "changed", "removed"):
            texts = [each.text for each in found if (each.thing, each.change) == (thing, kind)]
            if texts:
                yield f"{level} {heading(thing, kind)} ({len(texts)})"
                yield ""
                yield from (f"- {' '.join(text.split())}" for text in texts)
                yield ""


def _tables(rows: Sequence[tuple[str, int]]) -> Iterator[str]:
    yield "## Tables"
    yield ""
    yield "| table | rows |"
    yield "|---|---|"
    yield from (f"| `tables/{table}.csv` | {number:,} |" for table, number in rows)
