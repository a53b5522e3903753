"""A release that changes what a finding says opens a movement, and a person closes it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import AuditEntry, Role
from fiftysteps.config.roles import set_up_roles
from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.actions.add_release import add_release
from fiftysteps.evidence.actions.look_at_movement import look_at_movement
from fiftysteps.evidence.actions.notice_movements import notice_movements, see_finding
from fiftysteps.evidence.models import Dataset, Finding, Movement, SeenFigure, Standing
from fiftysteps.evidence.observations import make_observation_table
from fiftysteps.evidence.queries.statement import get_statement
from tests.builders import make_area, make_finding, make_indicator, make_user
from tests.evidence.numbers import ENGLAND, observe

pytestmark = pytest.mark.django_db
REASON = "It is still far above England."


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def finding() -> Finding:
    release(40.5)
    indicator = make_indicator(slug="overcrowding", plain_name="Homes with too few bedrooms", decimals=1)
    england = make_area(code=ENGLAND, name="England", type="country")
    found = make_finding(slug="need-overcrowding", indicator=indicator, comparator=england)
    see_finding(found)
    return found


def release(value: float | None, *, england: float = 36.6, width: float = 1.0, newer: float | None = None) -> None:
    """A release with these figures for Newham and England, in place of the one before."""
    bounds = {} if value is None else {"lower_95": value - width, "upper_95": value + width}
    rows = [observe(value, **bounds), observe(england, area=ENGLAND)]
    rows += [observe(newer, period="2022")] if newer is not None else []
    dataset, _ = Dataset.objects.get_or_create(slug="census-2021", defaults={"title": "Census", "nature": "real"})
    add_release(dataset, "observations", make_observation_table(rows))


def get_open() -> Movement:
    return Movement.objects.get(looked_at__isnull=True)


def test_nothing_moves_while_the_figures_are_the_same(finding: Finding) -> None:
    release(40.5)
    assert notice_movements().moved == ()


def test_a_figure_that_rounds_to_the_same_has_not_moved(finding: Finding) -> None:
    release(40.5049)
    assert notice_movements().moved == ()


def test_another_value_moves_the_finding_and_keeps_its_conclusion(finding: Finding) -> None:
    release(41.0)
    (movement,) = notice_movements().moved
    assert movement.finding == finding
    assert not movement.is_conclusion_changed
    assert get_statement(finding).changes == (
        "The figure was 40.5%, and is now 41.0%.",
        "It was likely between 39.5% and 41.5%, and is now likely between 40.0% and 42.0%.",
    )


def test_a_class_that_changes_is_a_conclusion_that_changes(finding: Finding) -> None:
    release(37.0)
    (movement,) = notice_movements().moved
    assert movement.is_conclusion_changed
    assert get_statement(finding).changes[0] == (
        "It was significantly worse than England (36.6%), and is now similar to England (36.6%)."
    )


def test_a_comparator_that_moves_moves_the_finding(finding: Finding) -> None:
    release(40.5, england=40.4)
    (movement,) = notice_movements().moved
    assert movement.is_conclusion_changed


def test_a_figure_that_is_gone_changes_the_conclusion(finding: Finding) -> None:
    release(None)
    (movement,) = notice_movements().moved
    assert movement.is_conclusion_changed
    assert get_statement(finding).changes == ("The figure 40.5% is no longer held.",)


def test_a_newer_period_says_that_a_newer_figure_is_held(finding: Finding) -> None:
    release(40.5, newer=43.0)
    (movement,) = notice_movements().moved
    assert not movement.is_conclusion_changed
    assert get_statement(finding).changes == ("A newer figure is held: 43.0% in 2022.",)


def test_a_trend_that_turns_is_a_conclusion_that_changes(finding: Finding) -> None:
    def put(*values: float) -> None:
        years = range(2021 - len(values) + 1, 2022)
        rows = [
            observe(value, period=str(year), lower_95=value - 0.5, upper_95=value + 0.5)
            for year, value in zip(years, values, strict=True)
        ]
        dataset = Dataset.objects.get(slug="census-2021")
        add_release(dataset, "observations", make_observation_table([*rows, observe(36.6, area=ENGLAND)]))

    put(32.0, 34.0, 36.0, 38.5, 40.5)
    notice_movements()
    movement = get_open()
    assert movement.is_conclusion_changed
    assert movement.after["trend"] == "increasing, getting worse"
    look_at_movement(make_analyst(), movement, seen=movement.digest, standing=Standing.STANDS, reason=REASON)
    put(48.0, 46.0, 44.0, 42.0, 40.5)
    notice_movements()
    assert get_statement(finding).changes == (
        "Its recent trend was increasing, getting worse, and is now decreasing, getting better.",
    )


def test_noticing_twice_opens_one_movement(finding: Finding) -> None:
    release(41.0)
    notice_movements()
    assert notice_movements().moved == ()
    assert Movement.objects.count() == 1


def test_a_figure_that_moves_again_is_compared_with_what_was_seen_not_with_what_came_between(finding: Finding) -> None:
    release(41.0)
    notice_movements()
    release(42.0)
    notice_movements()
    assert Movement.objects.count() == 1
    assert get_statement(finding).changes[0] == "The figure was 40.5%, and is now 42.0%."


def test_a_figure_that_goes_back_has_not_moved(finding: Finding) -> None:
    release(41.0)
    notice_movements()
    release(40.5)
    assert notice_movements().back == 1
    assert get_statement(finding).movement is None


def test_a_finding_that_is_edited_to_be_of_another_figure_counts_as_seen(finding: Finding) -> None:
    release(41.0, newer=43.0)
    notice_movements()
    Finding.objects.filter(pk=finding.pk).update(period="2022")
    assert notice_movements().moved == ()
    assert not Movement.objects.filter(looked_at__isnull=True).exists()


def test_an_archived_finding_does_not_move(finding: Finding) -> None:
    Finding.objects.filter(pk=finding.pk).update(archived=True)
    release(41.0)
    assert notice_movements().moved == ()


def test_who_has_looked_closes_the_movement_and_it_is_seen(finding: Finding) -> None:
    release(41.0)
    notice_movements()
    analyst = make_analyst()
    movement = get_open()
    look_at_movement(analyst, movement, seen=movement.digest, standing=Standing.STANDS, reason=REASON)
    closed = Movement.objects.get()
    assert (closed.looked_at_by, closed.standing, closed.reason) == (analyst, "stands", REASON)
    assert SeenFigure.objects.get(finding=finding).state == closed.after
    assert notice_movements().moved == ()
    assert AuditEntry.objects.filter(action="look-at-movement", user=analyst).count() == 1


def test_a_figure_that_moved_while_the_page_was_open_is_looked_at_once_more(finding: Finding) -> None:
    release(41.0)
    notice_movements()
    seen = get_open().digest
    release(37.0)
    notice_movements()
    with pytest.raises(PersonError, match="moved again while this page was open"):
        look_at_movement(make_analyst(), get_open(), seen=seen, standing=Standing.STANDS, reason=REASON)
    assert Movement.objects.filter(looked_at__isnull=True).count() == 1


def test_nobody_looks_twice(finding: Finding) -> None:
    release(41.0)
    notice_movements()
    movement = get_open()
    analyst = make_analyst()
    look_at_movement(analyst, movement, seen=movement.digest, standing=Standing.STANDS, reason=REASON)
    with pytest.raises(PersonError, match="Somebody has looked at this already"):
        look_at_movement(analyst, movement, seen=movement.digest, standing=Standing.REWRITTEN, reason=REASON)
    assert Movement.objects.get().standing == "stands"


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ANALYST, Role.ADMINISTRATOR}])
def test_others_cannot_say_that_it_stands(finding: Finding, role: Role) -> None:
    release(41.0)
    notice_movements()
    movement = get_open()
    with pytest.raises(PermissionDenied):
        look_at_movement(make_user(role=role), movement, seen=movement.digest, standing=Standing.STANDS, reason=REASON)
    assert get_open() == movement


def make_analyst() -> Any:
    user = make_user(role=Role.ANALYST)
    set_up_roles()
    return type(user).objects.get(pk=user.pk)
