"""What all answers share: references to States, treaties and sources."""
