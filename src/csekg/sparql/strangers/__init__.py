"""What only a stranger's query passes: one strict reader of its text, and what is refused."""
