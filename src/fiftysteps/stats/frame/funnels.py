"""Funnel plots of data frames: the limits, and where each row stands."""

from collections.abc import Sequence
from typing import Any, Literal

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrameT
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.comparisons import funnel_classes, funnels
from fiftysteps.stats.comparisons.funnel_axis import POINTS
from fiftysteps.stats.comparisons.funnel_points import FEWEST_FOR_STANDARDISED, LEVELS, FunnelKind, check_kind
from fiftysteps.stats.comparisons.funnels import FunnelLimits
from fiftysteps.stats.comparisons.overdispersion import WINSORISED
from fiftysteps.stats.frame.comparing import blank
from fiftysteps.stats.frame.reading import FrameGroups, Reader, read_groups
from fiftysteps.stats.frame.writing import get_bound_columns, name_bounds, write_groups, write_rows
from fiftysteps.stats.results import Floats


def funnel_limits(
    df: IntoDataFrameT,
    *,
    kind: FunnelKind,
    count: str,
    denominator: str | None = None,
    rate: str | None = None,
    by: str | Sequence[str] | None = None,
    average: float | None = None,
    at: Literal["axis", "data"] | Sequence[float] = "axis",
    points: int = POINTS,
    confidence: float | Sequence[float] = LEVELS,
    multiplier: float | None = None,
    ratio_type: Literal["isr", "count"] = "isr",
    overdispersion: bool = False,
    winsorise: float = WINSORISED,
) -> IntoDataFrameT:
    """Return the control limits of the funnel plot of a frame's rows, each row being an area.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    kind : {"proportion", "rate", "ratio"}, keyword-only
        What is plotted.
    count : str, keyword-only
        The column of people with the characteristic, of events, or of observed events.
    denominator : str, keyword-only
        The column of people among whom they were counted, of population, or of expected events.
    rate : str, keyword-only
        In place of `denominator`: the column of directly standardised rates per `multiplier`.
    by : str or sequence of str, keyword-only
        The columns whose values make the funnels; all rows are in one where it is left out.
    average : float, keyword-only
        The middle line of all funnels; from the data where it is left out, and 1 for ratios.
    at : {"axis", "data"} or sequence of float, keyword-only
        Where to give the limits: along an even axis for drawing, in each row at its own denominator, or at the
        denominators named.
    points : int, keyword-only
        How many points the axis has.
    confidence : float or sequence of float, keyword-only
        Levels between 0 and 1.
    multiplier : float, keyword-only
        100,000 for rates and 1 otherwise, unless given.
    ratio_type : {"isr", "count"}, keyword-only
        Whether a ratio is drawn as it is, or as the excess over the expected (the ratio less 1).
    overdispersion : bool, keyword-only
        Whether to widen the limits of a funnel whose rows differ by significantly more than chance.
    winsorise : float, keyword-only
        The share of z-scores drawn in at either end for that.

    Returns
    -------
    data frame of the same kind
        Along an axis or at denominators named, one row for each funnel and point: the columns of `by`, `denominator`,
        `average`, `lower_95`, `upper_95`, `lower_99_8`, `upper_99_8` (and so on for other levels), `method` ("Wilson",
        "exact Poisson" or "additive random effects") and `note`, which says why a limit is missing. With
        `overdispersion` also `phi` and `tau_squared`, before `method`. At the data, the caller's rows and columns with
        the same columns, but `denominator`, added.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, a count of a proportion exceeds its
        denominator, a rate is zero with ten events or more, a label is missing, or the frame has a column of the name
        of one of the result. All faults are named with their column and row.
    ValueError
        A choice is unknown, not exactly one of `denominator` and `rate` is given, or a number is out of its range.

    See Also
    --------
    fiftysteps.stats.funnel_limits : the same on arrays, with the sources of the methods.

    Examples
    --------
    >>> import polars as pl
    >>> clinics = pl.DataFrame({"smokers": [100, 300], "people": [400, 1600]})
    >>> result = funnel_limits(
    ...     clinics, kind="proportion", count="smokers", denominator="people", at=[400, 1600], multiplier=100
    ... )
    >>> for people, lower, upper in result.select("denominator", "lower_95", "upper_95").iter_rows():
    ...     print(f"Of {people:,.0f} people, chance alone explains {lower:.1f}% to {upper:.1f}%")
    Of 400 people, chance alone explains 16.1% to 23.9%
    Of 1,600 people, chance alone explains 18.0% to 22.0%
    """
    check_kind(kind, has_denominator=denominator is not None, has_rate=rate is not None)
    is_by_row = isinstance(at, str) and at == "data"
    outputs = ["average", *name_bounds(confidence), *(["phi", "tau_squared"] if overdispersion else []), "method"]
    reader = Reader(df)
    if is_by_row:
        reader.refuse_names([*outputs, "note"])
    counts, people, rates = _read_points(reader, kind, count, denominator, rate)
    groups = read_groups(reader, by, outputs=() if is_by_row else ["denominator", *outputs, "note"])
    reader.check()
    result = funnels.funnel_limits(
        counts,
        people,
        kind=kind,
        rate=rates,
        groups=groups.groups,
        average=average,
        at=at,
        points=points,
        confidence=confidence,
        multiplier=multiplier,
        ratio_type=ratio_type,
        overdispersion=overdispersion,
        winsorise=winsorise,
    )
    if is_by_row:
        return write_rows(reader, _get_columns(result, groups.groups.codes))
    number, length = result.denominator.shape
    place = np.repeat(np.arange(number), length)
    columns = {"denominator": result.denominator.ravel(), **_get_columns(result, place)}
    return write_groups(reader, FrameGroups(groups.groups, _repeat(groups.keys, place)), columns)


