"""A PostgreSQL cluster for one test run: made in a temporary folder, on a socket in it, and removed at the end."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Debian keeps the server programs of each version apart and off PATH.
DEBIAN = Path("/usr/lib/postgresql")
# The cluster lives for minutes: nothing in it needs to survive a power cut.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


def find_programs() -> Path | None:
    """Return the folder that holds `initdb`, `pg_ctl` and `postgres`: on PATH, by pg_config, or Debian's newest."""
    return next((folder for folder in _get_candidates() if _has_programs(folder)), None)


@contextlib.contextmanager
def run_cluster(programs: Path, *, is_safe: bool = False) -> Iterator[str]:
    """Start a cluster, yield the address that FIFTYSTEPS_DATABASE takes, stop it and remove it.

    One that `is_safe` writes every commit through to the disk, as a real one does.
    """
    folder = Path(tempfile.mkdtemp(prefix="fiftysteps-pg-"))
    owner = _get_owner()
    if owner:
        shutil.chown(folder, owner, pwd.getpwnam(owner).pw_gid)
    try:
        _make(programs, folder, owner, {"max_connections": "60"} if is_safe else HASTE)
        _call([programs / "pg_ctl", "start", "-w", "-D", folder / "data", "-l", folder / "log"], folder, owner)
        try:
            yield f"postgresql://fiftysteps@/fiftysteps?host={folder}"
        finally:
            _call([programs / "pg_ctl", "stop", "-m", "immediate", "-D", folder / "data"], folder, owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _get_candidates() -> Iterator[Path]:
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip() or "/nowhere")
    versions = [folder for folder in DEBIAN.glob("*/bin") if folder.parent.name.isdigit()]
    yield from sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)


def _has_programs(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres"))


def _get_owner() -> str:
    """Return the account to run the server as: initdb refuses root, any other user runs it as themselves."""
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _make(programs: Path, folder: Path, owner: str, chosen: dict[str, str]) -> None:
    options = ["--auth=trust", "--username=fiftysteps", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    _call([programs / "initdb", *options, "-D", folder / "data"], folder, owner)
    settings = chosen | {"listen_addresses": "''", "unix_socket_directories": f"'{folder}'"}
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{name} = {value}\n" for name, value in settings.items())


def _call(command: list[Path | str], folder: Path, owner: str) -> None:
    """Run `command` as `owner`, and show its words only where it fails.

    They go to a file: a server that held our own output open would keep whoever reads it waiting.
    """
    words = folder / f"words-of-{Path(command[0]).name}"
    identity: dict[str, Any] = {}
    if owner:
        identity = {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}
    with words.open("w", encoding="utf-8") as stream:
        done = subprocess.run(command, cwd=folder, stdout=stream, stderr=stream, check=False, **identity)
    if done.returncode:
        log = folder / "log"
        told = words.read_text("utf-8") + (log.read_text("utf-8") if log.is_file() else "")
        raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{told}")
