"""Run the import contracts, then every test on SQLite and, where its server programs are found, on PostgreSQL."""

import os
import re
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.chromium import MISSING, find_chromium  # noqa: E402
from tests.postgres import find_programs, run_cluster  # noqa: E402

NO_POSTGRES = "No PostgreSQL server programs were found, so the tests ran on SQLite alone."
# What does not touch the database cannot differ, and the browser tests serve the demonstration, which is always SQLite.
ON_POSTGRES = "database and not browser"
# docs/decisions and CONTRIBUTING.md: the least branch coverage of src, over all runs together.
LEAST_COVERAGE = 95
SUMMARY = re.compile(r"^.*\b\d+ (?:passed|failed|skipped|errors?|deselected)\b.* in [\d.]+s.*$", re.MULTILINE)


def main(arguments: list[str]) -> int:
    # Whoever stops this stops the database cluster too, which a plain SIGTERM would leave behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if subprocess.run([Path(sys.prefix, "bin", "lint-imports"), "--no-logo"], cwd=ROOT, check=False).returncode:
        return 1
    programs = find_programs()
    runs = [_run("SQLite", arguments, is_first=True, is_last=not programs)]
    if programs:
        runs.append(_run_on_postgres(programs, arguments))
    notes = ["" if programs else NO_POSTGRES, "" if find_chromium() else MISSING]
    print("\n" + "".join(f"{note}\n" for note in notes if note), end="")
    print("\n".join(summary for _, summary in runs), flush=True)
    return max(code for code, _ in runs)


def _run_on_postgres(programs: Path, arguments: list[str]) -> tuple[int, str]:
    with ExitStack() as stack:
        os.environ["FIFTYSTEPS_DATABASE"] = stack.enter_context(run_cluster(programs))
        return _run("PostgreSQL", ["-m", ON_POSTGRES, *arguments], is_first=False, is_last=True)


def _run(name: str, arguments: list[str], *, is_first: bool, is_last: bool) -> tuple[int, str]:
    """Run pytest, show what it says as it says it, and return its exit status and its own last line."""
    print(f"\nTests on {name}", flush=True)
    options = ["--dist=loadgroup", "--numprocesses=2", f"--color={'yes' if sys.stdout.isatty() else 'no'}"]
    options += _get_coverage_options(arguments, is_first=is_first, is_last=is_last)
    environment = os.environ | ({"FIFTYSTEPS_DATABASE": ""} if is_first else {})
    code, said = _show([sys.executable, "-m", "pytest", *options, *arguments], environment)
    found = list(SUMMARY.finditer(said))
    return code, f"{name}:\n{found[-1][0]}" if found else f"{name}: pytest ended without a summary."


def _show(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run `command`, pass its output on as it comes, and return its exit status and the last of what it said."""
    reader, writer = os.pipe()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=writer, stderr=writer) as process:
        os.close(writer)
        tail = b""
        try:
            while chunk := os.read(reader, 65536):
                sys.stdout.buffer.write(chunk)
                sys.stdout.flush()
                tail = (tail + chunk)[-4000:]
        except BaseException:
            process.terminate()
            raise
    os.close(reader)
    return process.returncode, tail.decode("utf-8", "replace")


def _get_coverage_options(arguments: list[str], *, is_first: bool, is_last: bool) -> list[str]:
    # A selection of tests is not asked to cover everything.
    if [argument for argument in arguments if argument not in {"-m", ON_POSTGRES}]:
        return []
    options = ["--cov"] if is_first else ["--cov", "--cov-append"]
    if is_last:
        return [*options, "--cov-report=term", f"--cov-fail-under={LEAST_COVERAGE}"]
    return [*options, "--cov-report="]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
