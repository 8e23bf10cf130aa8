"""What names are made of: folding, people, bodies."""
