"""The lists to read: saved in folders, or fetched from a server that stands for a depositary."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from csekg.errors import CsekgError
from csekg.importers.refresh.fetching import Fetcher, Manners
from csekg.importers.refresh.lists import fetched_lists, saved_lists
from csekg.importers.refresh.schedule import Feed
from tests.csekg.importers.refresh.chapters import chapter
from tests.csekg.importers.refresh.web_server import Answer, certificate, served, tls
from tests.csekg.importers.un_pages import real, save_real
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
    with pytest.raises(CsekgError, match=r"has no files to read.* named after the format, such as .*csv"):
        _saved(tmp_path)


def test_a_file_outside_of_such_folders_is_recognized_by_what_it_says(tmp_path: Path) -> None:
    saved = chapter(tmp_path, all_facts(), ("IV", "11", "c"), ROWS) / "mtdsg" / "IV-11-c.en.xml"
    saved.rename(tmp_path / "any name")
    save_real(tmp_path, "opic", "crc")
    assert _saved(tmp_path) == [
        "opsc mtdsg-iv-11-c 2026-11-26",
        "crc untc-iv-11 2026-02-03",
        "opic untc-iv-11-d 2026-02-03",
    ]
    (tmp_path / "other").write_text("<Document/>")
    with pytest.raises(CsekgError, match=r"other: does not show of which format it is.*: verdragenbank, mtdsg"):
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
    quick = Manners(between=0, request=5, pauses=(0.01,), patience=1)
    with served(tls(identity)) as site, Fetcher(quick) as fetcher:
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


def test_a_document_that_is_no_longer_there_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = certificate(tmp_path, "depositary")
    monkeypatch.setenv("SSL_CERT_FILE", f"{identity}.crt")
    quick = Manners(between=0, request=5, pauses=(0.01,), patience=1)
    steps: list[str] = []
    # The site answers so, with status 200.
    nothing = Answer(b"<!DOCTYPE html><html><body><form action='./Error.aspx'>Not available</form></body></html>")
    with served(tls(identity)) as site, Fetcher(quick) as fetcher:
        page = Feed("opic", "untc", site.tell("/ViewDetails.aspx", Answer(real("opic"))))
        chapter_ = Feed("opic", "mtdsg", site.tell("/IV-11-d.en.xml", nothing))

        def fetch(*feeds: Feed) -> list[tuple[str, str]]:
            lists = fetched_lists(fetcher, all_facts().treaties, feeds, None, steps.append)
            return [(each.source, str(each.as_of)) for each in lists]

        assert fetch(page, chapter_) == [("untc-iv-11-d", "2026-02-03")]
        assert steps[-1].startswith(f"opic: not read, {chapter_.address}: ")
        site.tell("/ViewDetails.aspx", nothing)
        with pytest.raises(CsekgError, match="opic: no list of it is there any more"):
            fetch(page, chapter_)
