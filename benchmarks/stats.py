"""The statistics against their peers: the same data, in one process, in turn, and the same answers checked first.

Prints a table and writes var/benchmarks/stats.json with every figure, ratio and peak of memory.
"""

import json
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
from benchmarks.parts.peers import make_environment, run_with_peers
from benchmarks.parts.timing import Line, measure_peak, time_in_turn

from fiftysteps import stats
from fiftysteps.stats import frame

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "var" / "benchmarks" / "stats.json"
BANDS, SEXES = 19, 2
# Local authorities, middle layer and lower layer areas of England: what an analyst standardises.
AREAS = (152, 6_856, 33_755)
LEVELS = [0.95, 0.998]


def main() -> int:
    make_environment()
    lines = [line for part in PARTS for line in show(part())]
    WRITTEN.parent.mkdir(parents=True, exist_ok=True)
    WRITTEN.write_text(json.dumps([vars(line) | {"is_kept": line.is_kept} for line in lines], indent=2), "utf-8")
    print(f"Written to {WRITTEN.relative_to(ROOT)}.")
    return 0 if all(line.is_kept for line in lines) else 1


def show(lines: Iterator[Line]) -> Iterator[Line]:
    for line in lines:
        print(line, flush=True)
        yield line


def make_rows(areas: int) -> pd.DataFrame:
    """Deaths and people by area, sex and five-year band, area after area, as such files come."""
    generator = np.random.default_rng(areas)
    people = generator.integers(20, 400, areas * SEXES * BANDS)
    risk = np.tile(np.geomspace(0.0005, 0.15, BANDS), areas * SEXES)
    return pd.DataFrame(
        {
            "area": np.repeat([f"E{number:08}" for number in range(areas)], SEXES * BANDS),
            "sex": np.tile(np.repeat(["female", "male"], BANDS), areas),
            "deaths": generator.binomial(people, risk).astype(float),
            "people": people.astype(float),
            "standard": np.tile(np.array(stats.get_standard("esp2013").people, float), areas * SEXES),
        }
    )


def measure_standardised_rates() -> Iterator[Line]:
    from PHStatsMethods import ph_dsr

    for areas in AREAS:
        rows = make_rows(areas)

        def run_ours(rows: pd.DataFrame = rows) -> pd.DataFrame:
            return frame.directly_standardised_rate(
                rows, count="deaths", population="people", standard="standard", by=["area", "sex"]
            )

        def run_theirs(rows: pd.DataFrame = rows) -> pd.DataFrame:
            return ph_dsr(rows, "deaths", "people", "standard", ["area", "sex"], euro_standard_pops=False)

        check_same(run_ours(), run_theirs(), "area", "sex")
        times = time_in_turn(3 if areas < max(AREAS) else 1, ours=run_ours, theirs=run_theirs)
        bound = 50 if areas == max(AREAS) else None
        yield from compare(f"directly standardised rates, {areas:,} areas", times, "PHStatsMethods", bound)
    yield from measure_overhead(rows)
    yield Line("directly standardised rates, 33,755 areas: peak memory", measure_peak(PEAK_DSR), "MB", 600)


PEAK_DSR = """
from benchmarks.stats import make_rows
from fiftysteps.stats import frame
rows = make_rows(33_755)
frame.directly_standardised_rate(rows, count="deaths", population="people", standard="standard", by=["area", "sex"])
"""


