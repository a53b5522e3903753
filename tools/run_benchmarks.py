"""Run every benchmark in benchmarks/, each a program of its own that exits with 1 where it misses its bound."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(wanted: list[str]) -> int:
    programs = sorted(ROOT.glob("benchmarks/*.py"))
    chosen = [program for program in programs if not wanted or any(word in program.stem for word in wanted)]
    if not chosen:
        print(f"No benchmark in benchmarks/ is named like {' or '.join(wanted)}.")
        return 1
    missed = [program.stem for program in chosen if not keeps_its_bound(program)]
    print(f"Missed their bounds: {', '.join(missed)}." if missed else f"All {len(chosen)} kept their bounds.")
    return 1 if missed else 0


def keeps_its_bound(program: Path) -> bool:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, program], cwd=ROOT, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
