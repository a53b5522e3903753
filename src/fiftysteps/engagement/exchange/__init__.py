"""Codebooks and codings as other programs for qualitative data read and write them: REFI-QDA."""
