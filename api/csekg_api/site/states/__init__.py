"""Pages about States: their list, one State, its brief."""
