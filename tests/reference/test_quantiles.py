"""Quantiles against the answers of PHEindicatormethods 2.1.0, as it wrote them and as its authors worked them out."""

from typing import Any

import pytest

from fiftysteps.stats.comparisons.quantiles import assign_quantiles
from tests.reference.golden_of_inequality import get_column, read_golden, read_workbook

FILES = [
    "testdata__test_quantiles_g.csv",
    "testdata__test_quantiles_ug.csv",
    "testdata__test_quantiles_fail.csv",
    "testdata_Quantiles.xlsx",
]
# Of these indicators low is good, so that quantile 1 holds the highest values.
INVERTED = {"40501Female", "11111Female"}


def read_rows(name: str) -> list[dict[str, Any]]:
    return read_workbook(name) if name.endswith("xlsx") else list(read_golden(name))


def get_whole(rows: list[dict[str, Any]], name: str) -> list[int]:
    return [int(row[name] or 0) for row in rows]


def test_quantiles_agree_with_the_reference_answers() -> None:
    rows = read_golden("R__quantile_grouped.csv")
    for highest in (True, False):
        own = [row for row in rows if (row["qinverted"] == "lowest quantile represents highest values") is highest]
        labels = [row["IndSexRef"] for row in own]
        result = assign_quantiles(get_column(own, "Value"), labels, quantiles=10, invert=highest)
        assert result.tolist() == get_whole(own, "quantile")


def find_set(row: dict[str, Any]) -> tuple[str, str, bool]:
    """The set that a row was ranked in, the quantile's name in it, and whether its highest values come first.

    Rows of no group set were ranked together, whatever their indicator, and so were those of two opposed polarities,
    which the reference refuses: we know no polarity, so that nothing is to be refused.
    """
    together = row["GroupSet"] in {None, "", "None"} or row["Test"] == "BadPolarity"
    name = "" if together else str(row["IndSexRef"])
    region = str(row["ParentCode"]) if row["GroupSet"] == "IndSexReg" else ""
    return f"{row['Test'] if name else ''} {name} {region}", str(row["QuantileNm"]), together or name in INVERTED


@pytest.mark.parametrize("name", FILES)
def test_quantiles_agree_with_those_worked_out_by_the_references_authors(name: str) -> None:
    rows = read_rows(name)
    numbers = {row["qname"]: int(row["quantiles"]) for row in read_golden("testdata__qnames.csv")}
    sets = [find_set(row) for row in rows]
    for quantile_name, invert in {one[1:] for one in sets}:
        own = [(row, key) for row, (key, *rest) in zip(rows, sets, strict=True) if rest == [quantile_name, invert]]
        chosen = [row for row, _ in own]
        labels = [key for _, key in own]
        values = get_column(chosen, "Value")
        result = assign_quantiles(values, labels, quantiles=numbers[quantile_name], invert=invert)
        assert result.tolist() == get_whole(chosen, "QuantileInGrp")
