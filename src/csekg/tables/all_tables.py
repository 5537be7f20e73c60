"""All tidy tables; a table stands behind those to which it refers."""

from __future__ import annotations

from csekg.tables import acting, assessing, participating, texts, things
from csekg.tables.table import Table

TABLES: tuple[Table, ...] = (
    things.TREATIES,
    things.ACTORS,
    things.GROUPS,
    things.MEMBERSHIPS,
    things.SOURCES,
    acting.ACTS,
    participating.PARTICIPATIONS,
    participating.INTERVALS,
    acting.ACT_SOURCES,
    texts.PROVISIONS,
    texts.PARAGRAPHS,
    texts.CORRESPONDENCES,
    acting.STATEMENTS,
    acting.STATEMENT_PROVISIONS,
    acting.OBJECTIONS,
    acting.DIFFERENCES,
    assessing.ASSESSMENTS,
)
BY_NAME = {table.name: table for table in TABLES}
