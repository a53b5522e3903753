"""Kill web workers two hundred times while people send forms, and look whether anything promised is missing."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.faults.killing import kill_and_count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    click.echo(f"Killing a worker {asked.kills} times (seed {asked.seed}) …")
    with tempfile.TemporaryDirectory() as folder:
        found = kill_and_count(Path(folder), kills=asked.kills, seed=asked.seed)
    what = f"{found.lost} lost, {found.half} half kept, {found.doubled} double"
    click.echo(f"{found.kills} kills, {found.receipts} receipts given: {what}.")
    return 1 if found.lost or found.half or found.doubled else 0


if __name__ == "__main__":
    sys.exit(main())
