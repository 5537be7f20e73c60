"""What only a query from outside passes before it is evaluated; this package is its one door.

First the gate (`sanitizer`): the text is read strictly, SERVICE and all that cannot be read with
certainty is refused, and the query is written anew from what was read. Then the planner
(`planner`): the query is rewritten into an equal one that Oxigraph answers faster. Nothing
outside imports a module of this package; an import contract in pyproject.toml holds that.
"""

from csekg.sparql.untrusted.planner import Statistics, folder_of, load_planner, rewrite, sortable
from csekg.sparql.untrusted.sanitizer import (
    SERVICE_REFUSED,
    QueryDataset,
    Reading,
    read_query,
    unknown_function,
    unparsable,
)

__all__ = [
    "SERVICE_REFUSED",
    "QueryDataset",
    "Reading",
    "Statistics",
    "folder_of",
    "load_planner",
    "read_query",
    "rewrite",
    "sortable",
    "unknown_function",
    "unparsable",
]
