"""Node.js for the front end: the machine's own where it is new enough, otherwise one from the Python index."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What the locked Sass compiler asks for in its package.json.
LEAST = (20, 19)


def get_node() -> Path:
    """Return the folder of a `node` with `npm` beside it, installing them into the environment if there is none."""
    if folder := find_node():
        return folder
    print(f"No Node.js {LEAST[0]}.{LEAST[1]} or newer with npm on this machine: installing one into the environment.")
    uv, lock = Path(sys.prefix, "bin", "uv"), ROOT / "requirements" / "node.lock"
    command = [str(uv), "pip", "install", "--quiet", "--require-hashes", "--python", sys.executable, "-r", str(lock)]
    subprocess.run(command, check=True)
    folder = Path(sys.prefix, "bin")
    if not _serves(folder):
        sys.exit("Node.js was installed into the environment but does not run. Install Node.js yourself and try again.")
    return folder


def find_node() -> Path | None:
    """Return the folder of the first `node` and `npm` that run and are new enough: PATH's, then the environment's."""
    on_path = shutil.which("node")
    folders = [Path(on_path).parent] if on_path else []
    return next((folder for folder in [*folders, Path(sys.prefix, "bin")] if _serves(folder)), None)


def install_packages() -> Path:
    """Install what package-lock.json names, unless it is there already; return the `node` to run it with."""
    folder = get_node()
    lock, done = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
    if not done.is_file() or done.stat().st_mtime < lock.stat().st_mtime:
        print("Installing what the style sheets are built from.")
        # No package's own script is run: none is needed, and each is a stranger's program.
        _run([folder / "npm", "ci", "--ignore-scripts", "--loglevel=error"], folder, errors=None)
        done.touch()
    return folder / "node"


def _serves(folder: Path) -> bool:
    try:
        answer = _run([folder / "node", "--version"], folder)
        _run([folder / "npm", "--version"], folder)
    except (OSError, subprocess.CalledProcessError):
        return False
    version = re.match(r"v(\d+)\.(\d+)", answer)
    return version is not None and (int(version[1]), int(version[2])) >= LEAST


def _run(command: list[Path | str], folder: Path, *, errors: int | None = subprocess.DEVNULL) -> str:
    """Run `command` with `folder` first on PATH, since npm looks there for node, and return what it printed."""
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, text=True, stdout=subprocess.PIPE, stderr=errors
    )
    return done.stdout
