"""The instruments, provisions and documents as a network: paths, weight, GraphML, a picture."""
