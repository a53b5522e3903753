"""From 6.4 million counts to standardised rates of every small area of England: at most 10 s and 1 GB.

33,755 areas × 19 age bands × 2 sexes × 5 years of deaths, and as many of people. They are written as releases are, and
read and computed by a process of its own, whose time and memory are told without those of starting it. The rates of
some areas are worked out a second time, one by one, from the numbers that the counts were made of.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.parts.timing import Line

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS, MOST_MEMORY = 10, 1024


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        run("make", folder)
        lines = [
            line
            for what, words in (("persons", ["rates"]), ("each sex", ["rates", "Female", "Male"]))
            for line in tell(what, json.loads(run(*words[:1], folder, *words[1:])))
        ]
    for line in lines:
        print(line)
    return 0 if all(line.is_kept for line in lines) else 1


def run(*words: str) -> str:
    program = ROOT / "benchmarks" / "parts" / "rates_from_counts.py"
    return subprocess.run([sys.executable, program, *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def tell(what: str, found: dict[str, float]) -> list[Line]:
    said = f"{found['counts']:,.0f} counts to {found['rates']:,.0f} rates of {what}, with intervals"
    return [
        Line(f"{said}: time", found["seconds"], "s", MOST_SECONDS if what == "persons" else None),
        Line(f"{said}: memory", found["memory"], "MB", MOST_MEMORY),
    ]


if __name__ == "__main__":
    sys.exit(main())
