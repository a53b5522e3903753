"""The data dictionary says of each indicator what it is and what is held of it."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from fiftysteps.evidence.dictionary_output import get_csv, get_markdown
from fiftysteps.evidence.models import Release
from fiftysteps.evidence.models.indicator import STANDARD_NAMES
from fiftysteps.evidence.queries.dictionary import DictionaryEntry, get_dictionary
from fiftysteps.stats import get_standard
from tests.builders import make_area, make_indicator
from tests.evidence.numbers import BECKTON, ENGLAND, NEWHAM, observe, release_observations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def find(slug: str = "overcrowding") -> DictionaryEntry:
    return next(entry for entry in get_dictionary() if entry.slug == slug)


def test_entry_says_what_the_indicator_is() -> None:
    make_indicator(
        slug="overcrowding",
        method="directly-standardised-rate",
        standard_population="esp2013",
        benchmark=make_area(code=ENGLAND, name="England", type="country"),
        caveats="Only at the census.",
    )
    entry = find()
    assert entry.method == "Directly standardised rate, with the interval of Dobson and Byar"
    assert entry.standard_population == get_standard("esp2013").name
    assert (entry.benchmark, entry.polarity, entry.unit) == ("England", "Lower is better", "%")
    assert (entry.caveats, entry.is_built) == ("Only at the census.", False)


@pytest.mark.parametrize("name", list(STANDARD_NAMES))
def test_standard_population_is_called_what_the_statistics_call_it(name: str) -> None:
    assert STANDARD_NAMES[name] == get_standard(name).name


def test_entry_says_which_periods_groups_and_areas_have_values() -> None:
    make_indicator(slug="overcrowding")
    release_observations(
        [
            observe(period="2021"),
            observe(period="2011", area=BECKTON),
            observe(period="2021", group_type="sex", group="Female", area=ENGLAND),
            observe(None, period="2001"),
            observe(indicator="another", period="1991"),
        ]
    )
    entry = find()
    assert entry.periods == ("2011", "2021")
    assert entry.groups == ("sex",)
    assert entry.areas == ("country", "local authority", "ward")
    assert entry.newest_release == Release.objects.get().taken_in.date()


def test_indicator_of_which_nothing_is_held_is_there_too() -> None:
    make_indicator(slug="overcrowding", recipe={"numerator": {}})
    entry = find()
    assert (entry.periods, entry.areas, entry.newest_release, entry.is_built) == ((), (), None, True)


def test_archived_indicator_is_not_in_it() -> None:
    make_indicator(slug="overcrowding", archived=True)
    assert get_dictionary() == ()


def test_table_has_a_row_for_each_indicator_and_starts_no_formula() -> None:
    make_indicator(slug="overcrowding", definition="=1+1", caveats="Two\nlines")
    release_observations([observe(period="2011"), observe(period="2021", area=NEWHAM)])
    (row,) = csv.DictReader(io.StringIO(get_csv(get_dictionary())))
    assert (row["id"], row["definition"], row["caveats"]) == ("overcrowding", "'=1+1", "Two lines")
    assert row["periods"] == "2011; 2021"


def test_page_has_a_section_for_each_indicator_and_leaves_empty_lines_out() -> None:
    make_indicator(slug="overcrowding")
    page = get_markdown(get_dictionary())
    assert "## Overcrowding (`overcrowding`)" in page
    assert "* **Unit:** %" in page
    assert "Benchmark" not in page
