"""What our own code raises where a server's answer is well-formed, but has another content.

A server may hold anything: a row without the value that every release has, a word for a date. The
code that reads our own dataset does not look out for that in each place.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from csekg.remote.errors import UnexpectedAnswerError
from csekg.remote.quoting import quoted

#: Raised by the conversion of a term, by unpacking a row, and by looking up what is not there.
MISREADINGS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def misread(error: Exception) -> UnexpectedAnswerError:
    """Return the error for an answer that our code stumbled over, with the place in the code.

    It may be a fault of ours, too, which the place helps to find.
    """
    frames = extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown place"
    said = quoted(f"{type(error).__name__}: {error}")
    return UnexpectedAnswerError(f"what the server answers cannot be read ({said}, at {place})")
