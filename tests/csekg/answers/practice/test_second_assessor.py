"""A second assessor, which is made up: added by the recipe of the docs, shown beside the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from csekg.answers.practice.assessments import assessors
from csekg.answers.practice.promises import fields_of, promises
from csekg.dataset.assemble import build
from csekg.resources import ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from tests.queries.oracle import ask
from tests.small_facts import small_data

#: It builds a dataset, also on a busy machine.
pytestmark = pytest.mark.timeout(400)

RECIPE = Path(__file__).parents[4] / "docs" / "assessments.md"
SOURCE = "made-up-2022,Made-up Index 2022,Nobody,2022-12-31,,https://example.org/index,made up,,example"
_FILE = re.compile(r"`data/assessments/made-up/([a-z]+\.[a-z]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Store:
    header = "id,title,publisher,as_of,as_of_note,location,licence,completeness,use\n"
    data = small_data(tmp_path_factory.mktemp("made-up"))
    sources = data / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace(header, f"{header}{SOURCE}\n", 1), encoding="utf-8")
    folder = data / "assessments" / "made-up"
    folder.mkdir()
    files = dict(_FILE.findall(RECIPE.read_text("utf-8")))
    assert set(files) == {"assessor.toml", "indicators.csv", "links.csv", "values.csv"}
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    return Store(build(data, ontology_dir(), lambda _step: None))


@pytest.fixture(scope="module")
def site(both: Store) -> Iterator[TestClient]:
    with TestClient(create_app(both, "e" * 64, Settings(page_timeout=100))) as client:
        yield client


def test_each_has_a_graph_of_its_own(both: Store) -> None:
    assert [each.key for each in assessors(both)] == ["criminalisation", "dol", "made-up", "us-state"]
    graphs = both.values("""SELECT DISTINCT ?graph WHERE {
        GRAPH ?graph { ?assessment a cse:PracticeAssessment } } ORDER BY ?graph""")
    assert [graph.partition("/graph/")[2] for (graph,) in graphs] == [
        *(f"assessments/criminalisation/{year}" for year in range(2000, 2012)),
        *(f"assessments/dol/{year}" for year in range(2016, 2023)),
        "assessments/made-up/2022",
        *(f"assessments/us-state/{year}" for year in range(2001, 2016)),
    ]


def test_both_stand_side_by_side(both: Store) -> None:
    [fourth] = [each for each in promises(both, "ALB").promises if each.paragraph.key == "op/4/b"]
    asked = [each for each in fourth.found if each.indicator.key.endswith("commercial-sexual-exploitation")]
    assert [(each.assessor.key, each.values[-1].printed_value) for each in asked] == [
        ("dol", "No"),
        ("made-up", "has a law"),
    ]
    # The second says nothing of conformity, so that nothing is concluded about it.
    assert asked[1].values[-1].conforms is None
    [france] = [each for each in promises(both, "FRA").promises if each.paragraph.key == "op/4/b"]
    assert {each.assessor.key: bool(each.values) for each in france.found} == {
        "criminalisation": True,
        "dol": False,
        "made-up": True,
        "us-state": True,
    }


def test_they_disagree(both: Store) -> None:
    [row] = ask(both, "assessors-disagree")
    assert (row["key"], row["value"], row["other_value"]) == ("ALB", "No", "has a law")
    by_assessor = [each for each in fields_of(both, "op/4/b") if each.assessor.key == "made-up"]
    assert [len(field.states) for field in by_assessor[0].fields] == [0, 2, 0, 0]


def test_pages_name_both_and_say_which_is_made_up(site: TestClient) -> None:
    page = site.get("/states/ALB").text
    section = page[page.index('id="promised"') : page.index('id="region"')]
    assert "US Department of Labor" in section
    assert "Made-up Index" in section
    assert "this assessor does not exist" in site.get("/assessments").text
