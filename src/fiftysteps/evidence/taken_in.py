"""What came of a file that was taken in, as commands and pages tell it."""

from dataclasses import dataclass, replace

NOT_READ = "The file has not changed since, and was not read again."


@dataclass(frozen=True)
class TakenIn:
    """What came of one file, or would come of it."""

    file: str
    table: str
    rows: int
    notes: tuple[str, ...]
    dataset: str
    periods: str
    areas: str
    undefined: tuple[str, ...]
    is_new: bool
    is_same: bool


def tell_boundaries(file: str, rows: int, areas: str) -> TakenIn:
    """Return what came of a file of boundaries, which is no release of a dataset."""
    return TakenIn(
        file=file,
        table="boundaries",
        rows=rows,
        notes=(),
        dataset="",
        periods="",
        areas=areas,
        undefined=(),
        is_new=False,
        is_same=False,
    )


def tell_same_boundaries(file: str, rows: int) -> TakenIn:
    return replace(tell_boundaries(file, rows, ""), notes=(NOT_READ,), is_same=True)
