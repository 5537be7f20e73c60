"""Where the feeds are: paths without their ending, which pages link to."""

from __future__ import annotations

from typing import NamedTuple

from csekg_api.web.words import _


class FeedLink(NamedTuple):
    """A feed: its path without `.atom` or `.json`, and what it is about."""

    path: str
    about: str


def everything() -> FeedLink:
    """Return the feed of all acts."""
    return FeedLink("/changes", _("acts under the treaties on the exploitation of children"))


def feed_of(kind: str, key: str, name: str) -> FeedLink:
    """Return the feed about a State, a treaty or a group; `kind` is its folder, as `states`."""
    return FeedLink(f"/{kind}/{key}/changes", name)
