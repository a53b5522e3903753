"""Run the web server and the background worker as one group of processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from types import FrameType

from django.conf import settings

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError

# How long a process may take to finish what it is doing before it is ended.
GRACE_SECONDS = 10
# A request is mostly Python, of which one thread runs at a time: a second one answers while the first waits for data.
THREADS = 2
# How many requests a worker takes before others wait in the operating system's queue.
BACKPRESSURE = 64
# The background worker yields to readers: what it does can wait, and they cannot.
NICENESS = 10
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def get_account_lines(password: str, port: int) -> Iterator[str]:
    """Yield what the demonstration tells its visitor: the address and one account for each role."""
    yield ""
    yield f"  The site is at http://127.0.0.1:{port}/ (stop it with Ctrl+C)"
    yield f"  Sign in at http://127.0.0.1:{port}/sign-in/ with the password {password} as"
    for user in User.objects.filter(is_demonstration=True).order_by("pk"):
        yield f"    {user.email:<36} {user.get_role_display()}"
    yield "  These accounts work in this demonstration only."
    yield ""


def check_host(host: str) -> None:
    """Refuse to serve the demonstration, whose passwords are printed, to other machines. Raises PersonError."""
    if settings.DEMONSTRATION and host not in LOOPBACK:
        raise PersonError(
            f"The demonstration is for this machine alone, whose address is 127.0.0.1; got {host}. "
            "Unset FIFTYSTEPS_DEMONSTRATION to serve your own workspace."
        )


def get_commands(host: str, port: int, workers: int) -> tuple[list[str], ...]:
    """Return the commands of the web server, of the timetable and of the background worker."""
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS), "--backpressure", str(BACKPRESSURE)),
        *("--no-ws", "--respawn-failed-workers", "--log-level", "warning"),
        "fiftysteps.config.wsgi:application",
    ]
    timetable = [sys.executable, "-m", "fiftysteps.config.timetable"]
    return web, timetable, [sys.executable, "-m", "django", "db_worker", "--interval", "2", "--verbosity", "0"]


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """Run `commands` until interrupted or until one ends; then end the others. Returns the exit status.

    The last command is the background's, and yields to the others.
    """
    stopped = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    before = {name: signal.signal(name, stop) for name in (signal.SIGINT, signal.SIGTERM)}
    processes = [subprocess.Popen(command) for command in commands]  # noqa: S603
    os.setpriority(os.PRIO_PROCESS, processes[-1].pid, NICENESS)
    try:
        while not stopped and all(process.poll() is None for process in processes):
            time.sleep(0.2)
        ended = [process.returncode for process in processes if process.poll() is not None]
    finally:
        _end(processes)
        for name, handler in before.items():
            signal.signal(name, handler)
    # A server that ends by itself has failed, whatever it says.
    return 0 if stopped else next((code for code in ended if code), 1)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
