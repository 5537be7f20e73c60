"""For whom a request counts."""

from __future__ import annotations

import pytest

from csekg_api.web.request_limits import counted_as


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("a:b", "a:c", False),
        # A proxy that listens on both writes IPv4 so: all its clients would be one.
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::FFFF:C000:201", "192.0.2.1", True),
        ("::1", "::ffff:192.0.2.1", False),
    ],
)
def test_whom_an_address_counts_for(one: str, other: str, same: bool) -> None:
    assert (counted_as(one) == counted_as(other)) is same
