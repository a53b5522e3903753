"""Reading small files that the tests write."""

from pathlib import Path

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.ingest import Intake, parse_mapping, read_file

# The mapping of a plain tidy file: area, period and value.
PLAIN = """
id: plain
table: observations
columns: {area: area, period: period, value: value}
constants: {indicator: thing}
"""
COUNTS = """
id: counts
table: counts
columns: {area: area, count: count}
constants: {period: 2021, measure: people}
"""
NAMES = {"E09000025": "Newham", "E09000030": "Tower Hamlets", "E12000007": "London", "E92000001": "England"}


def write(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    return path


def read(folder: Path, text: str, mapping: str = PLAIN, **more) -> Intake:
    return read_file(write(folder, text), parse_mapping("m.yaml", mapping) if mapping else None, **more)


def read_values(folder: Path, *values: str, mapping: str = PLAIN, **more) -> Intake:
    """Read a file with a row for each value, in areas that have codes of their own."""
    rows = "".join(f'E0900000{at},2021,"{value}"\n' for at, value in enumerate(values, start=1))
    return read(folder, "area,period,value\n" + rows, mapping, **more)


def get_faults(intake: Intake) -> list[str]:
    return [str(fault) for fault in intake.faults]


def get_error(call, *arguments, **more) -> str:
    try:
        call(*arguments, **more)
    except PersonError as error:
        return str(error)
    raise AssertionError("nothing was refused")


def get_column(intake: Intake, name: str) -> list:
    return intake.rows.column(name).to_pylist()
