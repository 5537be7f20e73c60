"""Treaties that protect children from sexual exploitation, and who is bound by them since when."""

__version__ = "0.1.0"
