"""Rates, proportions, means, and risks, with their intervals."""