def funnel_significance(
    df: IntoDataFrameT,
    *,
    kind: FunnelKind,
    count: str,
    denominator: str | None = None,
    rate: str | None = None,
    by: str | Sequence[str] | None = None,
    average: float | None = None,
    confidence: float | Sequence[float] = LEVELS,
    multiplier: float | None = None,
    overdispersion: bool = False,
    winsorise: float = WINSORISED,
) -> IntoDataFrameT:
    """Say of each row, an area, whether it lies outside the control limits of its funnel plot, and outside which.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    kind : {"proportion", "rate", "ratio"}, keyword-only
        What is plotted.
    count : str, keyword-only
        The column of people with the characteristic, of events, or of observed events.
    denominator : str, keyword-only
        The column of people among whom they were counted, of population, or of expected events.
    rate : str, keyword-only
        In place of `denominator`: the column of directly standardised rates per `multiplier`.
    by : str or sequence of str, keyword-only
        The columns whose values make the funnels; all rows are in one where it is left out.
    average : float, keyword-only
        The middle line of all funnels; from the data where it is left out, and 1 for ratios.
    confidence : float or sequence of float, keyword-only
        Levels between 0 and 1, those of the limits.
    multiplier : float, keyword-only
        100,000 for rates and 1 otherwise, unless given.
    overdispersion : bool, keyword-only
        Whether to widen the limits of a group whose areas differ by significantly more than chance.
    winsorise : float, keyword-only
        The share of z-scores drawn in at either end for that.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns, and two more: `significance` ("not significant", or "high 95%", "high 99.8%",
        "low 95%", "low 99.8%" by the highest level outside whose limits the row lies), missing where a number is, the
        denominator is zero, or a standardised rate has fewer than ten events; and `note`, which says why.

    Raises
    ------
    FrameFaults
        As `funnel_limits` raises it, and where the frame has a column named `significance` or `note`.
    ValueError
        A choice is unknown, not exactly one of `denominator` and `rate` is given, or a number is out of its range.

    See Also
    --------
    fiftysteps.stats.funnel_significance : the same on arrays, with the sources of the methods.

    Examples
    --------
    >>> import polars as pl
    >>> wards = pl.DataFrame(
    ...     {"ward": ["Beckton", "Plaistow"], "deaths": [8, 61], "expected": [16.1, 33.5]}
    ... )
    >>> result = funnel_significance(wards, kind="ratio", count="deaths", denominator="expected")
    >>> for ward, said in result.select("ward", "significance").iter_rows():
    ...     print(f"{ward}: deaths against those expected are {said}")
    Beckton: deaths against those expected are low 95%
    Plaistow: deaths against those expected are high 99.8%
    """
    check_kind(kind, has_denominator=denominator is not None, has_rate=rate is not None)
    reader = Reader(df)
    reader.refuse_names(("significance", "note"))
    counts, people, rates = _read_points(reader, kind, count, denominator, rate)
    groups = read_groups(reader, by)
    reader.check()
    result = funnel_classes.funnel_significance(
        counts,
        people,
        kind=kind,
        rate=rates,
        groups=groups.groups,
        average=average,
        confidence=confidence,
        multiplier=multiplier,
        overdispersion=overdispersion,
        winsorise=winsorise,
    )
    return write_rows(reader, {"significance": blank(result.significance), "note": result.reason})


def _read_points(
    reader: Reader[Any], kind: FunnelKind, count: str, denominator: str | None, rate: str | None
) -> tuple[Floats, Floats | None, Floats | None]:
    counts = reader.read_numbers(count)
    people = None if denominator is None else reader.read_numbers(denominator)
    rates = None if rate is None else reader.read_numbers(rate)
    if kind == "proportion" and people is not None:
        reader.refuse(count, counts > people, lambda row: f"{counts[row]:g} exceeds {denominator} of {people[row]:g}")
    if rate is not None and rates is not None:
        impossible = (rates == 0) & (counts >= FEWEST_FOR_STANDARDISED)
        reader.refuse(rate, impossible, lambda row: f"0 cannot be the rate of {counts[row]:g} events")
    return counts, people, rates


def _get_columns(result: FunnelLimits, place: NDArray[np.int64]) -> dict[str, ArrayLike]:
    """Return the columns of limits; `place` is the number of each row's funnel."""
    spread = result.overdispersion
    limits = {name: np.ravel(values) for name, values in get_bound_columns(result.limits).items()}
    found = {} if spread is None else {"phi": spread.phi[place], "tau_squared": spread.tau_squared[place]}
    words = {"method": result.method.ravel(), "note": result.reason.ravel()}
    return {"average": result.average[place], **limits, **found, **words}


def _repeat(keys: nw.DataFrame[Any], place: NDArray[np.int64]) -> nw.DataFrame[Any]:
    return nw.maybe_reset_index(keys[place.tolist()]) if keys.columns else keys
