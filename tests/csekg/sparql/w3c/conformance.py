"""Runs W3C's test suites and writes docs/conformance.md, or prints the page for the suites in a folder."""

from __future__ import annotations

import sys
import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from tests.csekg.sparql.w3c.evaluation import in_oxigraph, passes, through_csekg
from tests.csekg.sparql.w3c.suites import Case, Files, cases, files_of, packed_files

PAGE = Path(__file__).parents[4] / "docs" / "conformance.md"
_TEXT = """\
# Conformance to SPARQL

W3C publishes test suites for SPARQL. Each test of a query was run twice: as a stranger's query through csekg, as
`/sparql` and `kg.query` evaluate it, and in Oxigraph {version}, the store that csekg has inside, alone.
`python -m tests.csekg.sparql.w3c.conformance` runs them and writes this page; a test compares it with a run.

{table}

An answer passes if it is the expected one but for the labels of blank nodes and the spelling of numbers, which
Oxigraph keeps in their canonical form: `"01"^^xsd:integer` as 1. The suites are those of the working groups of 2007
and 2012; where they come from, and how to run those of SPARQL 1.2, is written in `tests/csekg/sparql/w3c/README.md`.

## Where csekg answers otherwise than Oxigraph

{differences}

## What Oxigraph does not pass

Under entailment, a query would find what follows from the data; csekg writes what follows into its dataset, and
derives nothing when it answers. Of the other tests, most are older than RDF 1.1, in which a plain string is one of
`xsd:string`, or tell spellings of one number apart.

{failed}
"""


class Outcome(NamedTuple):
    """Whether a test passes in Oxigraph alone and through csekg, and whether its query has SERVICE."""

    case: Case
    oxigraph: bool
    csekg: bool
    service: bool


def outcomes(files: Files) -> list[Outcome]:
    """Run the tests of the suites."""
    return [
        Outcome(
            case,
            passes(case, files, in_oxigraph),
            passes(case, files, through_csekg),
            b"SERVICE" in files[case.query].upper(),
        )
        for case in cases(files)
        if not case.asks_others
    ]


def page(run: Sequence[Outcome], not_run: Sequence[Case]) -> str:
    """Return the page about a run of the suites, as Markdown."""
    sections: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in run:
        sections[outcome.case.section].append(outcome)
    table = ["| tests | number | Oxigraph passes | csekg passes |", "|---|---:|---:|---:|"]
    for name, found in [*sorted(sections.items()), ("all", run)]:
        table.append(f"| {name} | {len(found)} | {sum(o.oxigraph for o in found)} | {sum(o.csekg for o in found)} |")
    fewer = [outcome for outcome in run if outcome.oxigraph and not outcome.csekg]
    differences = {
        "csekg refuses `SERVICE`, since it never calls another machine for a query; tests of its syntax": [
            outcome.case for outcome in fewer if outcome.service
        ],
        "Not run, in either, since they ask other servers": not_run,
        "csekg alone does not pass": [outcome.case for outcome in fewer if not outcome.service],
        "csekg alone passes": [outcome.case for outcome in run if outcome.csekg and not outcome.oxigraph],
    }
    failed = {
        f"**{name}**": [outcome.case for outcome in found if not outcome.oxigraph]
        for name, found in sorted(sections.items())
        if not all(outcome.oxigraph for outcome in found)
    }
    return _TEXT.format(
        version=ox.__version__, table="\n".join(table), differences=_listed(differences), failed=_listed(failed)
    )


def _listed(tests: Mapping[str, Sequence[Case]]) -> str:
    paragraphs = (
        f"{title} ({len(found)}): {', '.join(f'`{case.name}`' for case in found) or 'none'}."
        for title, found in tests.items()
    )
    return "\n\n".join(textwrap.fill(text, 116, break_long_words=False, break_on_hyphens=False) for text in paragraphs)


if __name__ == "__main__":
    suites = files_of(Path(sys.argv[1])) if len(sys.argv) > 1 else packed_files()
    text = page(outcomes(suites), [case for case in cases(suites) if case.asks_others])
    if len(sys.argv) > 1:
        print(text)
    else:
        PAGE.write_text(text, encoding="utf-8")
