"""Agreement between people who code the same texts."""
