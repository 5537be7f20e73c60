from __future__ import annotations

from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.redirects import read_replaced
from csekg.resources import data_dir
from tests.records import all_facts


def test_the_rows_are_sorted_and_name_paths() -> None:
    rows = [(each.identifier, each.replaced_by) for each in all_facts().replaced]
    assert rows == sorted(rows)
    assert not any(part.startswith(("/", "http")) for row in rows for part in row)


def test_an_identifier_that_replaces_itself_is_refused(tmp_path: Path) -> None:
    content = (data_dir() / "replaced.csv").read_text(encoding="utf-8")
    (tmp_path / "replaced.csv").write_text(content + "action/a,action/a\n", encoding="utf-8")
    with pytest.raises(DataError, match="cannot replace itself"):
        read_replaced(tmp_path)
