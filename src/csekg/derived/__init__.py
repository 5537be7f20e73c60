"""What follows from the facts: acts, participations, and whether the facts fit together."""
