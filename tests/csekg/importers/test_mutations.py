"""Whatever stands in a file, it is read or refused with one message; `csekg import` prints no part.

`python -m benchmarks.mutations` does the same with ten thousand changes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.errors import CsekgError
from csekg.importers import read_file
from csekg.importers.records import KINDS
from tests.csekg.importers.samples import SAMPLES, mutated

EACH = 60


@pytest.mark.parametrize(("form", "sample"), SAMPLES, ids=lambda value: getattr(value, "stem", value))
def test_a_broken_file_is_read_or_refused(tmp_path: Path, form: str, sample: Path) -> None:
    content, name = sample.read_bytes(), sample.name
    path = tmp_path / name
    messages = {}
    for seed in range(EACH):
        path.write_bytes(mutated(content, seed))
        try:
            readings = read_file(form, path)
        except CsekgError as error:
            messages[seed] = str(error)
        else:
            assert {each.kind for found in readings for each in found.records} <= {*KINDS}, seed
    assert {seed for seed, message in messages.items() if "\n" in message} == set()
    assert {seed for seed, message in messages.items() if name not in message} == set()
    # Else the changes would show nothing.
    assert len(messages) > EACH // 5


def test_the_same_seed_gives_the_same_changes() -> None:
    content = bytes(range(256)) * 4
    assert mutated(content, 7) == mutated(content, 7)
    assert len({mutated(content, seed) for seed in range(100)}) > 90
