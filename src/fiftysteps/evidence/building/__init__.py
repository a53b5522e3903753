"""Indicators computed from counts: a recipe says of what, the engine adds up, `fiftysteps.stats` estimates."""
