"""The environment of the peers: made once in .venv/peers, from hashes, apart from what the product runs on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PLACE = Path(sys.prefix) / "peers"
PYTHON = PLACE / "bin" / "python"
UV = Path(sys.prefix) / "bin" / "uv"
LOCK = ROOT / "requirements" / "peers.lock"


def make_environment() -> None:
    """Install the peers, where that was not done for this very lock."""
    stamp = PLACE / "lock"
    if stamp.is_file() and stamp.read_bytes() == LOCK.read_bytes():
        return
    print("Installing the peers.", flush=True)
    subprocess.run([UV, "venv", "--quiet", "--clear", "--python", sys.executable, PLACE], check=True)
    command = [UV, "pip", "install", "--quiet", "--no-python-downloads", "--require-hashes", "-r", LOCK]
    subprocess.run(command, check=True, env=os.environ | {"VIRTUAL_ENV": str(PLACE)})
    stamp.write_bytes(LOCK.read_bytes())


def run_with_peers(program: str) -> list[dict[str, Any]]:
    """Run a program of this folder among the peers, with our own code beside them, and return its lines of JSON."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [PYTHON, "-W", "ignore", ROOT / "benchmarks" / "parts" / program]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
