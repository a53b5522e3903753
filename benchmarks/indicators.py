"""All public files taken in, the indicators of England built from them and Newham's profile made; then again unchanged.

The files are those beside the project, in shared/data: the benchmark says so and passes where they are not there. The
first run may take 60 s and 1 GB, the second 3 s. What is built is compared with published totals.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.parts.timing import Line

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
FILES = (
    "geography/*.csv.gz",
    "population/ethnicity21_lsoa21.csv.gz",
    "population/religion21_lsoa21.csv.gz",
    "population/disability21_lsoa21_ew.csv.gz",
    "population/population20_ltla21.csv",
    "deprivation/imd2025_england_lsoa21.csv.gz",
    "indicators/phof/*.csv",
    "indicators/healthyr_england_health_index_indicators.csv.gz",
    "indicators/fingertips_indicators-CountyUA.data.csv",
)
MOST_FIRST, MOST_AGAIN, MOST_MEMORY = 60, 3, 1024
# Prints what the commands before it took, the largest of them for memory.
MEASURE = """
import resource, subprocess, sys, time
begun = time.perf_counter()
for command in sys.argv[1].split(";"):
    subprocess.run(command.split("|"), check=True, stdout=subprocess.DEVNULL)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def main() -> int:
    if not DATA.is_dir():
        print("There is no folder shared/data beside the project, so there is nothing to take in.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FIFTYSTEPS_DATA"] = folder
        program = [sys.executable, ROOT / "benchmarks" / "parts" / "indicators_of_england.py"]
        subprocess.run([*program, "prepare"], check=True)
        first = measure(get_ingest())
        subprocess.run([*program, "check"], check=True)
        again = measure(get_ingest())
        building = measure(get_command("indicators", "build"))
    lines = [
        Line("ingest of the public files, build and profile, first run: time", first[0], "s", MOST_FIRST),
        Line("ingest of the public files, build and profile, first run: memory", first[1], "MB", MOST_MEMORY),
        Line("ingest and build with nothing changed: time", again[0], "s", MOST_AGAIN),
        Line("build with nothing changed: time", building[0], "s", MOST_AGAIN),
    ]
    for line in lines:
        print(line)
    return 0 if all(line.is_kept for line in lines) else 1


def get_ingest() -> str:
    found = [str(path) for pattern in FILES for path in sorted(DATA.glob(pattern))]
    said = ["--source", "Public data", "--licence", "OGL", "--confidence", "high"]
    return get_command("ingest", "--build", "--profile", "E09000025", *said, *found)


def get_command(*words: str) -> str:
    return "|".join([str(Path(sys.prefix, "bin", "fiftysteps")), *words])


def measure(*commands: str) -> tuple[float, float]:
    """Return the seconds that commands took one after the other, and the most memory of any, in megabytes."""
    words = [sys.executable, "-c", MEASURE, ";".join(commands)]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


if __name__ == "__main__":
    sys.exit(main())
