"""Values as the embedded engine writes them, where a server writes the same ones in its own way.

Virtuoso writes a truth value as 1 or 0, and a duration of days as a number of seconds. (Canonical
forms: XML Schema 1.1, part 2, sections 3.3.2 and 3.4.27.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_BOOLEAN, _DURATION = b"XMLSchema#boolean", b"XMLSchema#dayTimeDuration"
# Within one object of SPARQL JSON; in a string its quotes would be escaped. Bounded, since a server
# may send what takes time that grows with its square.
_TYPE, _NUMBER = rb"XMLSchema\#(?:boolean|dayTimeDuration)", rb"[0-9]{1,18}(?:\.[0-9]{1,9})?"
_FOREIGN = re.compile(
    rb'("value"\s*:\s*")(%b)("[^{}]{0,200}%b")|(%b"[^{}]{0,200}"value"\s*:\s*")(%b)(")'
    % (_NUMBER, _TYPE, _TYPE, _NUMBER)
)


def canonical(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield SPARQL JSON, however it is cut, with these values in their canonical form."""
    waiting: list[bytes] = []
    for piece in pieces:
        # Such an object ends with its first closing brace.
        whole, brace, left = piece.rpartition(b"}")
        if brace:
            yield _mended(b"".join([*waiting, whole, brace]))
            waiting = []
        waiting.append(left)
    yield b"".join(waiting)


def _mended(text: bytes) -> bytes:
    if _BOOLEAN not in text and _DURATION not in text:
        return text
    return _FOREIGN.sub(_written, text)


def _written(match: re.Match[bytes]) -> bytes:
    before, number, after = (part for part in match.groups() if part is not None)
    if _BOOLEAN in match[0]:
        return before + {b"0": b"false", b"1": b"true"}.get(number, number) + after
    return before + _duration(Decimal(number.decode())).encode() + after


def _duration(seconds: Decimal) -> str:
    numbers = []
    for size in (86_400, 3_600, 60):
        number, seconds = divmod(seconds, size)
        numbers.append(number)
    numbers.append(seconds.normalize())
    day, *time = (f"{n:f}{unit}" if n else "" for n, unit in zip(numbers, "DHMS", strict=True))
    return f"P{day}T{''.join(time)}".removesuffix("T") if any(numbers) else "PT0S"
