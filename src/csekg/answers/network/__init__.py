"""Instruments, provisions and documents as a graph: paths, centrality, GraphML, a picture."""
