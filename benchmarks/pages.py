"""What a page costs the server on the demonstration: a step's page takes at most 25 queries and 100 ms (median)."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = Path(sys.prefix, "bin", "fiftysteps")
ROUNDS = 20
STRATEGY = "/strategies/illustrative-2024-27/"
# Address → the most queries and the most milliseconds (median), where something was promised.
PAGES: dict[str, tuple[int, float] | None] = {
    f"{STRATEGY}steps/1/": (25, 100),
    f"{STRATEGY}steps/11/": (25, 100),
    f"{STRATEGY}steps/42/": (25, 100),
    "/": None,
    STRATEGY: None,
    f"{STRATEGY}alignment/": None,
    "/gaps/": None,
    "/needs/homes/": None,
    "/indicators/overcrowding/": None,
    "/organisations/ill-council-housing/": None,
    "/what-we-heard/": None,
}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([COMMAND, "demo", "--no-serve", "--data", folder], check=True, capture_output=True)
        set_up(folder)
        results = [(address, *measure(address)) for address in PAGES]
    missed = 0
    print(f"{'Page':52} {'queries':>8} {'median ms':>10}  bound")
    for address, queries, median in results:
        bound = PAGES[address]
        is_missed = bound is not None and (queries > bound[0] or median > bound[1])
        missed += is_missed
        said = "" if bound is None else f"{bound[0]} queries, {bound[1]:.0f} ms: {'MISSED' if is_missed else 'kept'}"
        print(f"{address:52} {queries:8} {median:10.1f}  {said}")
    return 1 if missed else 0


def set_up(folder: str) -> None:
    os.environ |= {"FIFTYSTEPS_DATA": folder, "DJANGO_SETTINGS_MODULE": "fiftysteps.config.settings"}
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]


def measure(address: str) -> tuple[int, float]:
    """Return the number of queries and the median time in milliseconds of `address`, once warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    asked = len(queries)  # now: the next request empties the log
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - begun))
    return asked, statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
