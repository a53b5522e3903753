"""The page of who has not been heard with a million responses: at most 2 s, on SQLite and, if it is there, PostgreSQL.

The count behind it is taken in batches by the timetable; how long that takes is said too.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.postgres import find_programs, run_cluster

MOST_SECONDS = 2.0
RESPONSES = int(os.environ.get("MILLION_RESPONSES", "1000000"))
COMMAND = Path(sys.prefix, "bin", "fiftysteps")
DEMO = Path(__file__).resolve().parents[1] / "demo" / "newham"

# The demonstration's places, with their census, and then a million people in one statement for each table.
PREPARE = """
import django, sys
django.setup()
from django.db import connection
from fiftysteps.engagement.models import AboutYou, Exercise, Response
many, exercise = int(sys.argv[1]), Exercise.objects.get(slug="stay-well")
Exercise.objects.filter(pk=exercise.pk).update(state="open")
number = "generate_series(1, %d) AS n" % many
if connection.vendor == "sqlite":
    number = "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < %d) SELECT n FROM s)" % many
key = "'k' || n" if connection.vendor == "sqlite" else "'k' || n::text"
with connection.cursor() as cursor:
    columns = "exercise_id, key, digest, channel, language, capacities, is_resident, reference, organisation, is_child"
    rest = "day, created, changed, standing, considered, considered_note"
    cursor.execute(
        f"INSERT INTO engagement_response ({columns}, {rest}) SELECT {exercise.pk}, {key}, '', 'online', 'en-gb', "
        f"'[\\"lives\\"]', true, '', '', false, '2026-11-27', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'counted', "
        f"'waiting', '' FROM {number}"
    )
    cases = {
        "age": ["16-24", "25-34", "35-49", "50-64", "65-plus", ""],
        "sex": ["female", "male"],
        "ward": ["E050139%02d" % n for n in range(4, 28)],
        "tenure": ["own", "social", "private", "other"],
        "english": ["main", "very-well", "well"],
        "disability": ["disabled", "not-disabled"],
        "ethnicity": ["bangladeshi", "indian", "african", "british", "other-white"],
        "religion": ["none", "christian", "muslim"],
        "orientation": ["straight", "gay-lesbian"],
    }
    def choose(name, codes):
        when = " ".join(f"WHEN {at} THEN '{code}'" for at, code in enumerate(codes))
        return f"CASE id % {len(codes)} {when} END"
    chosen = ", ".join(choose(name, codes) for name, codes in cases.items())
    cursor.execute(
        f"INSERT INTO engagement_aboutyou (response_id, {', '.join(cases)}) "
        f"SELECT id, {chosen} FROM engagement_response WHERE key LIKE 'k%'"
    )
    cursor.execute("ANALYZE")
print(Response.objects.count())
"""
MEASURE = """
import django, time
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
from django.test import Client
from fiftysteps.accounts.models import User
from fiftysteps.config.roles import set_up_roles
from fiftysteps.engagement.actions.count_turnout import count_turnout
from fiftysteps.engagement.models import Exercise
exercise = Exercise.objects.get(slug="stay-well")
begun = time.perf_counter()
count_turnout(exercise, again=True)
print("count", time.perf_counter() - begun)
user = User.objects.create_superuser("bench@council.example", "a long password")
client = Client()
client.force_login(user)
for _ in range(5):
    begun = time.perf_counter()
    page = client.get("/listening/stay-well/who/")
    print("page", time.perf_counter() - begun)
    assert page.status_code == 200 and b"people took part" in page.content
"""


def main() -> int:
    missed = 0
    for name, address in databases():
        with address as chosen, tempfile.TemporaryDirectory() as folder:
            missed += measure(name, folder, chosen)
    return 1 if missed else 0


def databases() -> Iterator[tuple[str, contextlib.AbstractContextManager[str]]]:
    yield "SQLite", contextlib.nullcontext("")
    programs = find_programs()
    if programs is None:
        print("PostgreSQL's server programs are not on this machine: only SQLite is measured.")
    else:
        yield "PostgreSQL", run_cluster(programs)


def measure(name: str, folder: str, address: str) -> int:
    if address:
        import psycopg

        with psycopg.connect(address.replace("/fiftysteps?", "/postgres?"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE fiftysteps")
    environment = os.environ | {
        "FIFTYSTEPS_DATA": folder,
        "FIFTYSTEPS_DATABASE": address,
        "DJANGO_SETTINGS_MODULE": "fiftysteps.config.settings",
    }
    subprocess.run([COMMAND, "load", DEMO], env=environment, check=True, capture_output=True)
    responses = run(PREPARE, environment, str(RESPONSES)).strip()
    seconds = [line.split() for line in run(MEASURE, environment).splitlines()]
    count = next(float(value) for word, value in seconds if word == "count")
    pages = [float(value) for word, value in seconds if word == "page"]
    is_missed = max(pages) > MOST_SECONDS
    said = f"first {pages[0]:.2f} s, median {statistics.median(pages):.2f} s (at most {MOST_SECONDS:.0f} s)"
    kept = "MISSED" if is_missed else "kept"
    print(f"{name}, {int(responses):,} responses: {said}: {kept}; counted anew in {count:.1f} s", flush=True)
    return int(is_missed)


def run(program: str, environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
