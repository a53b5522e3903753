"""People who took part, against people who live here: ratios, R-indicators, raking."""
