"""Python errors that a server's answer with unexpected content causes in the code of csekg.

A server may hold anything: a row without the value that every release has, a word for a date. The
code that reads answers does not check for that at each place.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from csekg.sparql.remote.errors import UnexpectedAnswerError
from csekg.sparql.remote.quoting import quoted

#: Raised by converting a term, unpacking a row, and looking up a missing value.
MISREADINGS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def misread(error: Exception) -> UnexpectedAnswerError:
    """Return the error for an answer that caused a Python error, with the places in the code.

    The cause may be a fault of csekg, too, which the places help to find. A traceback would repeat
    the server's text without hiding credentials in it.
    """
    frames = [frame for frame in extract_tb(error.__traceback__) if "csekg" in frame.filename]
    places = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:])
    message = quoted(f"{type(error).__name__}: {error}")
    return UnexpectedAnswerError(f"what the server answers cannot be read ({message}; {places})")
