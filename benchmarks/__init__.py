"""Benchmarks: `make bench` runs all of them and prints their figures."""
