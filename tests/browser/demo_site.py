"""The demonstration, loaded and served by the commands that a person types."""

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.prefix, "bin", "fiftysteps")
# Loading takes under 60 s on two cores; a machine that does other things as well is given four times that.
PATIENCE = 240


def load_once(shared: Path) -> Path:
    """Return the folder into which this test run loaded the demonstration; of its workers, the first one loads it."""
    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            command = [COMMAND, "demo", "--no-serve", "--data", shared / "loading"]
            subprocess.run(command, cwd=ROOT, env=_get_environment(), check=True, timeout=PATIENCE)
            (shared / "loading").rename(folder)
    return folder


@contextlib.contextmanager
def serve_demonstration(folder: Path) -> Iterator[str]:
    """Serve the demonstration that lies in `folder`, and yield its address."""
    port = find_free_port()
    address = f"http://127.0.0.1:{port}"
    environment = _get_environment() | {"FIFTYSTEPS_ORIGIN": address}
    log = folder / "served.log"
    with log.open("wb") as stream:
        command = [COMMAND, "serve", "--port", str(port), "--data", folder]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=stream, stderr=stream)
    try:
        _wait(address, server, log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


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