def measure_overhead(rows: pd.DataFrame) -> Iterator[Line]:
    """What checking, grouping and writing cost beside the bare sums."""
    columns = [rows[name].to_numpy() for name in ("deaths", "people", "standard")]
    codes = np.repeat(np.arange(len(rows) // BANDS), BANDS)
    eager = pl.from_pandas(rows)
    names = {"count": "deaths", "population": "people", "standard": "standard", "by": ["area", "sex"]}
    times = time_in_turn(
        7,
        sums=lambda: sum_plainly(*columns, codes),
        arrays=lambda: stats.directly_standardised_rate(*columns, codes),
        pandas=lambda: frame.directly_standardised_rate(rows, **names),
        polars=lambda: frame.directly_standardised_rate(eager, **names),
    )
    yield Line("plain NumPy sums of 1.28 million rows", 1000 * times["sums"], "ms")
    yield Line("array function over the plain sums", times["arrays"] / times["sums"], "times", 5)
    yield Line("frame function over the plain sums, pandas", times["pandas"] / times["sums"], "times", 20)
    yield Line("frame function over the plain sums, Polars", times["polars"] / times["sums"], "times", 20)


def sum_plainly(
    deaths: np.ndarray, people: np.ndarray, standard: np.ndarray, codes: np.ndarray
) -> tuple[np.ndarray, ...]:
    rates = standard * deaths / people
    total, weight = np.bincount(codes, rates), np.bincount(codes, standard)
    variance, events = np.bincount(codes, rates * standard / people), np.bincount(codes, deaths)
    return total / weight, variance / weight**2, events


def measure_rates() -> Iterator[Line]:
    from PHStatsMethods import assign_funnel_significance, ph_proportion, ph_rate

    generator = np.random.default_rng(1)
    people = generator.integers(500, 5_000, 6_856)
    rows = pd.DataFrame(
        {
            "area": [f"E{number:08}" for number in range(6_856)],
            "count": generator.binomial(people, 0.2).astype(float),
            "people": people.astype(float),
        }
    )
    pairs: dict[str, tuple[Callable[[], pd.DataFrame], Callable[[], pd.DataFrame]]] = {
        "rates": (
            lambda: frame.rate(rows, count="count", population="people", by="area", confidence=LEVELS),
            lambda: ph_rate(rows, "count", "people", ["area"], confidence=LEVELS),
        ),
        "proportions": (
            lambda: frame.proportion(rows, count="count", denominator="people", by="area", confidence=LEVELS),
            lambda: ph_proportion(rows, "count", "people", ["area"], confidence=LEVELS),
        ),
    }
    for name, (ours, theirs) in pairs.items():
        check_same(ours(), theirs(), "area")
        yield from compare(f"{name}, 6,856 areas", time_in_turn(5, ours=ours, theirs=theirs), "PHStatsMethods", 50)
    funnel = time_in_turn(
        3,
        ours=lambda: frame.funnel_significance(rows, count="count", denominator="people", kind="proportion"),
        theirs=lambda: assign_funnel_significance(rows, "count", "proportion", "people"),
    )
    yield from compare("funnel significance, 6,856 areas", funnel, "PHStatsMethods", 50)


def measure_life_tables() -> Iterator[Line]:
    ages = np.array([0, 1, *range(5, 95, 5)])
    generator = np.random.default_rng(2)
    tables = 13_712
    people = generator.integers(300, 3_000, tables * len(ages))
    risk = np.tile(np.geomspace(0.0002, 0.2, len(ages)), tables)
    rows = pl.DataFrame(
        {
            "area": np.repeat(np.arange(tables), len(ages)),
            "age": np.tile(ages, tables),
            "deaths": generator.binomial(people, risk),
            "people": people,
        }
    )

    def run() -> pl.DataFrame:
        return frame.life_expectancy(rows, deaths="deaths", population="people", age="age", by="area")

    yield Line("life expectancy at every age, 13,712 life tables", time_in_turn(3, ours=run)["ours"], "s", 2)


def measure_slopes() -> Iterator[Line]:
    generator = np.random.default_rng(3)
    rows = pl.DataFrame(
        {
            "area": np.repeat(np.arange(304), 10),
            "decile": np.tile(np.arange(1, 11), 304),
            "people": generator.integers(1_000, 9_000, 3_040),
            "value": np.tile(np.linspace(120, 60, 10), 304) + generator.normal(0, 4, 3_040),
            "se": generator.uniform(2, 6, 3_040),
        }
    )
    names = {"quantile": "decile", "population": "people", "value": "value", "se": "se", "by": "area", "kind": "rate"}
    times = time_in_turn(
        3,
        simulated=lambda: frame.slope_index(rows, **names, transform=True, repetitions=100_000),
        closed=lambda: frame.slope_index(rows, **names),
    )
    yield Line("slope and relative index of 304 groups, 100,000 repetitions", times["simulated"], "s", 6)
    yield Line("slope and relative index of 304 groups, closed form", 1000 * times["closed"], "ms", 100)


def measure_opinion_groups() -> Iterator[Line]:
    answer = subprocess.run(
        [sys.executable, "-c", OPINION], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    yield Line("opinion groups, 100,000 people × 500 statements, 5 million votes", float(answer[0]), "s", 15)
    yield Line("opinion groups, 5 million votes: peak memory, the votes included", int(answer[1]) / 1024, "MB", 600)


OPINION = """
import resource, time
from benchmarks.parts.votes import make_votes
from fiftysteps.stats import opinion_groups
votes = make_votes(people=100_000, statements=500, votes=5_000_000)
begun = time.perf_counter()
opinion_groups(*votes)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure_import() -> Iterator[Line]:
    def start(code: str) -> Callable[[], None]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True) and None

    times = time_in_turn(9, nothing=start("pass"), numpy=start("import numpy"), ours=start("import fiftysteps.stats"))
    ratio = (times["ours"] - times["nothing"]) / (times["numpy"] - times["nothing"])
    yield Line("importing fiftysteps.stats over importing numpy, Python's own start taken off", ratio, "times", 3)


def measure_peers() -> Iterator[Line]:
    for program in ("opinion.py", "raking.py"):
        for line in run_with_peers(program):
            yield Line(**line)


def compare(what: str, times: dict[str, float], peer: str, bound: float | None) -> Iterator[Line]:
    yield Line(f"{what}: ours", 1000 * times["ours"], "ms")
    yield Line(f"{what}: {peer} over ours", times["theirs"] / times["ours"], "times", bound, is_least=True)


def check_same(ours: pd.DataFrame, theirs: pd.DataFrame, *keys: str) -> None:
    """Raise unless both have the same values for the same groups."""
    a = ours.set_index(list(keys))["value"].sort_index()
    b = theirs.set_index(list(keys))["Value"].astype(float).sort_index()
    np.testing.assert_allclose(a.to_numpy(), b.to_numpy(), rtol=1e-9)


PARTS = (
    measure_import,
    measure_standardised_rates,
    measure_rates,
    measure_life_tables,
    measure_slopes,
    measure_opinion_groups,
    measure_peers,
)

if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the peers' own
    sys.exit(main())
