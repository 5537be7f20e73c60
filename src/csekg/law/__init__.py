"""What a treaty's clauses give: entry into force, eligibility and status over time; no files, no RDF."""
