"""The links of regions to Wikidata: strictly read."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.actors import RegionLink, read_groups, read_region_links
from csekg.facts.sources import read_sources
from csekg.facts.vocabularies import read_vocabularies
from csekg.resources import data_dir, ontology_dir

_HEAD = "group,wikidata,source,verification\n"


def _read(folder: Path) -> tuple[RegionLink, ...]:
    return read_region_links(
        folder, read_groups(data_dir()), read_sources(data_dir()), read_vocabularies(ontology_dir())
    )


def test_every_link_is_of_a_region_and_none_counts_as_verified() -> None:
    links = _read(data_dir())
    assert {link.group for link in links} <= {key for key, group in read_groups(data_dir()).items() if group.m49}
    assert {link.verification for link in links} == {"unverified"}
    assert len({link.wikidata for link in links}) == len(links)
    assert RegionLink("m49-002", "Q15", "memory", "unverified") in links


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("m49-999,Q15,memory,unverified\n", "m49-999"),
        ("m49-002,15,memory,unverified\n", "Write Q and its number"),
        ("m49-002,Q15,nobody,unverified\n", "nobody"),
        ("m49-002,Q15,memory,sure\n", "sure"),
        ("m49-002,Q15,memory,seen-in-text\n", "seen-in-text"),
        ("m49-002,Q15,memory,unverified\nm49-002,Q16,memory,unverified\n", "m49-002"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, rows: str, message: str) -> None:
    (tmp_path / "region_links.csv").write_text(_HEAD + rows, encoding="utf-8")
    with pytest.raises(DataError) as found:
        _read(tmp_path)
    assert message in str(found.value)
    assert "region_links.csv" in str(found.value)
