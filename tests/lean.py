"""A smaller dataset, for tests of what a few States do."""

from __future__ import annotations

import re

#: Those whose acts tests submit, and Burkina Faso, about whom there are findings.
KEPT = ("FRA", "DEU", "COG", "IRL", "BFA")
_OF_ANOTHER = re.compile(
    rb"<https://w3id\.org/csekg/id/(?:action|participation)/[^/]+/(?!(?:%s)[/>])" % "|".join(KEPT).encode()
)


def lean(dataset: bytes) -> bytes:
    """The dataset without the acts of most States: a sixth of it, which loads in no time.

    Nothing is lost for a submission: it gives way to what its own States did, and is judged by
    that, by the treaties and by the memberships.
    """
    lines = dataset.splitlines(keepends=True)
    return b"".join(line for line in lines if not _OF_ANOTHER.match(line))
