"""The indicators of the benchmark, and whether what was built of them is what was published.

`prepare` makes the database and the definitions; `check` stops where a figure is another.
"""

import sys
from typing import Any

CENSUS = {
    "asian-residents": ("ethnicity21_lsoa21", "Ethnicity", "Asian, Asian British or Asian Welsh"),
    "black-residents": (
        "ethnicity21_lsoa21",
        "Ethnicity",
        "Black, Black British, Black Welsh, Caribbean or African",
    ),
    "muslim-residents": ("religion21_lsoa21", "Religion", "Muslim"),
    "no-religion": ("religion21_lsoa21", "Religion", "No religion"),
    "disabled-residents": ("disability21_lsoa21_ew", "Disability", "Disabled under the Equality Act"),
}
ESTIMATE = "population20_ltla21"
# Census 2021 (sums of the published small areas, as the demonstration's reviewed files hold them), and the population
# estimates for the middle of 2020, which the Office for National Statistics published for the three places.
PUBLISHED = {
    ("disabled-residents", "E09000025"): (42_039, 351_060),
    ("disabled-residents", "E12000007"): (1_164_460, 8_799_813),
    ("disabled-residents", "E92000001"): (9_774_486, 56_490_046),
    ("aged-65-and-over", "E09000025"): (27_964, 355_266),
    ("aged-65-and-over", "E12000007"): (1_098_453, 9_002_488),
    ("aged-65-and-over", "E92000001"): (10_464_019, 56_550_138),
}


def main(what: str) -> None:
    from fiftysteps.config.cli import set_up

    set_up(None)
    if what == "prepare":
        from fiftysteps.config.prepare import prepare_database

        prepare_database()
        for slug, recipe in list_recipes():
            define(slug, recipe)
    else:
        check()


def list_recipes() -> list[tuple[str, dict[str, Any]]]:
    """Five shares of residents by small area, everybody by ethnicity, and a share by authority."""
    levels = ["lsoa", "ward", "borough", "icb", "region", "country"]
    index = {
        "dataset": "imd2025_england_lsoa21",
        "by": ["national-tenths", "national-fifths", "local-fifths"],
        "tenth": "imd_decile",
        "rank": "imd_rank",
    }
    found = []
    for slug, (dataset, kind, group) in CENSUS.items():
        part = {"dataset": dataset, "measure": "residents"}
        chosen = part | {"where": {"group_type": kind, "group": [group]}}
        recipe = {"numerator": chosen, "denominator": part, "areas": "lsoa", "levels": levels, "deprivation": index}
        found.append((slug, recipe))
    part = {"dataset": ESTIMATE, "measure": "residents"}
    old = part | {"where": {"age": [*map(str, range(65, 90)), "90+"]}}
    above = {"areas": "borough", "levels": ["borough", "region", "country"]}
    return [*found, ("aged-65-and-over", {"numerator": old, "denominator": part} | above)]


def define(slug: str, recipe: dict[str, Any]) -> None:
    from fiftysteps.evidence.models import Indicator

    said = {"unit": "%", "decimals": 1, "polarity": "none", "kind": "demographic", "method": "proportion"}
    said |= {"name": slug, "plain_name": slug, "definition": slug, "nature": "illustrative"}
    Indicator.objects.create(slug=slug, recipe=recipe, **said)


def check() -> None:
    from fiftysteps.evidence.models import Build
    from fiftysteps.evidence.queries.observations import get_area_observations

    if Build.objects.count() != len(CENSUS) + 1:
        raise SystemExit(f"{Build.objects.count()} indicators were built, not {len(CENSUS) + 1}")
    for (slug, area), wanted in PUBLISHED.items():
        rows = [row for row in get_area_observations(area) if row.indicator == slug and not row.group]
        found = [(row.count, row.denominator) for row in rows]
        if found != [wanted]:
            raise SystemExit(f"{slug} in {area} is {found}, not {wanted}")


if __name__ == "__main__":
    main(*sys.argv[1:])
