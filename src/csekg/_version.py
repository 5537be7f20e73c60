"""The version, in a module of its own: others read it without a circle through the package."""

__version__ = "0.1.0"
