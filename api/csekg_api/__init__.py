"""The web service of csekg: SPARQL over HTTP, a start page, a state of health."""
