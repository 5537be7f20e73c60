"""The web service of csekg: pages, REST, SPARQL over HTTP, linked data, and the tools of others."""
