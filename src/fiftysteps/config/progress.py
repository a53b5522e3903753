"""Progress bars on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click


class Bars:
    """One progress bar for each label that the work reports, drawn one after the other."""

    def __init__(self) -> None:
        self._label = ""
        self._bar: Any = None
        self._done = 0

    def __call__(self, label: str, done: int, total: int) -> None:
        if label != self._label:
            self.close()
            self._label, self._done = label, 0
            self._bar = click.progressbar(length=total, label=f"{label:<24}", width=30, show_eta=False)
            self._bar.__enter__()
        self._bar.update(done - self._done)
        self._done = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


@contextmanager
def show_progress() -> Iterator[Bars]:
    bars = Bars()
    try:
        yield bars
    finally:
        bars.close()
