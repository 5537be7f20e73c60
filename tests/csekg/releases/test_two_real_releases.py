"""Two releases of all facts by the commands; the older one is without what two real gazettes of 2026 brought."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import environment
from tests.releases import NEW, OLD, checkout, release_toml, without_sources

GAZETTES = ("boe-a-2026-7040", "boe-a-2026-15456")
_GRAPH = "<https://w3id.org/csekg/id/graph/{}> ."
#: What `csekg diff` prints, as docs/releases.md shows it: the rows of the gazettes, and what follows from them.
SHOWN = """\
Papua New Guinea acceded to the Budapest Convention on 6 May 2026
Paraguay designated an authority under the Budapest Convention on 3 Feb 2026
Qatar acceded to the Smuggling Protocol on 6 Mar 2026
Qatar made a declaration under the Smuggling Protocol on 6 Mar 2026
Qatar made a reservation to the Smuggling Protocol on 6 Mar 2026
Ecuador, Budapest Convention, authority designation: sources boe-a-2026-7040, nl-log-2026-01, before nl-log-2026-01
Norway, Budapest Convention, declaration: sources boe-a-2026-7040, nl-log-2026-01, before nl-log-2026-01
Papua New Guinea, Budapest Convention: status contracting State, before no act read
Papua New Guinea, Budapest Convention: entry into force stated now known: 1 Sep 2026
Papua New Guinea, Budapest Convention: entry into force computed now known: 1 Sep 2026
Papua New Guinea, Additional Protocol to the Budapest Convention: \
status no act read, before must join another treaty first
Qatar, Smuggling Protocol: status party, before no act read
Qatar, Smuggling Protocol: entry into force stated now known: 5 Apr 2026
Qatar, Smuggling Protocol: entry into force computed now known: 5 Apr 2026
New source: Official gazette of Spain, BOE-A-2026-15456: quarterly resolution on treaty acts notified to Spain
New source: Official gazette of Spain, BOE-A-2026-7040: quarterly resolution on treaty acts notified to Spain
2026.11.0 to 2026.11.1: acts: 5 new, 2 changed, 0 removed; 9 other changes
"""


def run(place: Path, *arguments: str) -> str:
    """Run the command of a checkout, where it keeps a dataset of its own."""
    variables = {"PYTHONPATH": str(place / "src"), "XDG_CACHE_HOME": str(place / "cache")}
    command = [sys.executable, "-m", "csekg", *arguments]
    done = subprocess.run(
        command, cwd=place, env=environment() | variables, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.long
@pytest.mark.timeout(2400)
def test_what_two_gazettes_brought_is_what_differs(tmp_path: Path) -> None:
    older, newer, folder = tmp_path / "older", tmp_path / "newer", tmp_path / "releases"
    data = checkout(older)
    without_sources(data, GAZETTES)
    release_toml(data, OLD, "2026-11-25", "")
    release_toml(checkout(newer), NEW, "2026-11-26", OLD)
    for place in (older, newer):
        run(place, "release", str(folder))
    both = (str(folder / OLD), str(folder / NEW))
    assert run(newer, "diff", *both) == SHOWN

    of_gazettes = tuple(_GRAPH.format(each) for each in GAZETTES)
    changed = run(newer, "diff", *both, "--statements").splitlines()
    brought = {line[2:] for line in changed if line.endswith(of_gazettes)}
    stated = (folder / NEW / "csekg.nq").read_text(encoding="utf-8").splitlines()
    assert brought == {line for line in stated if line.endswith(of_gazettes)}
    # Of no other source anything went: only what is derived, counted or said about lists and their days.
    removed = {line.rpartition(" <")[2] for line in changed if line.startswith("-")}
    assert removed == {_GRAPH.format(each)[1:] for each in ("catalogue", "derived", "editorial")}
    # A name of Papua New Guinea that the gazette uses, and the words of the gazettes in other languages.
    added = {line.rpartition(" <")[2] for line in changed if line.startswith("+")} - removed
    assert added == {_GRAPH.format(each)[1:] for each in (*GAZETTES, "country-codes", "translations")}


def test_the_page_shows_what_the_command_prints() -> None:
    page = (Path(__file__).parents[3] / "docs" / "releases.md").read_text(encoding="utf-8")
    assert "".join(f"    {line}\n" for line in SHOWN.splitlines()) in page
