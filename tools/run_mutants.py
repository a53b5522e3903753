"""Plant mistakes in stats and in every policies.py, and print the share that the tests find.

All of them would take hours, so a sample is tried: the same one for the same code, unless another seed is given.
`--all` tries every one, and names or patterns of mutants those alone.
"""

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTMUT = Path(sys.prefix, "bin", "mutmut")
MUTANTS = ROOT / "mutants"
# As mutmut keeps them: the exit status of the tests where a mistake was planted, or none where it was not tried.
SURVIVED, NOT_TESTED = 0, (5, 33)
SAMPLE = 200
# Mistakes that are few and tried first: making them plants all the others too.
FIRST = "fiftysteps.*.policies.*"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="mutants, or patterns such as 'fiftysteps.stats.life.*'")
    parser.add_argument("--all", action="store_true", help="try every mistake; this takes hours")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many to try (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="which of them (default: %(default)s)")
    asked = parser.parse_args(words)
    status = subprocess.run([MUTMUT, "run", *(asked.names or [FIRST])], cwd=ROOT, check=False).returncode
    if status or asked.names:
        print(describe_score(Counter(_judge(code) for code in _read_results().values() if code is not None)))
        return status
    others = sorted(name for name in _read_results() if ".policies." not in name)
    chosen = others if asked.all else random.Random(asked.seed).sample(others, min(asked.sample, len(others)))  # noqa: S311
    status = subprocess.run([MUTMUT, "run", *chosen], cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode
    results = _read_results()
    tried = [name for name in results if ".policies." in name] + chosen
    print(f"Of {len(results):,} planted mistakes, {len(tried):,} were tried.")
    print(describe_score(Counter(_judge(results[name]) for name in tried)))
    for name in sorted(name for name in tried if _judge(results[name]) != "found"):
        print(f"  {_judge(results[name])}: {name}")
    print("`.venv/bin/mutmut show NAME` shows one.")
    return status


def _read_results() -> dict[str, int | None]:
    """Return of every planted mistake how its tests ended."""
    return dict(pair for file in sorted(MUTANTS.rglob("*.meta")) for pair in _read(file))


def _read(file: Path) -> Iterator[tuple[str, int | None]]:
    yield from json.loads(file.read_text("utf-8"))["exit_code_by_key"].items()


def _judge(code: int | None) -> str:
    # A mistake that the tests never end on was noticed, and so was one that brings the interpreter down.
    if code is None or code in NOT_TESTED:
        return "not tested"
    return "not found" if code == SURVIVED else "found"


def describe_score(counts: Counter[str]) -> str:
    """Return the score in a sentence, with the interval that the size of the sample allows."""
    from fiftysteps.stats import proportion

    found, tried = counts["found"], counts.total()
    if not tried:
        return "Mutation score: no mistake was planted."
    interval = proportion(found, tried, multiplier=100).intervals[0.95]
    between = f"likely between {interval.lower:.0f}% and {interval.upper:.0f}%"
    return f"Mutation score: {100 * found / tried:.1f}% ({found:,} of {tried:,} found), {between}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
