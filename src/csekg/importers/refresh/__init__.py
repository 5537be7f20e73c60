"""Brings the facts up to date: from today's lists of the depositaries to changed files in data/."""

from __future__ import annotations

from csekg.importers.refresh.fetching import Fetcher
from csekg.importers.refresh.lists import TreatyList, fetched_lists, saved_lists
from csekg.importers.refresh.run import RefreshResult, refresh
from csekg.importers.refresh.schedule import read_feeds

__all__ = ["Fetcher", "RefreshResult", "TreatyList", "fetched_lists", "read_feeds", "refresh", "saved_lists"]
