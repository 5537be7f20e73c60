from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import networkx as nx

from tests.command import output


def test_path_tells_the_steps_and_their_reasons() -> None:
    lines = output("network", "path", "ccpcj-16-2/op/4/a", "crc/article/34").splitlines()
    assert lines[:2] == ["From: CCPCJ resolution 16/2, operative paragraph 4(a)", "To:   CRC, article 34"]
    assert [line[:2] for line in lines[3:6]] == ["1.", "2.", "3."]
    assert lines[6].startswith("   Why: ")
    costs = [int(found[1]) for line in lines if (found := re.search(r"\[.+: (\d+)\]$", line))]
    assert len(costs) == 3
    assert f"the figures add up to {sum(costs)}," in lines[-2]
    assert lines[-1].startswith("That a paragraph and an article correspond is our judgement")


def test_path_shows_all_connections_that_are_as_close() -> None:
    one, several = (output("network", "path", "crc", "untoc"), output("network", "path", "crc", "untoc", "--all"))
    assert "connections are as close as this one" in one
    assert several.count("\n1. ") > one.count("\n1. ") == 1
    assert "Connection 2 of" in several


def test_central_explains_its_figures() -> None:
    text = output("network", "central")
    assert "PageRank: the share" in text
    assert "Limits: " in text
    assert re.search(r"Left out: resolution 16/2, .* and \d+ instruments", text)
    rows = list(csv.DictReader(io.StringIO(output("network", "central", "--format", "csv"))))
    assert rows[0]["key"] == "crc"
    assert all(int(row["links from 16/2"]) + int(row["links from others"]) for row in rows)


def test_export_writes_graphml(tmp_path: Path) -> None:
    file = tmp_path / "network.graphml"
    text = output("network", "export", str(file))
    graph = nx.read_graphml(file, force_multigraph=True)
    assert f"{len(graph):,} nodes and {graph.number_of_edges():,} links" in text


def test_picture_writes_svg(tmp_path: Path) -> None:
    file = tmp_path / "network.svg"
    output("network", "picture", str(file))
    assert file.read_bytes().startswith(b"<?xml")
