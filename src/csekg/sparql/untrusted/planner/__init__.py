"""The planner: rewrites a query into an equal one that Oxigraph 0.5 answers faster.

README.md beside this file says what it does and why, where the proofs are, and when it can go.
"""

from csekg.sparql.untrusted.planner.rewriter import load_planner, rewrite, sortable
from csekg.sparql.untrusted.planner.statistics import Statistics, folder_of

__all__ = ["Statistics", "folder_of", "load_planner", "rewrite", "sortable"]
