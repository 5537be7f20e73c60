"""What pages share: tables with facets, charts, maps, wording."""
