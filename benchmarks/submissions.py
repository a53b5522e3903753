"""Complete submissions of a four-step form on PostgreSQL, with CSRF, on the machine that also makes the load.

At least 20 a second and 0.4 of what a bare view reaches that saves the same rows; 95 of 100 requests within 500 ms; no
receipt without its response, and 50 parallel repeats of each of 100 forms are 100 responses.
"""

import asyncio
import os
import sys
import tempfile

import psycopg

from tests.postgres import find_programs, run_cluster
from tests.residents import Seen, crowd, repeat
from tests.served_form import COUNT, FORM, PREPARE, make_environment, run, serve

SECONDS = float(os.environ.get("SUBMISSIONS_SECONDS", "60"))
PEOPLE = 12
LEAST, LEAST_RATIO, MOST_P95 = 20, 0.4, 0.5
FORMS, REPEATS = 100, 50


def main() -> int:
    programs = find_programs()
    if programs is None:
        print("PostgreSQL's server programs are not on this machine, so this is not measured.")
        return 1
    with tempfile.TemporaryDirectory() as folder, run_cluster(programs, is_safe=True) as address:
        with psycopg.connect(address.replace("/fiftysteps?", "/postgres?"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE fiftysteps")
        environment = make_environment(folder, address)
        run(PREPARE, environment)
        ours, lost, double, repeated = measure_ours(environment)
        bare = measure(environment | {"DJANGO_SETTINGS_MODULE": "benchmarks.parts.bare_settings"})
    return report(ours, bare, lost, double, repeated)


def measure(environment: dict[str, str]) -> Seen:
    with serve(environment) as (port, _):
        return asyncio.run(crowd(port, FORM, people=PEOPLE, seconds=SECONDS))


def measure_ours(environment: dict[str, str]) -> tuple[Seen, int, int, Seen]:
    """Return what the crowd saw, how many receipts have no response, how many responses are double, and the repeats."""
    repeated = Seen()
    with serve(environment) as (port, _):
        seen = asyncio.run(crowd(port, FORM, people=PEOPLE, seconds=SECONDS))
        _, before, _ = map(int, run(COUNT, environment).split())
        for _ in range(FORMS):
            one = asyncio.run(repeat(port, FORM, times=REPEATS))
            repeated.codes += sorted(set(one.codes))
            repeated.faults += one.faults
            repeated.seconds += one.seconds
    lost, after, whole = map(int, run(COUNT, environment, "\n".join([*seen.codes, *repeated.codes])).split())
    return seen, lost + (after - whole), abs(after - before - FORMS), repeated


def report(ours: Seen, bare: Seen, lost: int, double: int, repeated: Seen) -> int:
    rate, bare_rate = len(ours.codes) / SECONDS, len(bare.codes) / SECONDS
    rows = (
        ("complete submissions a second", f"{rate:.1f}", f"at least {LEAST}", rate >= LEAST),
        (
            "of a bare view's",
            f"{rate / bare_rate:.2f} of {bare_rate:.1f}",
            f"at least {LEAST_RATIO}",
            rate >= LEAST_RATIO * bare_rate,
        ),
        ("95 of 100 requests within", f"{1000 * ours.p95:.0f} ms", f"{1000 * MOST_P95:.0f} ms", ours.p95 < MOST_P95),
        ("receipts without a whole response", str(lost), "none", lost == 0),
        (f"{REPEATS} parallel repeats of each of {FORMS}: too many or too few", str(double), "none", double == 0),
        (
            "answers that were no page",
            str(len(ours.faults) + len(repeated.faults)),
            "none",
            not ours.faults + repeated.faults,
        ),
    )
    for name, figure, bound, is_kept in rows:
        print(f"{name:66} {figure:>18}  {bound}: {'kept' if is_kept else 'MISSED'}")
    print(
        f"Requests a second: {len(ours.seconds) / SECONDS:.0f} of ours, {len(bare.seconds) / SECONDS:.0f} of the bare."
    )
    print(*sorted(set(ours.faults + repeated.faults))[:5], sep="\n")
    return 0 if all(row[3] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
