"""Work beside the main thread: its result, its errors, and that its thread is gone afterwards."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event, get_native_id

import pytest

from csekg.beside import beside
from csekg.errors import CsekgError


def test_the_work_is_done_meanwhile_and_its_result_waited_for() -> None:
    begun, go_on = Event(), Event()

    def work() -> int:
        begun.set()
        go_on.wait()
        return 2

    result = beside(work)
    begun.wait()
    go_on.set()
    assert result() == 2


def test_what_the_work_raises_comes_with_the_result() -> None:
    def work() -> None:
        raise CsekgError("unusable setting")

    result = beside(work)
    with pytest.raises(CsekgError, match="unusable setting"):
        result()


@pytest.mark.skipif(sys.platform != "linux", reason="threads are looked at as Linux shows them")
def test_the_thread_has_left_the_process() -> None:
    # Without waiting for that, a good part of them would still be on their way out.
    for _ in range(200):
        thread = beside(get_native_id)()
        assert not Path(f"/proc/self/task/{thread}").exists()
