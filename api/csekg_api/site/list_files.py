"""A list as a page shows it, as CSV and as a workbook: the same rows, order and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeVar, get_args

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.common.csv_tables import rows_to_csv
from csekg_api.site.given import without_empty
from csekg_api.site.lists import ListOf
from csekg_api.site.shown import Shown
from csekg_api.site.shown_lists import chosen, unchosen
from csekg_api.web.problems import ProblemError
from csekg_api.web.workbook import as_workbook

Row = TypeVar("Row")
_Format = Literal["csv", "xlsx"]


def list_or_file(
    request: Request,
    listing: ListOf[Row],
    rows: Sequence[Row],
    name: str,
    question: str,
    basis: Iterable[object] | None = None,
    *,
    fault: str | None = None,
    status: int = 404,
) -> Shown[Row] | Response:
    """Return what a page shows of a list, or the answer that a request wants instead.

    That is a file with `format=csv` or `format=xlsx`, called `name`, or a redirect to a shorter
    address. A workbook says that the list answers `question` and rests on `basis`, the rows unless
    given. Raises what `chosen` raises, a 400 problem for another format, and one of `status` for a
    file of a page that only says its `fault`.
    """
    if (shorter := without_empty(request, unchosen(request, listing))) is not None:
        return shorter
    shown = chosen(request, listing, rows)
    wanted = request.query_params.get("format")
    if wanted and fault:
        raise ProblemError(status, fault)
    match wanted:
        case None | "":
            return shown
        case "csv":
            bom = request.query_params.get("bom") == "true"
            content = rows_to_csv((column.key for column in shown.columns), _cells(shown), bom=bom)
            answer = Response(content, media_type="text/csv")
            answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
            return answer
        case "xlsx":
            headings = [column.heading for column in shown.columns]
            rests_on = shown.rows if basis is None else basis
            return as_workbook(request, name, headings, _cells(shown), rests_on, question)
        case other:
            known = " or ".join(get_args(_Format))
            raise ProblemError(400, f"parameter format should be {known}, not {other!r}")


def _cells(shown: Shown[Row]) -> list[list[object]]:
    return [[column.value(row) for column in shown.columns] for row in shown.rows]
