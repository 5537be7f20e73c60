"""How long a thread waits for Python's interpreter lock while others compute."""

from __future__ import annotations

import sys

#: Seconds after which a thread that computes hands the lock over. Oxigraph gives it up for each row
#: of an answer, and would wait Python's 5 ms each time to have it back.
_SECONDS = 0.0005


def share_lock() -> None:
    """Let all threads of this process hand over the interpreter's lock after half a millisecond.

    So queries in one thread are not held up by a thread that computes.
    """
    sys.setswitchinterval(_SECONDS)
