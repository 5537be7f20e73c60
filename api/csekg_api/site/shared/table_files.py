"""A table as a page shows it, as CSV and as a workbook: the same rows, order and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeVar, get_args

from fastapi import Request
from fastapi.responses import Response

from csekg.tables.as_csv import to_csv
from csekg.tables.table import Table
from csekg_api.site.choices import canonical_redirect
from csekg_api.site.shared.table_view import TableView, unchosen, view
from csekg_api.web.problems import ProblemError
from csekg_api.web.workbook_answer import as_workbook

Record = TypeVar("Record")
_Format = Literal["csv", "xlsx"]


def table_response(
    request: Request,
    table: Table[Record],
    records: Sequence[Record],
    name: str,
    question: str,
    basis: Iterable[object] | None = None,
    *,
    fault: str | None = None,
    status: int = 404,
) -> TableView[Record] | Response:
    """Return what a page shows of a table, or the answer that a request wants instead.

    That is a file with `format=csv` or `format=xlsx`, called `name`, or a redirect to a shorter
    address. A workbook says that the rows answer `question` and rest on `basis`, the records unless
    given. Raises what `view` raises, a 400 problem for another format, and one of `status` for a
    file of a page that only says its `fault`.
    """
    if (shorter := canonical_redirect(request, unchosen(request, table))) is not None:
        return shorter
    shown = view(request, table, records)
    wanted = request.query_params.get("format")
    if not wanted:
        return shown
    if fault:
        raise ProblemError(status, fault)
    chosen = Table(shown.columns)
    rows = chosen.rows_of(shown.rows)
    match wanted:
        case "csv":
            bom = request.query_params.get("bom") == "true"
            answer = Response(to_csv(chosen.keys, rows, bom=bom), media_type="text/csv")
            answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
            return answer
        case "xlsx":
            rests_on = shown.rows if basis is None else basis
            return as_workbook(request, name, chosen.headings, rows, rests_on, question)
        case other:
            formats = " or ".join(get_args(_Format))
            raise ProblemError(400, f"parameter format should be {formats}, not {other!r}")
