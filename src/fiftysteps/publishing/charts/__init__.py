"""Charts: what they say (specs), how they are made from observations (build_…), drawn (drawing) and kept (pictures)."""
