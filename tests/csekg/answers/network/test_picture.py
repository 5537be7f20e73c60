from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from csekg.answers.network.centrality import instrument_graph
from csekg.answers.network.picture import HEIGHT, WIDTH, Box, draw_lines, layout, svg

SVG = "{http://www.w3.org/2000/svg}"
# Sans-serif letters of 13 pixels are 7.2 wide on average in DejaVu Sans, the widest usual one.
LETTER = 7.2


@pytest.fixture(scope="module")
def picture(graph: Any) -> ET.Element:
    return ET.fromstring(svg(graph))


def labels(picture: ET.Element) -> list[ET.Element]:
    return [t for t in picture.iter(f"{SVG}text") if "label" in t.get("class", "").split()]


def test_every_instrument_is_labelled_once(graph: Any, picture: ET.Element) -> None:
    titles = Counter(data["title"] for _, data in instrument_graph(graph).nodes(data=True))
    assert Counter(label.text for label in labels(picture)) == titles
    assert set(titles.values()) == {1}


def test_the_bytes_are_the_same_each_time(graph: Any) -> None:
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(data=True))))
    assert svg(turned) == svg(graph)


def test_boxes_lie_inside_and_do_not_overlap(graph: Any) -> None:
    boxes = layout(instrument_graph(graph)).boxes.values()
    for box in boxes:
        assert box.x >= 0
        assert box.right <= WIDTH
        assert box.y >= 80
        assert box.y + box.height <= HEIGHT - 70
    for a, b in combinations(boxes, 2):
        apart = a.right < b.x or b.right < a.x
        assert apart or a.y + a.height < b.y or b.y + b.height < a.y


def test_acts_that_adopted_the_same_treaty_stand_below_each_other(graph: Any) -> None:
    instruments = instrument_graph(graph)
    instruments.add_edge("a-res-54-263", "crc", links=1, kinds={"adopts": ("",)})
    boxes = layout(instruments).boxes
    assert boxes["a-res-54-263"].y > boxes["a-res-44-25"].y + boxes["a-res-44-25"].height


def test_labels_fit_their_boxes(graph: Any) -> None:
    instruments = instrument_graph(graph)
    for box in layout(instruments).boxes.values():
        data = instruments.nodes[box.node]
        number = 18 if data["legal_basis"] else 0
        assert len(data["title"]) * LETTER + 14 + number <= box.width


def test_headings_stand_clear_of_boxes(graph: Any) -> None:
    plan = layout(instrument_graph(graph))
    for x, y, _ in plan.headings:
        for box in plan.boxes.values():
            assert box.right < x or x < box.x or y + 3 < box.y or box.y + box.height < y - 12


def test_treaties_stand_under_the_heading_of_their_basis(graph: Any) -> None:
    instruments = instrument_graph(graph)
    boxes = layout(instruments).boxes
    treaties = [
        (box.y, instruments.nodes[node]["legal_basis"])
        for node, box in boxes.items()
        if instruments.nodes[node]["legal_basis"]
    ]
    bases = [basis for _, basis in sorted(treaties)]
    assert list(dict.fromkeys(bases)) == ["urged", "recalled", "noted", "related"]
    assert bases == sorted(bases, key=["urged", "recalled", "noted", "related"].index)


def test_instruments_link_to_their_official_texts(graph: Any, picture: ET.Element) -> None:
    links = Counter(link.get("href") for link in picture.iter(f"{SVG}a"))
    texts = Counter(d["official_text"] for _, d in instrument_graph(graph).nodes(data=True))
    del texts[""]
    assert links == texts


def test_screen_readers_get_a_title_and_a_description(picture: ET.Element) -> None:
    named = picture.get("aria-labelledby", "").split()
    found = {element.get("id"): element.text for element in picture}
    assert all(found[name] for name in named)
    assert len(named) == 2


def test_it_needs_nothing_from_elsewhere_and_knows_the_night(picture: ET.Element) -> None:
    style = picture.findtext(f"{SVG}style") or ""
    assert "prefers-color-scheme: dark" in style
    assert not re.search(r"url\(|@import", style)
    assert not [e for e in picture.iter() if e.tag in (f"{SVG}image", f"{SVG}script", f"{SVG}use")]


def test_each_link_between_instruments_is_one_line(graph: Any, picture: ET.Element) -> None:
    group = picture.find(f"{SVG}g[@aria-hidden]")
    assert group is not None
    assert len(group) == instrument_graph(graph).number_of_edges()


def test_a_line_goes_below_a_group_that_leaves_no_gap() -> None:
    instruments = nx.DiGraph()
    instruments.add_edge("a", "b", links=1, kinds={"cites": ("",)})
    root = ET.Element("svg")
    boxes = {
        node: Box(node, x, y, width=50, height=20, style="document")
        for node, x, y in (("a", 0, 0), ("above", 100, 0), ("below", 100, 25), ("b", 200, 0))
    }
    draw_lines(root, instruments, boxes)
    (line,) = root.iter("path")
    assert ",51H150" in line.get("d", "").replace(" ", ",")
