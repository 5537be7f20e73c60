"""What follows from the facts: acts, participations, and where sources differ."""
