"""The statements by which two releases differ, read side by side: both files are sorted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from pyoxigraph import Quad, RdfFormat, parse

from csekg.releases.folder import N_QUADS, Release

Side = Literal["added", "removed"]


class StatementChange(NamedTuple):
    """A statement of one release that the other has not, as a line of N-Quads without its end."""

    change: Side
    line: bytes

    def terms(self) -> tuple[str, str, str, str]:
        """Return subject, predicate, object and graph, each as N-Quads writes it."""
        (quad,) = parse(self.line, RdfFormat.N_QUADS)
        assert isinstance(quad, Quad)
        return str(quad.subject), str(quad.predicate), str(quad.object), str(quad.graph_name)


def statement_changes(before: Release, after: Release) -> Iterator[StatementChange]:
    """Yield what was added and removed, in the order of N-Quads.

    Takes half a second and no memory. Raises CsekgError where a file is not as it was released.
    """
    with before.opened(N_QUADS) as old, after.opened(N_QUADS) as new:
        left, right = old.readline(), new.readline()
        while left or right:
            if left == right:
                left, right = old.readline(), new.readline()
            elif not right or (left and left < right):
                yield StatementChange("removed", left.rstrip(b"\n"))
                left = old.readline()
            else:
                yield StatementChange("added", right.rstrip(b"\n"))
                right = new.readline()
