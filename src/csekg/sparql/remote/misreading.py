"""What our own code raises where a server's answer is well-formed, but has another content.

A server may hold anything: a row without the value that every release has, a word for a date. The
code that reads our own dataset does not look out for that in each place.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from csekg.sparql.remote.errors import UnexpectedAnswerError
from csekg.sparql.remote.quoting import quoted

#: Raised by the conversion of a term, by unpacking a row, and by looking up what is not there.
MISREADINGS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def misread(error: Exception) -> UnexpectedAnswerError:
    """Return the error for an answer that our code stumbled over, with the places in the code.

    It may be a fault of ours, too, which the places help to find. A traceback would hold what the
    server says as it is.
    """
    frames = [frame for frame in extract_tb(error.__traceback__) if "csekg" in frame.filename]
    places = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:])
    said = quoted(f"{type(error).__name__}: {error}")
    return UnexpectedAnswerError(f"what the server answers cannot be read ({said}; {places})")
