"""What assessors found in law and practice, beside what binds States."""
