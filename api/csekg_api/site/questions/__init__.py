"""Pages that answer questions: ask, compare, search, saved queries, SPARQL."""
