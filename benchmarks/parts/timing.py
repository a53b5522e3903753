"""Time things in turn in one process, and measure in a process of its own how much memory one needs."""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Asked of a child process at its end: the most memory that it held, in kilobytes (on Linux).
REPORT = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


@dataclass(frozen=True)
class Line:
    """One measured promise: a figure, its bound, and whether the figure keeps it."""

    what: str
    figure: float
    unit: str
    bound: float | None = None
    is_least: bool = False

    @property
    def is_kept(self) -> bool:
        if self.bound is None:
            return True
        return self.figure >= self.bound if self.is_least else self.figure <= self.bound

    def __str__(self) -> str:
        said = ""
        if self.bound is not None:
            said = f"at {'least' if self.is_least else 'most'} {self.bound:g}: {'kept' if self.is_kept else 'MISSED'}"
        return f"{self.what:84} {self.figure:10.4g} {self.unit:6} {said}"


def time_in_turn(rounds: int, **contestants: Callable[[], Any]) -> dict[str, float]:
    """Return the median seconds of each contestant over `rounds`, run one after the other in every round."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            gc.collect()
            begun = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(taken) for name, taken in times.items()}


def measure_peak(code: str) -> float:
    """Return the most memory, in megabytes, that a new Python needs to run `code`, its imports and data included."""
    done = subprocess.run([sys.executable, "-c", f"{code}\n{REPORT}"], check=True, capture_output=True, text=True)
    return int(done.stdout.split()[-1]) / 1024
