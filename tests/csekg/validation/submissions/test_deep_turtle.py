"""A file in which triples stand within triples is refused before its parser ends the process."""

from __future__ import annotations

import pytest

from csekg.errors import CsekgError
from csekg.validation.submissions.turtle import count_acts

FATAL = 30_000
OPENED = "<a:b> <a:b> " + "<<( <a:b> <a:b> " * FATAL


@pytest.mark.parametrize("text", [OPENED, OPENED + "1" + " )>>" * FATAL + " ."])
def test_a_deep_triple_is_refused(text: str) -> None:
    with pytest.raises(CsekgError, match=r"mine\.ttl: a triple stands where a node or a value"):
        count_acts("mine.ttl", text, {})


def test_marks_in_a_text_are_no_triples() -> None:
    text = '<a:b> <a:b> "' + "<<" * 1000 + '" .'
    with pytest.raises(CsekgError, match="describes no treaty action"):
        count_acts("mine.ttl", text, {})
