"""Limits of the query parameters of all routes: length, and how often one may be given."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from fastapi import Request

from csekg_api.web.problems import ProblemError

#: The most characters of the key of a thing, and of a part of a name.
KEY, NAME = 60, 100
#: The most characters of the value of a parameter, unless its route allows more.
LONGEST = 200
#: The most values of one filter.
SEVERAL = 50
#: The most parameters of an address or a form: the time to read them grows with their number.
MOST_FIELDS = 100


def too_many_fields(number: int) -> str:
    """Return what is said to a request with more parameters than `MOST_FIELDS`."""
    return f"a request may have {MOST_FIELDS} parameters, but this one has {number:,}"


def check_values(
    request: Request,
    status: int,
    several: Collection[str] = (),
    longer: Mapping[str, int] = {},
) -> None:
    """Raise a problem of this status for a value that is too long or given twice.

    Parameters in `several` may be given several times. Of any other, keeping one of two values
    silently would answer another question than the client sent. `longer` has the lengths of
    parameters that may be longer than `LONGEST`.
    """
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        most = longer.get(name, LONGEST)
        if len(value) > most:
            raise ProblemError(
                status,
                f"parameter {name[:KEY]} should have at most {most} characters, but it has "
                f"{len(value)}",
            )
        if name in seen and name not in several:
            raise ProblemError(
                status, f"parameter {name[:KEY]} may be given once, but it is given several times"
            )
        seen.add(name)
