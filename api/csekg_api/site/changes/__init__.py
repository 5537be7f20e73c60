"""What changed, as pages, feeds and calendars."""
