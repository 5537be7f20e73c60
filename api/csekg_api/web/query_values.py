"""What the query parameters of all routes keep to: their length, and how often one may be given."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from fastapi import Request

from csekg_api.web.problems import ProblemError

#: Characters that the key of a thing may have, and part of a name.
KEY, NAME = 60, 100
#: Characters that the value of any parameter may have, unless its route allows more.
LONGEST = 200
#: Values that one filter may have.
SEVERAL = 50


def check_values(
    request: Request,
    status: int,
    several: Collection[str] = (),
    longer: Mapping[str, int] = {},
) -> None:
    """Refuse a value that is too long, and a second one of a parameter not among `several`.

    To keep one of two values silently would answer another question than was asked. `longer` are
    the lengths of parameters that may have more than `LONGEST`. Raises a problem of this status.
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
