"""Rewrites the queries that the engine answers slowly into equal ones that it answers fast.

The engine evaluates the pattern inside an EXISTS anew for each solution and without its optimiser,
so that "which States have not ratified" costs the States times the acts. Its MINUS is a hash join.
And it joins in an order that knows nothing of how often properties and classes occur.
`rewrite` parses the query, and only where SPARQL 1.1, section 18, makes both forms equal, and the
form given is one of the slow ones, it returns the other; every other query stays as it is.
`sortable` spares the engine a sort that it would not survive.
"""

from csekg.sparql.strangers.rewriting.joins.statistics import Statistics
from csekg.sparql.strangers.rewriting.rewriter import rewrite
from csekg.sparql.strangers.rewriting.sorting import sortable

__all__ = ["Statistics", "rewrite", "sortable"]
