"""How long the demonstration takes to load, from an empty data directory: at most 60 s on two cores."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST_SECONDS = 60
COMMAND = Path(sys.prefix, "bin", "fiftysteps")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        first = load(folder)
        again = load(folder)
    print(f"Loading the demonstration, pictures and styles included: {first:.1f} s (at most {MOST_SECONDS} s)")
    print(f"Loading it again with nothing changed: {again:.1f} s")
    return 0 if first <= MOST_SECONDS else 1


def load(folder: str) -> float:
    begun = time.perf_counter()
    subprocess.run([COMMAND, "demo", "--no-serve", "--data", folder], check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
