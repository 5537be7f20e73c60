"""Runs jobs in worker processes that can be killed.

Neither Oxigraph nor the validator can be interrupted, so jobs of clients run in worker processes. The standard
library's forkserver has imported what they need and forks them; each opens the data for itself. A server keeps a few
ready and kills those that exceed their deadline. The package knows neither SPARQL nor HTTP: a job is a name with
bytes in and out.

`csekg_api.workers.launching` is imported only where it is used, since it needs a POSIX system.
"""
