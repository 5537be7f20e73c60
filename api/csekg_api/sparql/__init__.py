"""SPARQL over HTTP: the Protocol, the descriptions of the endpoint and of the dataset."""
