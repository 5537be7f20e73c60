"""The 300 public claims: the file is what the lists give, and each verdict is right, in six languages."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from csekg.answers.claims.checking import ASSERTED, NOT, Stated, check
from csekg.answers.search.indexes import Names
from csekg.languages.current import LANGUAGES
from csekg.resources import data_dir
from csekg.sparql.oxigraph_store import Store
from tests.csekg.answers.claims.making_claims import BY_CLASS, FILE, claims, sentence, table


def test_the_file_is_what_the_lists_give() -> None:
    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    assert rows == table(), "python -m tests.csekg.answers.claims.making_claims"
    assert len(rows) == len({row[1] for row in rows}) == 300 + len(BY_CLASS)
    assert {claim.treaty for claim in claims()} == {
        file.parent.name for file in (data_dir() / "treaties").glob("*/*.toml")
    }
    assert {claim.claim.removeprefix(NOT) for claim in claims()} <= set(ASSERTED)
    assert min(Counter(claim.verdict for claim in claims()).values()) >= 30


def test_the_documentation_says_what_each_claim_means() -> None:
    text = FILE.with_name("checking.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")][1:]
    assert sorted(code for row in rows for code in re.findall("`(.+?)`", row)) == list(ASSERTED)
    counted = Counter(claim.verdict for claim in claims())
    figures = ", ".join(f"{counted[verdict]} {verdict}" for verdict in ("confirmed", "contradicted", "undecided"))
    assert f"{figures}, under {len({claim.treaty for claim in claims()})} treaties" in " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_verdict_is_right_in_each_language(store: Store, names: Names, language: str) -> None:
    expected = claims()
    found = check(store, names, [sentence(claim, language) for claim in expected])
    wrong = [
        (item.text, item.verdict, claim.verdict, str(item.problem))
        for item, claim in zip(found.items, expected, strict=True)
        if item.verdict != claim.verdict or item.problem
    ]
    assert not wrong
    assert all(claim.sources and claim.reason for item in found.items for claim in item.checked)


def test_each_verdict_is_right_of_the_claim_in_parts(store: Store, names: Names) -> None:
    expected = [claim for claim in claims() if claim.when != "by"]
    found = check(store, names, [Stated(claim.state, claim.treaty, claim.claim, claim.day) for claim in expected])
    assert [item.verdict for item in found.items] == [claim.verdict for claim in expected]


def test_each_class_has_the_verdicts_that_were_set_by_hand(store: Store, names: Names) -> None:
    found = check(store, names, [row["text"] for row in BY_CLASS]).items
    wrong = [
        (item.text, item.verdict if item.checked else "refused", row["verdict"], str(item.problem))
        for item, row in zip(found, BY_CLASS, strict=True)
        if (item.verdict if item.checked else "refused") != row["verdict"]
        and not (item.verdict == "undecided" and row["verdict"] == "undecided")
    ]
    assert not wrong
