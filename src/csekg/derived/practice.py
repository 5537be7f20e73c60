"""Checks the links of indicators against what the readings of the resolution found."""

from __future__ import annotations

from collections.abc import Iterable

from csekg.derived.correspondences import Correspondence
from csekg.facts.assessments import Practice


def check_practice(practice: Practice, correspondences: Iterable[Correspondence]) -> None:
    """Raise DataError for a link to a provision that corresponds to the paragraph in no reading.

    What binds a State to a paragraph is known by the correspondences; an indicator can narrow them
    to those that it is about, and add none.
    """
    known = {(each.paragraph, each.treaty, each.provision) for each in correspondences}
    for found in practice.assessors.values():
        for link in found.links:
            ends = (link.paragraph, link.treaty, link.provision)
            if link.treaty and ends not in known:
                message = "no published correspondence joins this paragraph and provision"
                raise link.row.fail(message, " ".join(ends))
