"""`/matrix`: every State under every treaty on a day."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.common.base import Answer
from csekg.answers.common.groups import members
from csekg.answers.status.matrix import MatrixTreaty, Row, matrix, matrix_table
from csekg_api.rest.answering import PREFIX, ListOptions, Page
from csekg_api.rest.documenting import documented_list
from csekg_api.rest.parameters import OfGroup, OfTreaty, On, of_release
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.work_limit import LimitedRoute


class MatrixSummary(Answer):
    """What the columns of a matrix stand for."""

    treaties: tuple[MatrixTreaty, ...]


class MatrixPage(Page[Row]):
    """A page of the State x treaty matrix."""

    summary: MatrixSummary = Field(description="the treaties, each with its day and sources")


router = APIRouter(
    prefix=PREFIX, tags=["Status"], dependencies=[Depends(of_release)], route_class=LimitedRoute
)


@router.get("/matrix", operation_id="getMatrix", summary="State x treaty matrix for any day",
            **documented_list(Row, page=MatrixPage))  # fmt: skip
def get_matrix(
    store: ServedStore,
    options: Annotated[ListOptions, Depends()],
    on: On = None,
    group: OfGroup = None,
    treaty: OfTreaty = None,
) -> Response:
    """A row for each State, a cell for each treaty: status, since when, data as of when.

    As CSV or XLSX the treaties are columns. Without a day each cell speaks of the day on which
    the data about its treaty stand. Treaties adopted after the day are left out, and those of
    which nothing is known so early.
    """
    columns, rows = matrix(
        store, on, keys=treaty or (), members=members(store, group, on) if group else None
    )
    name = f"matrix-{on}" if on else "matrix"
    summary = MatrixSummary(treaties=tuple(columns)).model_dump(mode="json")
    table = matrix_table(columns)
    return options.page(Row, rows, name, basis=columns, table=table, summary=summary)
