"""Answers from the file of another tool: its table, what the columns are, and its rows as responses. None is kept."""
