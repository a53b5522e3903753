"""Raking people to five margins: ours, rimpy's and weightipy's, in one process. Runs among the peers."""

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import rimpy
import weightipy
from benchmarks.parts.timing import Line, time_in_turn

from fiftysteps.stats import frame, rake

# How many categories each of the five margins has.
SIZES = {"sex": 2, "age": 6, "ethnicity": 5, "tenure": 4, "ward": 24}
# People who took part differ from those who live here by this much in each category, up or down.
UNEVEN = 0.3


def main() -> None:
    for people in (3_000, 1_000_000):
        codes, margins = make_people(people)
        shares = {name: dict(enumerate(share)) for name, share in margins.items()}
        rows = pd.DataFrame(codes)
        percents = {name: {code: 100 * part for code, part in share.items()} for name, share in shares.items()}
        contestants: dict[str, Callable[[], np.ndarray]] = {
            "arrays": lambda codes=codes, margins=margins: rake(codes, margins).weights,
            "frame": lambda rows=rows, shares=shares: frame.rake(rows, margins=shares)["weight"].to_numpy(),
            "rimpy": lambda rows=rows, shares=shares: rimpy.rake(rows, shares)["weight"].to_numpy(),
            "weightipy": lambda rows=rows, percents=percents: weigh_with_weightipy(rows, percents),
        }
        for name, run in contestants.items():
            check_margins(name, codes, margins, run())
        report(people, time_in_turn(5 if people < 10_000 else 2, **contestants))


def make_people(people: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return each person's codes and the shares among those who live here."""
    generator = np.random.default_rng(people)
    margins = {name: generator.dirichlet(np.full(size, 30.0)) for name, size in SIZES.items()}
    codes = {}
    for name, share in margins.items():
        uneven = share * generator.uniform(1 - UNEVEN, 1 + UNEVEN, len(share))
        codes[name] = generator.choice(len(share), people, p=uneven / uneven.sum())
    return codes, margins


def weigh_with_weightipy(rows: pd.DataFrame, percents: dict[str, dict[int, float]]) -> np.ndarray:
    scheme = weightipy.scheme_from_dict(percents)
    return weightipy.weight_dataframe(rows.copy(), scheme, weight_column="weight")["weight"].to_numpy()


def check_margins(name: str, codes: dict[str, np.ndarray], margins: dict[str, np.ndarray], weights: np.ndarray) -> None:
    """Raise unless the weighted shares are those asked for, to what weightipy calls converged."""
    for variable, share in margins.items():
        found = np.bincount(codes[variable], weights) / weights.sum()
        np.testing.assert_allclose(found, share, atol=1e-4, err_msg=f"{name}, {variable}")


def report(people: int, times: dict[str, float]) -> None:
    what = f"raking {people:,} people to five margins"
    write(Line(f"{what}: arrays", times["arrays"], "s", 1 if people == 1_000_000 else None))
    write(Line(f"{what}: frame", times["frame"], "s"))
    for peer in ("rimpy", "weightipy"):
        write(Line(f"{what}: {peer} over our frame", times[peer] / times["frame"], "times"))


def write(line: Line) -> None:
    print(json.dumps(vars(line)), flush=True)


if __name__ == "__main__":
    main()
