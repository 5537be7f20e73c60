"""Orders joins by the counts of the dataset; the optimiser of Oxigraph 0.5 has no counts.

Oxigraph takes all properties and all classes for equally frequent, so that it may begin with all
acts of all States where a treaty is named. `ordering.ordered` chooses an order by the statistics of
the dataset, and writes it with LATERAL, which Oxigraph evaluates in the order written.
"""
