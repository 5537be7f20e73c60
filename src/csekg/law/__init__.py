"""What a treaty's clauses give: entry into force, eligibility, status over time. Pure functions."""
