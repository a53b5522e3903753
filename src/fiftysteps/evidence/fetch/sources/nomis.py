"""Nomis: censuses, population estimates and the labour market, by area.

A guest gets 25,000 rows at a time, and no more without a word: each row says how many there are in all, so the rest is
asked for until that number is reached.
"""

import csv
import shutil
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from fiftysteps.evidence.fetch.expected import EmptyError, Table
from fiftysteps.evidence.fetch.faults import RefusedError
from fiftysteps.evidence.fetch.gathering import Gatherer, GetJson, Page
from fiftysteps.evidence.fetch.source import OPEN_GOVERNMENT, Parameter, Source, Values

COUNT: Final = "RECORD_COUNT"


def _build(source: Source, values: Values, get_json: GetJson) -> str:
    query = {name: value for name, value in values.items() if name != "dataset"}
    chosen = query.get("select", "")
    if chosen and COUNT not in chosen.upper().split(","):
        # Without the count in each row nobody could tell whether all of them came.
        query["select"] = f"{chosen},{COUNT.lower()}"
    return f"{source.base}{values['dataset']}.data.csv?{urlencode(query, safe=',')}"


def gather_rows(gatherer: Gatherer, address: str, target: Path) -> Page:
    """Fetch page after page and put their rows below one heading."""
    page = gatherer.get(address, target)
    rows = gatherer.source.expected.check(target, page.kind)
    heading, total = _read_count(target)
    while rows < total:
        with gatherer.open_page() as more:
            rows += _get_more(gatherer, f"{address}&RecordOffset={rows}", more, (rows, total))
            _append(more, target, heading)
    if rows != total:
        raise RefusedError(f"Nomis gave {rows:,} rows, where it has {total:,}.")
    return Page(address, page.kind, rows=rows)


def _get_more(gatherer: Gatherer, address: str, more: Path, so_far: tuple[int, int]) -> int:
    page = gatherer.get(address, more)
    try:
        return gatherer.source.expected.check(more, page.kind)
    except EmptyError:
        raise RefusedError(f"Nomis gave {so_far[0]:,} rows and then no more, where it has {so_far[1]:,}.") from None


def _read_count(path: Path) -> tuple[list[str], int]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        heading, first = next(rows), next(rows)
    said = dict(zip(heading, first, strict=False))[COUNT]
    if not said.isdecimal():
        raise RefusedError(f"Nomis does not say how many rows there are, but {said!r}.")
    return heading, int(said)


def _append(more: Path, target: Path, heading: list[str]) -> None:
    """Copy the rows below the heading, which is one line in every answer of Nomis."""
    with more.open("rb") as page, target.open("ab") as file:
        found = next(csv.reader([page.readline().decode("utf-8-sig")]))
        if found != heading:
            raise RefusedError("Nomis gave pages with different headings; it may have changed meanwhile. Fetch again.")
        shutil.copyfileobj(page, file)


NOMIS: Final = Source(
    name="nomis",
    title="Nomis, rows of a dataset",
    licence=OPEN_GOVERNMENT,
    base="https://www.nomisweb.co.uk/api/v01/dataset/",
    parameters=(
        Parameter("dataset", "the name of a dataset, such as NM_2021_1", r"NM_[0-9]{1,5}_[0-9]{1,3}", needed=True),
        Parameter("geography", "areas or a type of area, such as E09000025 or TYPE154", r"[A-Za-z0-9,.]{1,4000}"),
    ),
    # Each dataset has dimensions of its own, so any name is passed on, with what Nomis writes its codes in.
    free=r"[A-Za-z0-9_,.\-]{1,4000}",
    refused={
        "uid": "uid is a key to an account: it would stand in addresses and files, and is not needed",
        "recordoffset": "recordoffset is set by fetch, which asks for page after page",
        "recordlimit": "recordlimit would leave rows out",
    },
    build=_build,
    gather=gather_rows,
    expected=Table(("OBS_VALUE", COUNT)),
    example="fetch nomis dataset=NM_2021_1 geography=E09000025 measures=20100",
)
