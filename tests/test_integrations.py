"""The five small integrations in docs/integrations/ do what they say, in at most fifteen lines."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import uvicorn

from csekg.answers.status.status_answers import standings_of_treaty
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from tests.command import environment

FOLDER = Path(__file__).parents[1] / "docs" / "integrations"
NAMES = ["chatbot.py", "dashboard.py", "warehouse.py"]


def run(name: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", FOLDER / name, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_each_has_at_most_fifteen_lines(name: str) -> None:
    assert sorted(file.name for file in FOLDER.iterdir()) == NAMES
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    code = [line for line in lines if line.strip() and not line.startswith(('"""', "<!--"))]
    assert len(code) <= 15
    assert max(map(len, lines)) <= 120


def test_the_dashboard_counts_the_gaps_of_each_region(tmp_path: Path, store: Store) -> None:
    run("dashboard.py", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    _, standings = standings_of_treaty(store, "opsc", statuses=["signatory", "no-action"])
    counts = re.findall(r"<tr><td>[^<]+<td>(?:signatory|no-action)<td>(\d+)<td>", page)
    # The Cook Islands and others have a region, organizations have none.
    assert sum(map(int, counts)) == sum(each.actor.key not in ("EUE",) for each in standings)
    assert "Tuvalu" in page


def test_the_warehouse_has_all_tables_and_answers(tmp_path: Path, store: Store) -> None:
    run("warehouse.py", tmp_path / "lake", tmp_path / "warehouse.duckdb")
    with duckdb.connect(tmp_path / "warehouse.duckdb", read_only=True) as warehouse:
        rows = warehouse.execute("SELECT actor FROM signed_not_ratified WHERE treaty = 'opsc'")
        found = {row[0] for row in rows.fetchall()}
    _, standings = standings_of_treaty(store, "opsc", statuses=["signatory"])
    assert found == {each.actor.key for each in standings}


@pytest.fixture(scope="module")
def service(store: Store) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(store, "abc"), port=0, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def test_the_chatbot_answers_with_the_day_of_the_data_and_the_sources(service: str) -> None:
    said = run("chatbot.py", service, "Irlande", "OPSC", "2007-04-27")
    assert "party to the OPSC on 2007-04-27: contradicted." in said
    assert re.search(r"Signed on 7 Sep 2000; .* complete to \d+ \w+ \d{4}\. Sources: \w+", said)
    assert "Ireland" in run("chatbot.py", service, "Irelnd", "OPSC", "2007-04-27")
