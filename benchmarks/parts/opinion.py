"""Opinion groups of 1,000 × 100 and 10,000 × 300 votes: ours and red-dwarf's, in one process. Runs among the peers."""

import json
from typing import Any

import numpy as np
from reddwarf.implementations.base import run_pipeline
from sklearn.metrics import adjusted_rand_score

from benchmarks.parts.timing import Line, time_in_turn
from benchmarks.parts.votes import GROUPS, make_votes
from fiftysteps.stats import opinion_groups

# People, statements, votes: about a third of all cells, as people who stay for a while cast.
SIZES = ((1_000, 100, 30_000), (10_000, 300, 900_000))
# Both must find the planted groups: agreement beyond chance, 1 being perfect.
LEAST_AGREEMENT = 0.9


def main() -> None:
    for people, statements, votes in SIZES:
        cast = make_votes(people=people, statements=statements, votes=votes)
        listed = [
            {"participant_id": int(who), "statement_id": int(what), "vote": int(how), "modified": 0}
            for who, what, how in zip(*cast, strict=True)
        ]
        check_found(people, cast, listed)
        times = time_in_turn(
            3 if people < 10_000 else 1,
            ours=lambda cast=cast: opinion_groups(*cast),
            theirs=lambda listed=listed: run_pipeline(listed, random_state=1),
        )
        what = f"opinion groups of {people:,} people × {statements} statements"
        write(Line(f"{what}: ours", times["ours"], "s"))
        write(Line(f"{what}: red-dwarf over ours", times["theirs"] / times["ours"], "times"))


def check_found(people: int, cast: tuple[np.ndarray, ...], listed: list[dict[str, Any]]) -> None:
    planted = np.arange(people) % GROUPS
    ours = opinion_groups(*cast)
    placed = ours.group > 0
    assert adjusted_rand_score(planted[ours.participants[placed]], ours.group[placed]) > LEAST_AGREEMENT
    found = run_pipeline(listed, random_state=1).participants_df["cluster_id"].dropna()
    assert adjusted_rand_score(planted[found.index.to_numpy()], found.to_numpy()) > LEAST_AGREEMENT


def write(line: Line) -> None:
    print(json.dumps(vars(line)), flush=True)


if __name__ == "__main__":
    main()
