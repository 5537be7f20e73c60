"""README and docs/ give the figures of the data and name what there is.

Quick, so that `make check` tells who changes a fact. test_docs.py runs the examples.
"""

from __future__ import annotations

import re
from pathlib import Path

from csekg.cli import app
from csekg.facts.treaties import PARTIES, SIGNATURES, Treaty
from csekg.sparql.saved_queries import saved_queries
from tests.records import all_facts
from tests.texts import texts

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_says_what_is_complete() -> None:
    treaties = all_facts().treaties.values()
    parties = sum(treaty.complete for treaty in treaties)
    signatures = sum(treaty.signatures_listed for treaty in treaties)
    line = (
        f"| Treaties | {len(treaties)}, of which {parties} with a complete list of parties and "
        f"{signatures} with one of signatures"
    )
    assert line in README
    sources, differences = len(all_facts().sources), len(all_facts().discrepancies)
    assert f"| Sources | {sources}, each with an as-of date; {differences} known diff" in README
    days = sorted(treaty.as_of.isoformat() for treaty in treaties)
    assert f"as-of dates, from {days[0]} to {days[-1]};" in README
    provisions = [each for of in texts().provisions.values() for each in of.values()]
    described = sum(bool(each.summary) for each in provisions)
    assert f"; {described} articles and parts of articles with our own summaries" in README


def test_the_readme_says_of_every_treaty_how_far_its_lists_reach() -> None:
    assert re.findall(r"^\| `.+ \| .*\d{4}-\d\d-\d\d \|$", README, re.MULTILINE) == [
        _reach(treaty) for treaty in all_facts().treaties.values()
    ]


def _reach(treaty: Treaty) -> str:
    read_until = {coverage.kind: coverage.checked_until for coverage in treaty.lists}
    days = treaty.complete_on(PARTIES), read_until.get(PARTIES), treaty.complete_on(SIGNATURES), treaty.status_on
    return " | ".join((f"| `{treaty.key}`", treaty.short_title, *(str(day or "-") for day in days))) + " |"


def test_the_readme_says_how_many_declarations_have_a_day() -> None:
    made = all_facts().declaration_records
    computed = sum(bool(each.day.computed_from) for each in made)
    dated = sum(bool(each.day.on) for each in made)
    line = (
        f"{len(made)} reservations, declarations and objections under "
        f"{len({each.stated.treaty for each in made})} treaties, {100 * dated / len(made):.0f} % "
        f"with a day ({dated - computed} printed, {computed} computed from signature or consent)"
    )
    assert line in README
    assert all(each.stated.gist for each in made)


def test_readme_names_every_command() -> None:
    names = [str(info.name) for info in app.registered_commands]
    names += [str(group.name) for group in app.registered_groups]
    assert [name for name in names if f"csekg {name}" not in README] == []


def test_every_saved_query_is_listed() -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert [name for name in saved_queries() if f"`{name}`" not in page] == []
