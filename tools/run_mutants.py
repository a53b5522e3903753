"""Plant mistakes in stats and in every policies.py, and print the share that the tests find."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTMUT = Path(sys.prefix, "bin", "mutmut")
COUNTS = ROOT / "mutants" / "mutmut-cicd-stats.json"
# A mutant that the tests never end on was noticed, and so was one that brings the interpreter down.
FOUND = ("killed", "timeout", "segfault", "caught_by_type_check")
MISSED = ("survived", "no_tests", "suspicious")


def main(arguments: list[str]) -> int:
    status = subprocess.run([MUTMUT, "run", *arguments], cwd=ROOT, check=False).returncode
    subprocess.run([MUTMUT, "export-cicd-stats"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    print(describe_score(json.loads(COUNTS.read_text("utf-8"))))
    if status == 0:
        print("`.venv/bin/mutmut results` lists the mistakes that nothing found, `.venv/bin/mutmut browse` shows them.")
    return status


def describe_score(counts: dict[str, int]) -> str:
    """Return the score in a sentence: mistakes found, out of all that were planted and tried."""
    found = sum(counts.get(name, 0) for name in FOUND)
    tried = found + sum(counts.get(name, 0) for name in MISSED)
    if not tried:
        return "Mutation score: no mistake was planted."
    return f"Mutation score: {100 * found / tried:.1f}% ({found:,} of {tried:,} planted mistakes found)."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
