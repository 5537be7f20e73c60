"""The reconciliation service at `/reconcile`, by the Reconciliation Service API 0.2 (W3C CG).

A table of names, as OpenRefine holds one, is matched with States, treaties, paragraphs, topics and
sources, and gets columns of codes, statuses and days.
"""
