"""Helpers without models: dates and periods, text, files, tabular reading, faults."""
