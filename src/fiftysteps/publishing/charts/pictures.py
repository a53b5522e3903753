"""Pictures that were drawn, kept by what their charts say: a page takes one that is there, and never waits for one."""

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from fiftysteps.publishing.charts.drawing import Picture, draw_picture
from fiftysteps.publishing.charts.specs import Chart, dump_chart, get_key, read_chart

# Below this many charts, starting other processes takes longer than they would save.
LEAST_FOR_PROCESSES = 20

type Progress = Callable[[int, int], None]


def get_picture(chart: Chart) -> Picture | None:
    """Return the picture of `chart` if it has been drawn, else None. It never draws."""
    key = get_key(chart)
    if not is_drawn(key):
        return None
    wide, narrow = _read(key, get_folder())
    return Picture(key, chart.title, chart.subtitle, wide, narrow)


def draw_pictures(charts: Iterable[Chart], progress: Progress = lambda done, total: None) -> int:
    """Draw the charts that have no picture yet, on every core. Returns how many there were."""
    texts = {key: dump_chart(chart) for chart in charts if not is_drawn(key := get_key(chart))}
    for done, picture in enumerate(_draw_all(list(texts.values())), start=1):
        keep_picture(picture)
        progress(done, len(texts))
    return len(texts)


def _draw_all(texts: list[str]) -> Iterator[Picture]:
    if len(texts) < LEAST_FOR_PROCESSES:
        yield from map(_draw, texts)
        return
    # Spawned, not forked: the query engine's threads would not survive a fork. Drawing needs no models.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)), mp_context=context) as pool:
        yield from pool.map(_draw, texts, chunksize=4)


def _draw(text: str) -> Picture:
    return draw_picture(read_chart(text))


def keep_picture(picture: Picture) -> None:
    """Write both drawings, each whole or not at all; the narrow one last, since a picture is there when that is."""
    for name, svg in (("wide", picture.wide), ("narrow", picture.narrow)):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=get_folder(), delete=False) as file:
            file.write(svg)
        # Temporary files are their owner's alone; the one who serves the page may be another.
        Path(file.name).chmod(0o644)
        Path(file.name).replace(_get_path(picture.key, name, get_folder()))


def get_folder() -> Path:
    """Return the folder of the pictures, made where it is not there yet."""
    folder = Path(settings.DATA_DIR) / "charts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _get_path(key: str, name: str, folder: Path) -> Path:
    return folder / f"{key}-{name}.svg"


def is_drawn(key: str) -> bool:
    """Whether the pictures of the chart with this key are kept."""
    return _get_path(key, "narrow", get_folder()).is_file()


# What a key names never changes. Some hundreds of pictures of ten kilobytes each.
@lru_cache(maxsize=500)
def _read(key: str, folder: Path) -> tuple[str, str]:
    wide, narrow = (_get_path(key, name, folder).read_text(encoding="utf-8") for name in ("wide", "narrow"))
    return wide, narrow
