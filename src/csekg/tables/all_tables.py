"""All tidy tables; a table stands behind those to which it refers."""

from __future__ import annotations

from csekg.tables import acts, entities, practice
from csekg.tables.tidy_table import TidyTable

TABLES: tuple[TidyTable, ...] = (
    entities.TREATIES,
    entities.INSTRUMENTS,
    entities.ACTORS,
    entities.GROUPS,
    entities.MEMBERSHIPS,
    entities.COUNTRY_CODES,
    entities.SOURCES,
    acts.ACTS,
    acts.PARTICIPATIONS,
    acts.INTERVALS,
    acts.ACT_SOURCES,
    acts.STATE_YEARS,
    entities.PROVISIONS,
    entities.PARAGRAPHS,
    entities.CORRESPONDENCES,
    entities.CITATIONS,
    acts.STATEMENTS,
    acts.STATEMENT_PROVISIONS,
    acts.OBJECTIONS,
    acts.DIFFERENCES,
    practice.ASSESSMENTS,
    practice.RECOMMENDATIONS,
    practice.TREATIES_ASKED,
)
BY_NAME = {table.name: table for table in TABLES}
