"""Pages about treaties: their list, one treaty, the matrix, who is not bound."""
