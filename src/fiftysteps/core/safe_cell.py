"""Cells of files that leave us."""

# A spreadsheet program takes a cell that starts with one of these as a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def get_safe_cell(value: object) -> object:
    """Return `value` for a cell of a CSV file: text that could start a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
