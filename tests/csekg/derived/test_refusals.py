"""A bad record for each check of the build: each is refused, with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csekg.dataset.assemble import build
from csekg.derived.all_facts import read_all_facts
from csekg.errors import CsekgError, DataError
from csekg.resources import data_dir, ontology_dir
from tests.records import changed

OPSC = "treaties/opsc/participation.csv"
TOML = "treaties/opsc/treaty.toml"
DECLARATIONS = "treaties/opsc/declarations.csv"

#: What is damaged: file, old text, new text, and what the message must say.
CASES = {
    "an ISO week date": (OPSC, "2002-09-19,2002-10-19", "2002-W38-4,2002-10-19", "is no date"),
    "an unclosed quotation": (OPSC, "AFG,,Afghanistan", 'AFG,,"Afghanistan', "not valid CSV"),
    "no as-of date": (TOML, "as_of = 2026-02-03\n", "", "missing key: 'status.as_of'"),
    "no summary": (TOML, "summary = ", "# summary = ", "missing key: 'summary'"),
    "a day as text": (TOML, "opened_on = 2000-05-25", 'opened_on = "2000-05-25"', "opened_on"),
    "an hour with a day": (TOML, "in_force_on = 2002-01-18", "in_force_on = 2002-01-18T00:00:00Z", "in_force_on"),
    "a treaty in force since no day": (
        TOML,
        "in_force_on = 2002-01-18\n",
        "",
        "AFG is bound, and treaty.toml does not say since when the treaty is in force: '2002-10-19'. Add in_force_on, "
        "and trigger_on, the day on which the last consent that it needed came.",
    ),
    "a rule without a wait": (TOML, 'first_wait = "P3M"\n', "", "entry_into_force.first_wait"),
    "a link that is none": (TOML, 'official_text = "https', 'official_text = "the site', "https"),
    "an event after its source": (
        "treaties/ets185/events.csv",
        "KEN,,invitation,,2024-10-09,",
        "KEN,,invitation,,2029-10-08,",
        "dated after its source",
    ),
    "a clause of an unknown article": (
        "treaties/opsc/clauses.csv",
        ",14(1),",
        ",99(1),",
        "unknown provision of opsc: '99(1)'",
    ),
    "a misspelt name of a State": (OPSC, "AFG,,Afgh", "Afganistan,,Afgh", "Did you mean AFG (Afghanistan)"),
}


@pytest.mark.parametrize("case", CASES)
def test_refused(tmp_path: Path, case: str) -> None:
    file, old, new, message = CASES[case]
    with pytest.raises(CsekgError, match=re.escape(message)) as refusal:
        build(changed(tmp_path, file, old, new), ontology_dir(), lambda _step: None)
    assert Path(file).name in str(refusal.value)


@pytest.mark.parametrize("file", ["actors.csv", "groups.csv", "corrections.csv", DECLARATIONS, OPSC])
def test_a_line_listed_twice(tmp_path: Path, file: str) -> None:
    line = (data_dir() / file).read_text(encoding="utf-8").splitlines()[1]
    with pytest.raises(DataError, match="listed twice"):
        read_all_facts(changed(tmp_path, file, line, line + "\n" + line), ontology_dir())
