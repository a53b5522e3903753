"""Write counts of every small area of England as releases, or compute standardised rates from those written.

`make FOLDER` writes, `rates FOLDER [SEX …]` computes and prints what it took as an object.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

AREAS, SEXES, YEARS = 33_755, ("Female", "Male"), range(2017, 2022)
AGES = ("0-4", *(f"{age}-{age + 4}" for age in range(5, 90, 5)), "90+")
# Far enough apart that no two fall into one group of rows.
CHECKED = (0, 777, 16_000, AREAS - 1)


def main(what: str, folder: str, *sexes: str) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "fiftysteps.config.lean_settings", "FIFTYSTEPS_DATA": folder}
    from fiftysteps.config.secrets import make_keys

    make_keys(Path(folder))
    import django

    django.setup()
    if what == "make":
        for measure in ("deaths", "people"):
            write(measure, Path(folder))
    else:
        print(json.dumps(compute(Path(folder), sexes)))


def draw(measure: str) -> np.ndarray:
    """Numbers of shape (areas, years, sexes, ages): few deaths, rising with age, among some dozens of people."""
    generator = np.random.default_rng(len(measure))
    shape = (AREAS, len(YEARS), len(SEXES), len(AGES))
    if measure == "people":
        return generator.integers(20, 90, shape)
    return generator.poisson(np.geomspace(0.02, 6, len(AGES)), shape)


def write(measure: str, folder: Path) -> None:
    from fiftysteps.evidence.counts import COUNT_SCHEMA
    from fiftysteps.evidence.store import write_table

    counts = draw(measure)
    labels = {
        "area": [f"E01{number:06}" for number in range(AREAS)],
        "period": [str(year) for year in YEARS],
        "sex": list(SEXES),
        "age": list(AGES),
    }
    columns = {name: spread(texts, axis, counts.shape) for axis, (name, texts) in enumerate(labels.items())}
    columns |= {name: pa.repeat("", counts.size) for name in ("group_type", "group")}
    columns |= {"measure": pa.repeat(measure, counts.size), "count": pa.array(counts.ravel().astype(float))}
    table = pa.table([columns[name] for name in COUNT_SCHEMA.names], schema=COUNT_SCHEMA)
    (folder / measure).write_text(write_table("counts", table).file_name, "ascii")


def spread(texts: list[str], axis: int, shape: tuple[int, ...]) -> pa.Array:
    places = np.broadcast_to(np.arange(len(texts)).reshape([-1 if at == axis else 1 for at in range(4)]), shape)
    return pa.DictionaryArray.from_arrays(pa.array(places.ravel().astype(np.int32)), pa.array(texts)).cast(pa.string())


def compute(folder: Path, sexes: tuple[str, ...]) -> dict[str, float]:
    begun = time.perf_counter()
    from fiftysteps.evidence.building.computing import Computing
    from fiftysteps.evidence.building.inputs import Input
    from fiftysteps.evidence.building.recipe import get_recipe
    from fiftysteps.evidence.building.shelf import Shelf
    from fiftysteps.evidence.building.wanted import Wanted

    inputs = {
        (name, "counts"): Input(name, "counts", "", (folder / name).read_text("ascii"), name, "", "", "real", "high")
        for name in ("deaths", "people")
    }
    shelf, found = Shelf(inputs), {}
    for sex in sexes or ("",):
        where = {"where": {"sex": sex}} if sex else {}
        parts = {name: {"dataset": name, "measure": name} | where for name, _ in inputs}
        recipe = {"numerator": parts["deaths"], "denominator": parts["people"], "areas": "lsoa", "levels": ["lsoa"]}
        wanted = Wanted(get_recipe(recipe), "directly-standardised-rate", 100_000.0, "esp2013")
        found[sex] = list(Computing(wanted, shelf).run())
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for sex, figures in found.items():
        check(figures, SEXES.index(sex) if sex else slice(None))
    rates = sum(len(each.areas) for figures in found.values() for each in figures)
    counts = AREAS * len(YEARS) * len(SEXES) * len(AGES)
    return {"seconds": seconds, "memory": memory, "rates": rates, "counts": counts}


def check(figures: list, sex: int | slice) -> None:
    """Stop unless the rates of some areas are those that one gets one by one from the numbers drawn."""
    from fiftysteps.stats import directly_standardised_rate, get_standard

    deaths, people = (draw(name)[list(CHECKED)][:, :, sex] for name in ("deaths", "people"))
    if isinstance(sex, slice):
        deaths, people = deaths.sum(axis=2), people.sum(axis=2)
    standard = np.array(get_standard("esp2013").people, float)
    for year, each in enumerate(figures):
        for place, area in enumerate(CHECKED):
            wanted = directly_standardised_rate(deaths[place, year], people[place, year], standard)
            at = np.flatnonzero(each.areas == f"E01{area:06}")[0]
            for ours, theirs in (
                (each.estimates.value, wanted.value),
                (each.estimates.lower, wanted.intervals[0.95].lower),
                (each.estimates.upper, wanted.intervals[0.95].upper),
            ):
                if not np.isclose(ours[at], theirs[0], rtol=1e-12, atol=0, equal_nan=True):
                    raise SystemExit(f"area {area}, {each.period}: {ours[at]} is not {theirs[0]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
