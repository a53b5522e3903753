"""What changed is computed again, nothing else is, and each indicator whole or not at all."""

from pathlib import Path
from typing import Any

import pytest

from fiftysteps.accounts.models import AuditEntry
from fiftysteps.core.errors import PersonError
from fiftysteps.evidence import store
from fiftysteps.evidence.actions import build_indicator as action
from fiftysteps.evidence.actions.build_indicators import Outcome, plan_builds, run_builds
from fiftysteps.evidence.building import cells, fingerprint, shelf
from fiftysteps.evidence.models import Area, Build, Dataset, Indicator, Release
from fiftysteps.evidence.queries.observations import get_every_observation
from tests.evidence.building.counting import (
    SMALL,
    make_areas,
    make_built,
    make_homes,
    make_recipe,
    release_counts,
    release_index,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    make_areas()
    release_counts(make_homes())


def build(*names: str, **options: Any) -> dict[str, Outcome]:
    return {built.indicator: built.outcome for built in run_builds(plan_builds(names, **options))}


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every reading of a data file fail."""

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a data file was read")

    for place, names in (
        (cells, ["sum_counts"]),
        (shelf, ["list_divisions", "read_columns"]),
        (store.reading, ["_run"]),
    ):
        for name in names:
            monkeypatch.setattr(place, name, refuse)


def test_built_figures_are_a_release_of_a_dataset_of_their_own_with_an_audit_entry() -> None:
    indicator = make_built()

    build()

    release = Release.objects.get(dataset__slug="built-crowding")
    assert (release.table, release.period, release.replaced_by, release.layout) == (
        "observations",
        "2021",
        None,
        "built",
    )
    assert release.geography == "E01, E05, E09"
    assert indicator.build.release == release
    entry = AuditEntry.objects.get(action="build-indicator")
    assert entry.object_key == f"evidence.indicator:{indicator.pk}"


def test_second_run_with_nothing_changed_reads_no_data_file(monkeypatch: pytest.MonkeyPatch) -> None:
    make_built()
    assert build() == {"crowding": Outcome.BUILT}
    forbid(monkeypatch)
    assert build() == {"crowding": Outcome.UNCHANGED}
    with pytest.raises(AssertionError, match="a data file was read"):
        build(rebuild=True)


def test_new_release_of_counts_rebuilds_only_what_is_computed_from_it() -> None:
    release_counts(make_homes(), dataset="other")
    parts = {
        name: {"dataset": "other", "measure": measure}
        for name, measure in (("numerator", "crowded"), ("denominator", "homes"))
    }
    make_built()
    make_built(slug="elsewhere", recipe=make_recipe(**parts))
    build()

    release_counts(make_homes(**{SMALL[0]: 99}), dataset="other")

    assert build() == {"crowding": Outcome.UNCHANGED, "elsewhere": Outcome.BUILT}
    found = {row.area: row.value for row in get_every_observation("elsewhere")}
    assert found[SMALL[0]] == 99


def test_new_release_of_the_index_rebuilds_only_what_is_divided_by_it() -> None:
    release_index(dict.fromkeys(SMALL, (1.0, 1.0)))
    make_built()
    index = {"dataset": "index", "tenth": "imd_decile", "by": ["national-tenths"]}
    make_built(slug="by-tenth", recipe=make_recipe(deprivation=index))
    build()

    release_index(dict.fromkeys(SMALL, (2.0, 1.0)))

    assert build() == {"by-tenth": Outcome.BUILT, "crowding": Outcome.UNCHANGED}
    assert {row.group for row in get_every_observation("by-tenth") if row.group_type} == {"2"}


def test_area_that_moves_rebuilds() -> None:
    make_built()
    build()
    Area.objects.filter(code=SMALL[0]).update(parent=Area.objects.get(code="E05013905"))
    assert build() == {"crowding": Outcome.BUILT}


@pytest.mark.parametrize(
    "change", [{"unit": "per 1,000 homes"}, {"decimals": 2}, {"recipe": make_recipe(levels=["ward"])}]
)
def test_definition_that_changes_rebuilds(change: dict[str, Any]) -> None:
    indicator = make_built()
    build()
    Indicator.objects.filter(pk=indicator.pk).update(**change)
    assert build() == {"crowding": Outcome.BUILT}


def test_new_words_do_not_rebuild() -> None:
    indicator = make_built()
    build()
    Indicator.objects.filter(pk=indicator.pk).update(plain_name="Homes that are too small")
    assert build() == {"crowding": Outcome.UNCHANGED}


def test_new_version_of_the_method_rebuilds_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    make_built()
    build()
    monkeypatch.setattr(fingerprint, "METHOD_VERSION", fingerprint.METHOD_VERSION + 1)
    assert build() == {"crowding": Outcome.BUILT}


def test_what_is_said_of_the_source_is_said_of_the_figures_after_it_changed() -> None:
    make_built()
    build()
    Dataset.objects.filter(slug="homes").update(source_title="Census 2021")
    assert build() == {"crowding": Outcome.BUILT}
    assert {row.source_title for row in get_every_observation("crowding")} == {"Computed from: Census 2021"}


def test_rebuilding_the_same_makes_no_new_release() -> None:
    make_built()
    build()
    before = Release.objects.count()
    assert build(rebuild=True) == {"crowding": Outcome.BUILT}
    assert Release.objects.count() == before


def test_only_what_is_asked_for_is_built() -> None:
    make_built()
    make_built(slug="other")
    assert build("other") == {"other": Outcome.BUILT}


def test_name_that_is_no_built_indicator_is_refused_with_the_nearest() -> None:
    make_built()
    with pytest.raises(PersonError, match=r'"crowdign" is no indicator that is built from counts \(did you mean "crow'):
        plan_builds(["crowdign"])


def test_one_that_is_refused_stops_no_other_and_keeps_what_it_had() -> None:
    indicator = make_built()
    make_built(slug="zebra")
    build()
    Indicator.objects.filter(pk=indicator.pk).update(recipe=make_recipe(numerator={"dataset": "homes", "measure": "x"}))
    Indicator.objects.filter(slug="zebra").update(decimals=3)
    assert build() == {"crowding": Outcome.REFUSED, "zebra": Outcome.BUILT}
    assert len(get_every_observation("crowding")) > 5


def test_what_was_built_stays_when_the_run_is_interrupted() -> None:
    make_built()
    make_built(slug="zebra")
    running = run_builds(plan_builds())
    assert next(running).indicator == "crowding"
    # What follows is never asked for, as where somebody stops the command.
    del running
    assert build() == {"crowding": Outcome.UNCHANGED, "zebra": Outcome.BUILT}


def test_nothing_is_half_done_when_writing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    make_built()

    def fail(*arguments: object) -> None:
        raise RuntimeError("no room left")

    monkeypatch.setattr(action, "record_audit", fail)
    with pytest.raises(RuntimeError, match="no room left"):
        build()
    assert not Build.objects.exists()
    assert not Release.objects.filter(dataset__slug="built-crowding").exists()


def test_indicator_that_loses_its_recipe_loses_what_was_computed() -> None:
    indicator = make_built()
    build()
    Indicator.objects.filter(pk=indicator.pk).update(recipe={})
    assert build() == {"crowding": Outcome.WITHDRAWN}
    assert get_every_observation("crowding") == ()
    assert Release.objects.filter(dataset__slug="built-crowding").count() == 2
    assert build() == {}


def test_recipe_that_comes_back_is_built_again() -> None:
    indicator = make_built()
    build()
    Indicator.objects.filter(pk=indicator.pk).update(archived=True)
    assert build() == {"crowding": Outcome.WITHDRAWN}
    Indicator.objects.filter(pk=indicator.pk).update(archived=False)
    assert build() == {"crowding": Outcome.BUILT}
    assert len(get_every_observation("crowding")) > 5
