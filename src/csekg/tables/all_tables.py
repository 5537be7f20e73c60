"""All tidy tables; a table stands behind those to which it refers."""

from __future__ import annotations

from csekg.tables import participating, texts, things
from csekg.tables.table import Table

TABLES: tuple[Table, ...] = (
    things.TREATIES,
    things.ACTORS,
    things.GROUPS,
    things.MEMBERSHIPS,
    things.SOURCES,
    participating.ACTS,
    participating.PARTICIPATIONS,
    participating.INTERVALS,
    participating.ACT_SOURCES,
    texts.PROVISIONS,
    texts.PARAGRAPHS,
    texts.CORRESPONDENCES,
    participating.STATEMENTS,
    participating.STATEMENT_PROVISIONS,
    participating.OBJECTIONS,
    participating.DIFFERENCES,
)
BY_NAME = {table.name: table for table in TABLES}
