"""A form served by web workers of our own, on a database of its own: for what is timed and for what is broken on purpose."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.browser.demo_site import find_free_port
from tests.residents import crowd

ROOT = Path(__file__).resolve().parents[1]
FORM = "/say/well/"
GRANIAN = ("granian", "--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "2")

PREPARE = """
import datetime, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
call_command("collectstatic", verbosity=0, interactive=False)
from wagtail.models import Page, Site
from fiftysteps.accounts.models import Organisation
from fiftysteps.engagement.models import Exercise, Question
from fiftysteps.evidence.models import Area
from fiftysteps.publishing.models import Brand, HomePage
today = datetime.date.today()
place, _ = Area.objects.get_or_create(code="E09000025", defaults={"name": "Newham", "type": "borough"})
Area.objects.bulk_create(
    Area(code=f"E050139{n:02}", name=f"Ward {n}", type="ward", parent=place) for n in range(4, 28)
)
owner = Organisation.objects.create(slug="board", name="A board", type="board", nature="illustrative")
Site.objects.all().delete()
front = HomePage(title="Fifty steps", slug="front", intro="What we will do.")
home = Page.objects.get(depth=1).add_child(instance=front)
Brand.objects.create(site=Site.objects.create(hostname="localhost", root_page=home, is_default_site=True), place=place)
exercise = Exercise.objects.create(
    slug="well", title="What would help you?", purpose="To know what to do.", state="open", area=place, owner=owner,
    opens=today, closes=today + datetime.timedelta(days=60), erase_on=today + datetime.timedelta(days=400),
    privacy_notice="We keep your answers.", help_lines="999", asks_contact=False, nature="illustrative",
)
Question.objects.create(exercise=exercise, code="words", kind="text", text="What would help you?", sort_order=0)
"""
COUNT = """
import django, sys
django.setup()
from fiftysteps.engagement.models import Answer, HalfFilled, Response
from fiftysteps.engagement.receipts import get_key, read_code
keys = {get_key(read_code(code)) for code in sys.stdin.read().split()}
held = set(Response.objects.values_list("key", flat=True))
whole = Response.objects.filter(answers__isnull=False, about__isnull=False).count()
print(len(keys - held), Response.objects.count(), whole)
"""


def make_environment(folder: str, address: str = "") -> dict[str, str]:
    return os.environ | {
        "FIFTYSTEPS_DATA": folder,
        "FIFTYSTEPS_DATABASE": address,
        "FIFTYSTEPS_SECRET_KEY": "of this run alone",
        "FIFTYSTEPS_CONTACT_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "DJANGO_SETTINGS_MODULE": "fiftysteps.config.settings",
        # So that the pace that keeps a machine out does not keep this one out.
        "FIFTYSTEPS_MANY_FORMS": "1000000000",
        "PYTHONPATH": str(ROOT),
    }


def run(program: str, environment: Mapping[str, str], told: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, input=told, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


@contextlib.contextmanager
def serve(environment: Mapping[str, str], *options: str) -> Iterator[tuple[int, int]]:
    """Serve, and yield the port and the number of the process whose children are the workers."""
    port = find_free_port()
    origin = {"FIFTYSTEPS_ORIGIN": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", *GRANIAN, "--port", str(port), "--no-ws", "--log-level", "error", *options]
    server = subprocess.Popen(
        [*command, "fiftysteps.config.wsgi:application"],
        env={**environment, **origin},
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        run_apart(wait(port))
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            # One whose workers were killed may wait for those that are no more.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def run_apart[T](waited: Coroutine[Any, Any, T]) -> T:
    """Run what is waited for in a thread of its own: a browser's tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, waited).result()


async def wait(port: int) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await crowd(port, FORM, people=2, seconds=0.5)
            return
        await asyncio.sleep(0.3)
    raise SystemExit("The server did not begin.")
