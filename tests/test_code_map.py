"""docs/code-map.md shows the code as it is."""

from __future__ import annotations

import networkx as nx

from tests.code_map import PAGE, box, graph, imported, modules, page, picture, without_shortcuts


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.code_map"


def test_every_way_of_importing_is_seen() -> None:
    known = dict.fromkeys(["csekg.law", "csekg.law.eligibility", "csekg.facts.tables", "csekg"])
    text = (
        "import os, csekg.law\nfrom csekg.law import eligibility\n"
        "def later():\n    from csekg.facts.tables import Row\n"
    )
    assert list(imported(text, known)) == [
        "csekg.law",
        "csekg.law.eligibility",
        "csekg.facts.tables",
    ]


def test_a_box_is_of_the_first_two_levels() -> None:
    assert box("csekg.answers.status.acts") == "csekg.answers"
    assert box("csekg_api.app") == "csekg_api.app"


def test_what_follows_from_other_arrows_is_left_out() -> None:
    imports: nx.DiGraph[str] = nx.DiGraph(
        [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "c")]
    )
    assert without_shortcuts(imports) == [("a", "b"), ("b", "c"), ("c", "d"), ("d", "c")]


def test_the_pictures_have_the_arrows_of_the_code() -> None:
    imports = graph(modules())
    assert "  derived --> facts\n" in picture(imports, "csekg")
    assert "csekg_api" not in picture(imports, "csekg")
    assert "errors" not in picture(imports, "csekg")
    assert "  app --> " in picture(imports, "csekg_api")
