"""Puts joins into the order that the data calls for; the engine's own order knows no counts.

The engine takes every property and every class for equally frequent, so that it may begin with all
acts of all States where a treaty is named. `ordering.ordered` chooses an order by what the dataset
holds and writes it with the engine's LATERAL, which it evaluates as written.
"""
