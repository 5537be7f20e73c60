"""The lists to read: saved in folders, or fetched from a server that stands for a depositary."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from csekg.errors import CsekgError
from csekg.facts.refresh_schedule import Feed
from csekg.refresh.fetching import Fetcher, Manners
from csekg.refresh.source_list import fetched_lists, saved_lists
from tests.csekg.refresh.chapters import chapter
from tests.csekg.refresh.web_server import Answer, certificate, served, tls
from tests.records import all_facts

DAY = date(2026, 11, 26)
ROWS = {"FRA": ("6 Sep 2000", "5 Feb 2003"), "IRL": ("7 Sep 2000", "")}


def _saved(folder: Path, only: str | None = None, as_of: date | None = DAY) -> list[str]:
    notices: list[str] = []
    lists = saved_lists(folder, all_facts().treaties, (), only, as_of, notices.append)
    return [f"{each.treaty} {each.source} {each.as_of}" for each in lists] + notices


def test_each_saved_file_belongs_to_the_treaty_that_it_names(tmp_path: Path) -> None:
    chapter(tmp_path, all_facts(), ("IV", "11", "c"), ROWS)
    chapter(tmp_path, all_facts(), ("XVIII", "12", "a"), ROWS)
    chapter(tmp_path, all_facts(), ("IV", "99", ""), ROWS)
    assert _saved(tmp_path) == [
        "opsc mtdsg-iv-11-c 2026-11-26",
        "tip mtdsg-xviii-12-a 2026-11-26",
        "IV-99.en.xml: not read, IV-99 is none of our treaties",
    ]
    assert _saved(tmp_path, "tip")[0] == "tip mtdsg-xviii-12-a 2026-11-26"


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "IV-11-c.en.xml").write_text("<Document/>")
    with pytest.raises(CsekgError, match=r"named after its format, such as .*mtdsg"):
        _saved(tmp_path)


def test_a_file_without_a_day_needs_one(tmp_path: Path) -> None:
    chapter(tmp_path, all_facts(), ("IV", "11", "c"), ROWS)
    with pytest.raises(CsekgError, match=r"IV-11-c.en.xml tells no day.*--as-of"):
        _saved(tmp_path, as_of=None)


def test_lists_are_fetched_from_their_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = certificate(tmp_path, "depositary")
    monkeypatch.setenv("SSL_CERT_FILE", f"{identity}.crt")
    folder = chapter(tmp_path, all_facts(), ("IV", "11", "c"), ROWS)
    body = (folder / "mtdsg" / "IV-11-c.en.xml").read_bytes()
    quick = Manners(between=0, request=5, first_pause=0.01, patience=1)
    with served(tls(identity)) as site, Fetcher(tmp_path / "kept", quick) as fetcher:
        address = site.tell("/IV-11-c.en.xml", Answer(status=503), Answer(body))

        def fetch(*feeds: Feed, only: str | None = None) -> list[tuple[str, str, date]]:
            lists = fetched_lists(fetcher, all_facts().treaties, feeds, only, lambda _step: None)
            return [(each.treaty, each.address, each.as_of) for each in lists]

        today = datetime.now(UTC).date()
        feed = Feed("opsc", "mtdsg", address)
        assert fetch(feed) == [("opsc", address, today)]
        assert fetch(feed, only="tip") == []
        with pytest.raises(CsekgError, match=r"is about IV-11-c, not about tip"):
            fetch(Feed("tip", "mtdsg", address))
        site.tell("/IV-11-c.en.xml", Answer(b"<html>urgent maintenance</html>"))
        with pytest.raises(CsekgError):
            fetch(feed)
        site.tell("/IV-11-c.en.xml", Answer(body, cut=900))
        with pytest.raises(CsekgError):
            fetch(feed)
