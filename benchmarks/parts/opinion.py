"""Opinion groups of 1,000 × 100 and 10,000 × 300 votes: ours and red-dwarf's, in one process. Runs among the peers."""

import json
from typing import Any

import numpy as np
from benchmarks.parts.timing import Line, time_in_turn
from benchmarks.parts.votes import GROUPS, make_votes
from reddwarf.implementations.base import run_pipeline
from sklearn.metrics import adjusted_rand_score

from fiftysteps.stats import opinion_groups

# People, statements, votes: about a third of all cells, as people who stay for a while cast.
SIZES = ((1_000, 100, 30_000), (10_000, 300, 900_000))
# How far the groups found are those planted, beyond chance: 1 is perfect.
LEAST_AGREEMENT = 0.9


def main() -> None:
    for people, statements, votes in SIZES:
        cast = make_votes(people=people, statements=statements, votes=votes)
        listed = [
            {"participant_id": int(who), "statement_id": int(what), "vote": int(how), "modified": 0}
            for who, what, how in zip(*cast, strict=True)
        ]
        what = f"opinion groups of {people:,} people × {statements} statements"
        write(Line(f"{what}: our agreement with the planted groups", *get_ours(cast), LEAST_AGREEMENT, is_least=True))
        write(Line(f"{what}: red-dwarf's agreement with the planted groups", *get_theirs(listed)))
        times = time_in_turn(
            3 if people < 10_000 else 1,
            ours=lambda cast=cast: opinion_groups(*cast),
            theirs=lambda listed=listed: run_pipeline(listed, random_state=1),
        )
        write(Line(f"{what}: ours", times["ours"], "s"))
        write(Line(f"{what}: red-dwarf over ours", times["theirs"] / times["ours"], "times"))


def get_ours(cast: tuple[np.ndarray, ...]) -> tuple[float, str]:
    found = opinion_groups(*cast)
    placed = found.group > 0
    return adjusted_rand_score(found.participants[placed] % GROUPS, found.group[placed]), "of 1"


def get_theirs(listed: list[dict[str, Any]]) -> tuple[float, str]:
    found = run_pipeline(listed, random_state=1).participants_df["cluster_id"].dropna().astype(int)
    return adjusted_rand_score(found.index.to_numpy() % GROUPS, found.to_numpy()), "of 1"


def write(line: Line) -> None:
    print(json.dumps(vars(line)), flush=True)


if __name__ == "__main__":
    main()
