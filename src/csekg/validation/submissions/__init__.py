"""People's own files: read from CSV, JSON-LD or Turtle, and validated beside the dataset."""
