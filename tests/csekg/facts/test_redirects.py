from __future__ import annotations

from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.redirects import read_replaced
from csekg.resources import data_dir


def test_an_identifier_that_replaces_itself_is_refused(tmp_path: Path) -> None:
    content = (data_dir() / "replaced.csv").read_text(encoding="utf-8")
    (tmp_path / "replaced.csv").write_text(content + "action/a,action/a\n", encoding="utf-8")
    with pytest.raises(DataError, match="cannot replace itself"):
        read_replaced(tmp_path)
