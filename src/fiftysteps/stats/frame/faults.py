"""What is wrong with a frame, all of it at once."""

from collections.abc import Sequence

# Of many faulty rows of one column only some are named: the sentence has to stay readable.
NAMED_ROWS = 10


class FrameFaults(ValueError):
    """Everything that is wrong with a frame and its arguments, each fault a sentence with its column and row.

    Attributes
    ----------
    faults : tuple of str
        The sentences. Rows are counted from 0, as data frames count them.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        number = "One fault" if len(faults) == 1 else f"{len(faults)} faults"
        lines = "".join(f"\n  {fault}" for fault in faults)
        super().__init__(f"{number} in the frame (rows are counted from 0):{lines}")


def name_rows(column: str, faulty: Sequence[int], sentences: Sequence[str]) -> list[str]:
    """Return a sentence for each faulty row of a column, the rest of many being counted in one."""
    named = [f'column "{column}", row {row}: {said}' for row, said in zip(faulty, sentences, strict=False)]
    rest = len(faulty) - len(named)
    return [*named, f'column "{column}": {rest} more rows like these'] if rest else named
