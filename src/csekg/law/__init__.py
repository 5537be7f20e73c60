"""What follows from a treaty's clauses: entry into force, eligibility, status over time.

Pure functions over dates and keys: this package reads no file and knows no RDF.
"""
