"""Runs jobs in worker processes that can be killed.

Neither Oxigraph nor the validator can be interrupted, so jobs of clients run in worker
processes. A single-threaded process, the keeper, holds the dataset in memory and forks the workers,
which share that memory. A server process asks the keeper for workers and kills those that exceed
their deadline. The package knows neither SPARQL nor HTTP: a job is a name with bytes in and out.

`csekg_api.workers.keeper` is imported only where it is used, since it needs a POSIX system.
"""
