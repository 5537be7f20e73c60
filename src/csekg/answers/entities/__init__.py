"""Answers about everything else that has an IRI: actors, concepts, the ontology, saved queries."""
