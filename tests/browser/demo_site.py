"""The demonstration, loaded and served by the commands that a person types."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.prefix, "bin", "fiftysteps")
# Loading takes under 60 s on two cores; a machine that does other things as well is given four times that.
PATIENCE = 240
# Held so that nobody takes a server that still runs for one that was forgotten: `stop_serving` ends it.
_servers: list[subprocess.Popen[bytes]] = []


def serve_once(shared: Path) -> str:
    """Return the address at which this test run serves the demonstration; of its workers, the first loads and serves it."""
    kept = shared / "demonstration.json"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.is_file():
            folder = shared / "demonstration"
            command = [COMMAND, "demo", "--no-serve", "--data", folder]
            subprocess.run(command, cwd=ROOT, env=_get_environment(), check=True, timeout=PATIENCE)
            address, server = _start(folder)
            kept.write_text(json.dumps({"address": address, "process": server.pid}), "utf-8")
    served: str = json.loads(kept.read_text("utf-8"))["address"]
    return served


def stop_serving(shared: Path) -> None:
    """End the server of this test run, if it started one."""
    kept = shared / "demonstration.json"
    if kept.is_file():
        with contextlib.suppress(ProcessLookupError):
            os.kill(json.loads(kept.read_text("utf-8"))["process"], signal.SIGTERM)
        kept.unlink()


def _start(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    port = find_free_port()
    address = f"http://127.0.0.1:{port}"
    log = folder / "served.log"
    with log.open("wb") as stream:
        command = [COMMAND, "serve", "--port", str(port), "--data", folder]
        environment = _get_environment() | {"FIFTYSTEPS_ORIGIN": address}
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=stream, stderr=stream, start_new_session=True
        )
    _servers.append(server)
    _wait(address, server, log)
    return address, server


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _get_environment() -> dict[str, str]:
    # The tests' own settings and key must not reach it: it runs as anyone's would.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "FIFTYSTEPS_"))}
    return inherited | {"FIFTYSTEPS_DEMONSTRATION": "1"}


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"The server did not answer at {address}:\n{log.read_text('utf-8')}")
