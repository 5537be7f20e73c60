"""What the validation of the dataset finds about each State."""

from __future__ import annotations

from collections import defaultdict

from csekg.answers.common.translations import values
from csekg.answers.quality.quality import FindingRow, findings
from csekg.sparql.store import QueryEngine
from csekg.validation.findings import Report

# Findings about a known difference between sources concern the difference, and are left out.
_ACTORS = """
SELECT ?focus ?actor WHERE {
  VALUES ?focus { %s }
  { ?focus cse:actor ?actor } UNION { ?focus a cse:TreatyActor BIND(?focus AS ?actor) }
}
"""


def findings_by_actor(store: QueryEngine, report: Report) -> dict[str, list[FindingRow]]:
    """Return the findings of a validation by the IRI of the actor they are about, worst first.

    Findings about a difference between sources are not among them: see `discrepancies`.
    """
    rows = findings(report)
    # Blank nodes belong to no actor; only a foreign dataset has findings about them.
    focused = sorted({row.focus for row in rows if not row.focus.startswith("_:")})
    if not focused:
        return {}
    listed = " ".join(f"<{iri}>" for iri in focused)
    actors = dict[str, str](values(store, _ACTORS % listed))  # type: ignore[arg-type]
    found: dict[str, list[FindingRow]] = defaultdict(list)
    for row in rows:
        if row.focus in actors:
            found[actors[row.focus]].append(row)
    return dict(found)
