from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from csekg.answers.network.graph import paths
from csekg.errors import CsekgError, UnknownNameError


def sentences(graph: Any, start: str, end: str) -> list[str]:
    return [step.sentence for step in paths(graph, start, end)[0]]


def test_from_a_sub_paragraph_to_an_article(graph: Any) -> None:
    assert sentences(graph, "ccpcj-16-2/op/4/a", "crc/article/34") == [
        "Operative paragraph 4(a) of CCPCJ resolution 16/2 is part of operative paragraph 4.",
        "Operative paragraph 4 of CCPCJ resolution 16/2 contains operative paragraph 4(b).",
        "Operative paragraph 4(b) of CCPCJ resolution 16/2 is supported in part by article 34 of the CRC.",
    ]


def test_against_the_links_the_sentences_turn_round(graph: Any) -> None:
    assert sentences(graph, "crc/article/34", "ccpcj-16-2/op/4/a") == [
        "Article 34 of the CRC supports operative paragraph 4(b) of CCPCJ resolution 16/2 in part.",
        "Operative paragraph 4(b) of CCPCJ resolution 16/2 is part of operative paragraph 4.",
        "Operative paragraph 4 of CCPCJ resolution 16/2 contains operative paragraph 4(a).",
    ]


def test_every_strength_has_its_own_words(graph: Any) -> None:
    for article, words in (
        ("cets201/article/3/a", "says the same as article 3(a)"),
        ("tip/article/3/d", "is implemented by article 3(d)"),
        ("crc/article/1", "is supported in part by article 1"),
        ("opac/article/2", "concerns the same subject as article 2"),
    ):
        assert words in sentences(graph, "ccpcj-16-2/op/4/a", article)[0]
    assert "is implemented by article 34" in sentences(graph, "ccpcj-16-2/op/1", "crc/article/34")[0]


def test_a_judgement_comes_with_its_reason(graph: Any) -> None:
    (steps,) = paths(graph, "ccpcj-16-2/op/4/a", "crc/article/34")
    assert [bool(step.why) for step in steps] == [False, False, True]


def test_a_protocol_and_its_convention(graph: Any) -> None:
    assert sentences(graph, "opsc", "crc") == ["The OPSC supplements the CRC."]
    assert sentences(graph, "crc", "opsc") == ["The CRC is supplemented by the OPSC."]


def test_a_part_is_named_shortly_beside_its_whole(graph: Any) -> None:
    assert sentences(graph, "crc/article/34", "crc") == ["Article 34 is part of the CRC."]
    assert sentences(graph, "crc", "crc/article/34") == ["The CRC contains article 34."]
    assert sentences(graph, "opsc/preamble", "opsc") == ["The preamble is part of the OPSC."]


def test_two_articles_are_connected_by_what_they_say_not_by_their_treaty(graph: Any) -> None:
    (steps, *_) = paths(graph, "crc/article/1", "crc/article/34")
    assert "crc" not in [step.start for step in steps]


def test_all_connections_are_as_close_and_differ(graph: Any) -> None:
    routes = paths(graph, "crc", "untoc")
    assert len(routes) == len({tuple(step.start for step in steps) for steps in routes}) > 1
    assert routes == sorted(routes, key=lambda steps: [step.end for step in steps])


def test_no_connection_is_an_answer(graph: Any) -> None:
    # Named in the preamble as the occasion of a report; the resolution does not cite it.
    assert paths(graph, "un-study-violence", "crc") == []


def test_the_same_node_twice_is_refused(graph: Any) -> None:
    with pytest.raises(CsekgError, match="two different"):
        paths(graph, "crc", "CRC")


def test_unknown_nodes_are_refused_at_either_end(graph: Any) -> None:
    for ends in (("nowhere", "crc"), ("crc", "nowhere")):
        with pytest.raises(UnknownNameError, match="'nowhere'"):
            paths(graph, *ends)


def test_of_parallel_links_the_cheaper_is_told() -> None:
    graph = nx.MultiDiGraph([("a", "b", {"cost": 8, "forward": "Far.", "backward": "", "kind": "", "why": ""})])
    graph.add_edge("b", "a", cost=2, forward="", backward="Near.", kind="", why="")
    ((step,),) = paths(graph, "a", "b")
    assert step.sentence == "Near."
