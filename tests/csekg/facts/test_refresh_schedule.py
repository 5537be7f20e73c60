"""The needs of hosts, and the addresses of the lists that are fetched from them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from csekg.errors import DataError
from csekg.facts.refresh_schedule import read_hosts
from csekg.facts.tables import read_csv
from csekg.refresh.fetching import web_address
from csekg.resources import data_dir
from csekg.sources import FORMATS
from csekg.sources.names import references_of
from tests.records import all_facts

FEEDS = tuple(read_csv(data_dir() / "refresh" / "feeds.csv", "treaty,format,address", key="treaty,format"))
#: Formats whose addresses hold the reference of the treaty; NORMLEX numbers its pages otherwise.
WITH_REFERENCE = {"mtdsg", "coe", "verdragenbank"}


def test_every_treaty_has_the_address_of_its_list_at_the_depositary() -> None:
    depositaries = {"un-secretary-general": "mtdsg", "ilo-director-general": "normlex", "coe-secretary-general": "coe"}
    needed = {(key, depositaries[treaty.facts["depositary"]]) for key, treaty in all_facts().treaties.items()}
    listed = {(row["treaty"], row["format"]) for row in FEEDS}
    assert needed <= listed
    assert {form for _, form in listed} <= set(FORMATS)
    assert [(row["treaty"]) for row in FEEDS] == sorted(row["treaty"] for row in FEEDS)


def test_every_address_is_encrypted_and_names_its_treaty() -> None:
    addresses = [row["address"] for row in FEEDS]
    assert len(set(addresses)) == len(addresses)
    for row in FEEDS:
        url = web_address(row["address"])
        assert url.scheme == "https"
        if row["format"] in WITH_REFERENCE:
            assert any(reference in row["address"] for reference in references_of(row["treaty"]))


def test_every_host_with_needs_is_one_of_the_feeds() -> None:
    hosts = read_hosts(data_dir())
    assert hosts.keys() <= {urlsplit(row["address"]).hostname for row in FEEDS}
    assert hosts["conventions-ws.coe.int"].has_short_key


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a.int,no,,,", "unknown answer in column short_key: 'no'"),
        (",yes,,,", "column host may not be empty"),
        ("a.int,,token,,note", "column variable may not be empty"),
        ("a.int,,token,VARIABLE,", "column note may not be empty"),
        ("b.int,,,,\nb.int,yes,,,", "listed twice: 'b.int'"),
    ],
)
def test_a_host_with_half_of_its_needs_is_refused(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "refresh").mkdir()
    file = tmp_path / "refresh" / "hosts.csv"
    file.write_text(f"host,short_key,header,variable,note\n{row}\n")
    with pytest.raises(DataError) as caught:
        read_hosts(tmp_path)
    assert message in str(caught.value)
