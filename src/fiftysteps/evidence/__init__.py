"""What we know: areas, populations, sources, indicators and observations; references, learning, reflections."""
