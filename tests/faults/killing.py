"""Web workers are killed at random moments while people fill in and send forms. What was promised is looked for after."""

import asyncio
import contextlib
import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from tests.residents import Seen, Stubborn
from tests.served_form import COUNT, FORM, PREPARE, make_environment, run, run_apart, serve

PEOPLE = 8
# Between two kills, so that some fall into the middle of a sending and some between two.
SHORTEST, LONGEST = 0.05, 0.8
# The server takes a worker that ends sooner after its start for one that can never run, and gives up.
YOUNGEST = 6.0
# How the kernel writes that a socket listens.
LISTENS = "0A"


@dataclass(frozen=True)
class Killed:
    """How many workers were killed, how many receipts were given, how many of those are lost, and of all that is kept
    how many are half."""

    kills: int
    receipts: int
    lost: int
    half: int
    doubled: int


def kill_and_count(folder: Path, *, kills: int, seed: int, address: str = "") -> Killed:
    """Serve a form, kill workers `kills` times while a crowd sends it, and count what is there afterwards."""
    environment = make_environment(str(folder), address)
    run(PREPARE, environment)
    options = ("--workers", "4", "--respawn-failed-workers", "--respawn-interval", "0")
    with serve(environment, *options) as (port, server):
        _, before, _ = map(int, run(COUNT, environment).split())
        seen, done = run_apart(_break(port, server, kills, random.Random(seed)))
    lost, kept, whole = map(int, run(COUNT, environment, "\n".join(seen.codes)).split())
    # Whoever got a receipt sent once, however often their browser had to ask.
    doubled = max(0, kept - before - len(set(seen.codes)) - PEOPLE)
    return Killed(done, len(seen.codes), lost, kept - whole, doubled)


async def _break(port: int, server: int, kills: int, chance: random.Random) -> tuple[Seen, int]:
    seen, is_over = Seen(), asyncio.Event()

    async def go_on() -> None:
        while not is_over.is_set():
            resident = Stubborn(port, seen)
            await resident.take_part(FORM)
            resident.leave()

    async def kill() -> int:
        done = 0
        begun: dict[int, float] = {}
        while done < kills:
            await asyncio.sleep(chance.uniform(SHORTEST, LONGEST))
            now = time.monotonic()
            workers = [
                each
                for each in list_children(server)
                if now - begun.setdefault(each, now) > YOUNGEST and is_listening(each, port)
            ]
            if workers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(chance.choice(workers), signal.SIGKILL)
                    done += 1
        await asyncio.sleep(2)
        is_over.set()
        return done

    *_, done = await asyncio.gather(*(go_on() for _ in range(PEOPLE)), kill())
    return seen, int(done)


def list_children(process: int) -> list[int]:
    """Return the children of a process that serve: those that began to."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    try:
        return [int(word) for word in listed.read_text("ascii").split()]
    except OSError:
        return []


def is_listening(process: int, port: int) -> bool:
    """Whether a process answers at a port; on a busy machine it takes a worker long to be ready."""
    sockets = {
        f"socket:[{line[9]}]"
        for line in (each.split() for each in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:])
        if line[3] == LISTENS and int(line[1].rpartition(":")[2], 16) == port
    }
    try:
        return any(str(each.readlink()) in sockets for each in Path(f"/proc/{process}/fd").iterdir())
    except OSError:
        return False
