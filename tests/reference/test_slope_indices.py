"""Slope and relative indices against the answers of PHEindicatormethods 2.1.0 and its authors' test data.

The reference simulates every interval, with a seed of its own, so that its bounds carry an error of their own: that of a
quantile of so many draws. Ours are held against it, four standard errors being allowed.
"""

import itertools
import math
from collections.abc import Iterator
from statistics import NormalDist
from typing import Any

import pytest

from fiftysteps.stats.inequality.slope_indices import slope_index
from fiftysteps.stats.results import Interval
from tests.reference.golden_of_inequality import get_column, read_golden, read_workbook

KINDS = {"0": "other", "1": "rate", "2": "proportion"}
REPETITIONS = 100_000


def get_allowed(bounds: tuple[float, float], level: float, *, repetitions: int, is_simulated: bool) -> float:
    """Four standard errors of the reference's bounds, and of ours with them where ours are simulated as well.

    A quantile p of n draws has the variance p (1 - p) / n over the square of the density there; the draws are close to
    normal, so their standard deviation is read from the interval's width.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    p = (1 - level) / 2
    spread = abs(bounds[1] - bounds[0]) / (2 * z)
    error = math.sqrt(p * (1 - p) / repetitions) / NormalDist().pdf(z) * spread
    ours = math.sqrt(p * (1 - p) / REPETITIONS) / NormalDist().pdf(z) * spread if is_simulated else 0.0
    return 4 * math.hypot(error, ours)


def assert_bounds_agree(
    interval: Interval,
    bounds: tuple[float, float],
    level: float,
    *,
    repetitions: int = REPETITIONS,
    is_simulated: bool = False,
    shift: float = 0.0,
) -> None:
    allowed = get_allowed(bounds, level, repetitions=repetitions, is_simulated=is_simulated) + abs(shift)
    assert [interval.lower[0], interval.upper[0]] == pytest.approx(list(bounds), abs=allowed)


def get_shifts(rows: list[dict[str, Any]], kind: str) -> tuple[float, float]:
    """By how much the reference's untransformed draws of index and ratio lie off their estimates on average.

    It draws rates on the log and proportions on the logit scale, so that their mean is not the value: it lies off by half
    the second derivative times the variance. The closed form is centred on the estimate.
    """
    if kind == "other":
        return 0.0, 0.0
    value, lower, upper = (get_column(rows, name) for name in ("Value", "LowerCL", "UpperCL"))
    population, quantile = get_column(rows, "Population"), get_column(rows, "Quantile")

    def forward(v: float) -> float:
        return math.log(v) if kind == "rate" else math.log(v / (1 - v))

    se = [(forward(u) - forward(low)) / 3.92 for low, u in zip(lower, upper, strict=True)]
    bends = [v if kind == "rate" else v * (1 - v) * (1 - 2 * v) for v in value]
    off = [bend * s**2 / 2 for bend, s in zip(bends, se, strict=True)]
    plain = slope_index(value, population, quantile, se=[1.0] * len(value))
    moved = slope_index([v + o for v, o in zip(value, off, strict=True)], population, quantile, se=[1.0] * len(value))
    return moved.sii[0] - plain.sii[0], moved.rii[0] - plain.rii[0]


def iterate_areas(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for _, own in itertools.groupby(rows, key=lambda row: row["Area"]):
        yield list(own)


@pytest.mark.parametrize(
    ("name", "kind", "columns"),
    [
        ("sii_normal_se", "other", {"se": "StandardError"}),
        ("sii_rate_se", "rate", {"se": "StandardError"}),
        ("sii_rate_cl", "rate", {"lower": "LowerCL", "upper": "UpperCL"}),
    ],
)
def test_untransformed_indices_agree_with_the_reference_answers(name: str, kind: str, columns: dict[str, str]) -> None:
    rows, expected = read_golden(f"in__{name}.csv"), read_golden(f"R__{name}.csv")
    for own, answer in zip(iterate_areas(rows), expected, strict=True):
        uncertainty = {argument: get_column(own, column) for argument, column in columns.items()}
        value, population, quantile = (get_column(own, one) for one in ("Value", "Population", "Quantile"))
        levels = (0.95, 0.998)
        result = slope_index(value, population, quantile, kind=kind, confidence=levels, **uncertainty)
        assert result.sii[0] == pytest.approx(float(answer["sii"]), rel=1e-9)
        assert result.rii[0] == pytest.approx(float(answer["rii"]), rel=1e-9)
        assert result.fitted_first[0] == pytest.approx(float(answer["intercept"]), rel=1e-9)
        shifts = get_shifts(own, kind)
        for level, label in zip(levels, ("95_0cl", "99_8cl"), strict=True):
            pairs = [
                tuple(float(answer[f"{one}_{side}{label}"]) for side in ("lower", "upper")) for one in ("sii", "rii")
            ]
            assert_bounds_agree(result.sii_intervals[level], pairs[0], level, shift=shifts[0])
            assert_bounds_agree(result.rii_intervals[level], pairs[1], level, shift=shifts[1])


@pytest.mark.parametrize(
    ("name", "source", "kind", "columns", "transform", "multiplier", "suffix"),
    [
        ("sii_prop", "sii_prop", "proportion", ("lowercl", "uppercl"), False, 100, "cl"),
        ("sii_prop_logit", "sii_prop", "proportion", ("lowercl", "uppercl"), "logit", 100, ""),
        ("sii_rate_log", "sii_rate_log", "rate", ("lower_cl_in", "upper_cl_in"), "log", 1, ""),
    ],
)
def test_indices_of_one_area_agree_with_the_reference_answers(
    name: str,
    source: str,
    kind: str,
    columns: tuple[str, str],
    transform: bool | str,
    multiplier: float,
    suffix: str,
) -> None:
    rows, [answer] = read_golden(f"in__{source}.csv"), read_golden(f"R__{name}.csv")
    lower, upper = (get_column(rows, column) for column in columns)
    value, population, quantile = (get_column(rows, one) for one in ("value", "pop", "decile"))
    result = slope_index(
        value, population, quantile, lower=lower, upper=upper, kind=kind, transform=transform, multiplier=multiplier
    )
    assert result.sii[0] == pytest.approx(float(answer["sii"]), rel=1e-9)
    assert result.rii[0] == pytest.approx(float(answer["rii"]), rel=1e-9)
    # The reference multiplies the intercept of a transformed line and not that of a plain one.
    unit = 1 if transform else multiplier
    assert result.fitted_first[0] == pytest.approx(unit * float(answer["intercept"]), rel=1e-9)
    for one, intervals in (("sii", result.sii_intervals), ("rii", result.rii_intervals)):
        bounds = tuple(float(answer[f"{one}_{side}95_0{suffix}"]) for side in ("lower", "upper"))
        assert_bounds_agree(intervals[0.95], bounds, 0.95, is_simulated=bool(transform))


def read_tests(name: str) -> list[dict[str, Any]]:
    return read_workbook(name) if name.endswith("xlsx") else list(read_golden(name))


def get_levels(row: dict[str, Any]) -> tuple[float, ...]:
    """Where two levels were tested, the file states one or both; its descriptions say "95 and 98" of the others."""
    said, description = str(row["Confidence"]), str(row["TestDescription"]).lower()
    if "," in said:
        return tuple(float(part.strip("c() ")) / 100 for part in said.split(","))
    if "98" in description:
        return (0.95, 0.98) if "95" in description else (0.98,)
    return (float(said) / 100,)


def get_multiplier(description: str) -> float:
    if "negative multiplier" in description:
        return -1
    return {"(x 100)": 100.0, "(x -100)": -100.0}.get(description[description.find("(x ") :], 1.0)


def get_pair(row: dict[str, Any], one: str, number: int) -> tuple[float, float] | None:
    found = [row[f"{one}_{side}_{number}"] for side in ("lowercl", "uppercl")]
    return None if any(bound in {None, ""} for bound in found) else (float(found[0]), float(found[1]))


FILES = ["testdata__SII_test_data.csv", "testdata__SII_test_grouped.csv", "testdata_SII.xlsx"]


@pytest.mark.parametrize("name", FILES)
def test_indices_agree_with_the_authors_test_data(name: str) -> None:
    rows = read_tests(name)
    tested = 0
    for description, described in itertools.groupby(rows, key=lambda row: str(row["TestDescription"])):
        for own in iterate_areas(list(described)):
            if own[0]["sii"] not in {None, ""}:
                assert_area_agrees(description, own)
                tested += 1
    assert tested == 44


def assert_area_agrees(description: str, rows: list[dict[str, Any]]) -> None:
    answer, kind, transform = rows[0], KINDS[str(rows[0]["ValueType"])], "transform" in description
    value, population, quantile, lower, upper = (
        get_column(rows, one) for one in ("Value", "Population", "Quantile", "LowerCL", "UpperCL")
    )
    multiplier, levels = get_multiplier(description), get_levels(answer)
    options: dict[str, Any] = {"transform": transform, "multiplier": multiplier, "confidence": levels}
    result = slope_index(value, population, quantile, lower=lower, upper=upper, kind=kind, **options)
    assert result.sii[0] == pytest.approx(float(answer["sii"]), rel=1e-9)
    if answer["rii"] not in {None, ""}:
        assert result.rii[0] == pytest.approx(float(answer["rii"]), rel=1e-9)
    if answer["Intercept"] not in {None, ""}:
        assert result.fitted_first[0] == pytest.approx(float(answer["Intercept"]), rel=1e-9)
    shifts = (0.0, 0.0) if transform else get_shifts(rows, kind)
    for number, level in enumerate(levels, start=1):
        for one, intervals, shift in (
            ("sii", result.sii_intervals, shifts[0] * multiplier),
            ("rii", result.rii_intervals, shifts[1] * (result.rii[0] ** 2 if multiplier < 0 else 1)),
        ):
            bounds = get_pair(answer, one, number)
            if bounds is not None:
                repetitions = int(answer["Repetitions"])
                assert_bounds_agree(
                    intervals[level], bounds, level, repetitions=repetitions, is_simulated=transform, shift=shift
                )


def read_case(description: str) -> dict[str, list[float]]:
    rows = [row for row in read_golden(FILES[0]) if row["TestDescription"] == description]
    names = {"value": "Value", "population": "Population", "quantile": "Quantile"}
    names |= {"lower": "LowerCL", "upper": "UpperCL", "se": "StandardError"}
    return {argument: get_column(rows, column) for argument, column in names.items()}


@pytest.mark.parametrize(
    ("description", "left_out", "kind", "words"),
    [
        ("negative populations", ("se",), "proportion", "population, element 1: -200 is negative"),
        ("negative counts/standard error", ("lower", "upper"), "proportion", "se, element 2: -5 is negative"),
        ("invalid proportion in CLs", ("se",), "proportion", "upper, element 3: 11 is above 1"),
        ("invalid proportion in CLs", ("se",), "proportion", "lower, element 6: 8 is above 1"),
        ("missing confidence limits and se", ("se", "lower", "upper"), "other", "give standard errors, or both"),
    ],
)
def test_what_the_reference_refuses_is_refused(
    description: str, left_out: tuple[str, ...], kind: str, words: str
) -> None:
    case = read_case(f"error handling - {description}")
    with pytest.raises(ValueError, match=words):
        slope_index(**{name: column for name, column in case.items() if name not in left_out}, kind=kind)


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ("error handling - missing value field", "A value is missing."),
        ("warning handling - missing populations, counts or values", "A value is missing."),
        ("error handling - missing confidence limits and se", "A standard error or a bound is missing."),
    ],
)
def test_what_is_missing_in_the_authors_test_data_is_said(description: str, reason: str) -> None:
    case = read_case(description)
    result = slope_index(case["value"], case["population"], case["quantile"], se=case["se"])
    assert result.reason.tolist() == [reason]
    assert math.isnan(result.sii_intervals[0.95].lower[0])


def test_more_than_ten_quantiles_are_taken_without_a_warning() -> None:
    # The reference warns that so many are unusual; ridits are at home with any number of them.
    case = read_case("warning handling - large number of quantiles (>10)")
    result = slope_index(case["value"], case["population"], case["quantile"], se=case["se"])
    assert result.reason.tolist() == [""]
