"""SPARQL over HTTP: the Protocol, the Graph Store Protocol, the descriptions of both."""
