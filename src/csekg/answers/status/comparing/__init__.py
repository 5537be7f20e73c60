"""States side by side under every treaty, and treaties side by side over time."""
