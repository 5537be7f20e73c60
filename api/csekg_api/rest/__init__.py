"""REST: `/api/v1`, JSON that is also JSON-LD, CSV wherever the answer is a list."""
