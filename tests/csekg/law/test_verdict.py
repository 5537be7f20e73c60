"""Whether a treaty binds an actor: a signature binds nobody, and a gap in the sources is no denial."""

from __future__ import annotations

import pytest

from csekg.law.reasons import Code, Verdict, verdict


@pytest.mark.parametrize(
    ("status", "codes", "expected"),
    [
        ("party", {"bound"}, "bound"),
        ("contracting-state", {"consented"}, "not-bound"),
        ("signatory", {"signed"}, "not-bound"),
        ("unknown", {"open-unread", "no-list"}, "not-known"),
        ("unknown", {"consented-undated"}, "not-known"),
        ("unknown", {"signed-undated"}, "not-bound"),
        ("unknown", {"consented-between"}, "not-bound"),
        ("no-act-read", {"open-unread"}, "not-bound"),
    ],
)
def test_who_is_bound(status: str, codes: set[Code], expected: Verdict) -> None:
    assert verdict(status, codes) == expected
