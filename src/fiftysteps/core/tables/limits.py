"""How much of a file is read. Each limit has a sentence, and no file makes the process grow beyond them."""

import csv
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that is read of one file. The whole of England by small area and single year of age stays below."""

    # A release of census tables by small area is a tenth of this.
    file_bytes: int = 200_000_000
    # What a compressed file may become: four times the largest file that is taken in as it stands.
    expanded_bytes: int = 800_000_000
    # How many times its own size a part of a zip may grow. Sheets of figures grow tenfold, rarely fiftyfold.
    expansion: int = 200
    parts: int = 5_000
    sheets: int = 250
    rows: int = 5_000_000
    columns: int = 4_000
    cells: int = 25_000_000
    # A spreadsheet holds at most 32,767 signs in a cell; the reader of delimited text stops at 131,072.
    cell_length: int = csv.field_size_limit()
    line_length: int = 4_000_000
    # For the process that opens workbooks and Parquet.
    memory_bytes: int = 1_500_000_000
    seconds: int = 120


LIMITS = Limits()
