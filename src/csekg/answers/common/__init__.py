"""What all answers share: the base model, look-ups, and the mapping of rows to models."""
