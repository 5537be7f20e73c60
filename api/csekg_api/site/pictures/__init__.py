"""Pictures to take away: maps, charts and the network as SVG and PNG, and badges of status."""
