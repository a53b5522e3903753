"""Slow, obvious twins of the life tables: one group at a time, one band at a time, column by column as in a book."""

import math
from collections.abc import Sequence
from itertools import pairwise

Z = 1.959963984540054


def build_slow_table(
    deaths: Sequence[float], population: Sequence[float], starts: Sequence[float]
) -> dict[str, list[float]]:
    """The columns of the book: width, chance to die, survivors, years lived, and the variance of the chance."""
    table: dict[str, list[float]] = {"n": [], "a": [], "q": [], "l": [1.0], "L": [], "v": []}
    for band, (start, end) in enumerate(pairwise(starts)):
        n = end - start
        a = 0.1 if (start, end) == (0, 1) else 0.5
        rate = deaths[band] / population[band]
        q = min(1.0, n * rate / (1 + (1 - a) * n * rate))
        alive = table["l"][-1]
        table["n"].append(n)
        table["a"].append(a)
        table["q"].append(q)
        table["l"].append(alive * (1 - q))
        table["L"].append(n * (alive * (1 - q) + a * alive * q))
        table["v"].append(q * q * (1 - q) / deaths[band] if deaths[band] else 0.0)
    table["L"].append(table["l"][-1] * population[-1] / deaths[-1])
    return table


def get_slow_expectancy(
    deaths: Sequence[float],
    population: Sequence[float],
    starts: Sequence[float],
    share: Sequence[float] | None = None,
    share_variance: Sequence[float] | None = None,
    *,
    mortality: bool = True,
) -> list[tuple[float, float]]:
    """Years and standard error at each age by sums over the table. Nobody may die out in it (every l above 0)."""
    table = build_slow_table(deaths, population, starts)
    bands = range(len(starts))
    s = share or [1.0] * len(starts)
    vs = share_variance or [0.0] * len(starts)
    years = [sum(s[j] * table["L"][j] for j in bands if j >= i) / table["l"][i] for i in bands]
    found = []
    for i in bands:
        variance = sum(table["L"][j] ** 2 * vs[j] for j in bands if j >= i)
        if mortality:
            for j in bands[i:-1]:
                weight = s[j] * (1 - table["a"][j]) * table["n"][j] + years[j + 1]
                variance += table["l"][j] ** 2 * weight**2 * table["v"][j]
            last = deaths[-1] / population[-1]
            variance += table["l"][-1] ** 2 * s[-1] ** 2 / (last**2 * deaths[-1])
        found.append((years[i], math.sqrt(variance) / table["l"][i]))
    return found
