"""Who took part against who lives here: the figures by hand, and what is hidden."""

import pytest
from django.utils import timezone

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.count_turnout import count_all_turnouts, count_turnout, refresh_turnout
from fiftysteps.engagement.actions.publish_turnout import publish_turnout
from fiftysteps.engagement.models import (
    Community,
    Exercise,
    ListeningSession,
    PublishedTurnout,
    ReachTarget,
    Response,
    SessionCount,
    Standing,
)
from fiftysteps.engagement.queries.margins import Margin
from fiftysteps.engagement.queries.turnout import get_turnout
from tests.builders import make_user
from tests.listening import DAY, make_exercise, make_officer, send

pytestmark = pytest.mark.django_db
SEXES = Margin({"female": 600, "male": 400}, {"female": "Female", "male": "Male"}, "A census")
AGES = Margin({"16-24": 100, "25-34": 800, "65-plus": 100}, {"16-24": "16", "25-34": "25", "65-plus": "65"}, "A census")
EMPTY = Margin({}, {}, "")


@pytest.fixture(autouse=True)
def margins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place of a thousand people, of whom the census says their sex and age."""
    held = {"sex": SEXES, "age": AGES}
    monkeypatch.setattr("fiftysteps.engagement.queries.turnout.get_margin", lambda area, name: held.get(name, EMPTY))


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(crossings="")


def answer(exercise: Exercise, *, sex: str, age: str, times: int) -> None:
    for _ in range(times):
        send(exercise, about={"sex": sex, "age": age})


def test_the_figures_are_those_worked_out_by_hand(exercise: Exercise) -> None:
    answer(exercise, sex="female", age="25-34", times=60)
    answer(exercise, sex="male", age="25-34", times=30)
    answer(exercise, sex="male", age="65-plus", times=10)
    count_turnout(exercise)
    rows = {row.key: row for part in get_turnout(exercise).parts for row in part.rows}
    female, young = rows["sex:female"], rows["age:16-24"]
    # 60 of 100 who told, 600 of 1,000 who live here.
    assert (female.people, female.census, female.share, female.census_share) == (60, 600, 0.6, 0.6)
    assert female.ratio == pytest.approx(1.0)
    # Wilson, 60 of 100: 0.5020 to 0.6906, over 0.6.
    assert (female.lower, female.upper) == (pytest.approx(0.83668, abs=1e-4), pytest.approx(1.15106, abs=1e-4))
    # 10 of 100 would be young; nobody came: 0.9 to the power of 100, times the five categories that are looked at.
    assert (young.people, young.expected, young.ratio) == (0, pytest.approx(10), 0)
    assert young.is_unheard
    assert 5 * 0.9**100 < 0.05
    assert [row.key for row in get_turnout(exercise).unheard] == ["age:16-24"]


def test_the_parts_of_unevenness_of_a_variable_add_up_to_all_of_it(exercise: Exercise) -> None:
    answer(exercise, sex="female", age="25-34", times=60)
    answer(exercise, sex="male", age="65-plus", times=10)
    count_turnout(exercise)
    for part in get_turnout(exercise).parts:
        if part.rows:
            assert sum(row.unevenness or 0 for row in part.rows) == pytest.approx(1)
            assert part.r is not None
            assert part.r <= 1


def test_people_responses_and_contacts_are_three_numbers(exercise: Exercise) -> None:
    send(exercise)
    send(exercise, capacities=("works",))
    send(exercise, organisation="A club", capacities=("organisation",))
    repeat = send(exercise)
    Response.objects.filter(pk=repeat.pk).update(standing=Standing.REPEAT)
    gone = send(exercise)
    Response.objects.filter(pk=gone.pk).update(standing=Standing.ERASED)
    ListeningSession.objects.create(
        exercise=exercise, kind="outreach", title="A stall", place="The market", held_on=timezone.localdate(),
        present=80, took_part=12, recorded_by=make_user(),
    )  # fmt: skip
    count_turnout(exercise)
    view = get_turnout(exercise)
    assert (view.people, view.responses, view.contacts, view.residents) == (14, 4, 80, 13)


def test_whoever_does_not_live_here_is_not_in_who_took_part(exercise: Exercise) -> None:
    send(exercise, about={"sex": "male"}, capacities=("works",))
    count_turnout(exercise)
    assert all(row.people == 0 for part in get_turnout(exercise).parts for row in part.rows)


def test_a_session_with_a_community_counts(exercise: Exercise) -> None:
    answer(exercise, sex="female", age="25-34", times=100)
    count_turnout(exercise)
    assert "age:16-24" in [row.key for row in get_turnout(exercise).unheard]
    session = ListeningSession.objects.create(
        exercise=exercise, kind="focus-group", title="Youth club", place="The hall", held_on=timezone.localdate(),
        present=30, took_part=20, recorded_by=make_user(),
    )  # fmt: skip
    SessionCount.objects.create(session=session, variable="age", category="16-24", people=20)
    assert count_turnout(exercise)
    row = next(row for part in get_turnout(exercise).parts for row in part.rows if row.key == "age:16-24")
    assert (row.people, row.is_unheard) == (20, False)


def test_small_groups_are_hidden_with_what_would_give_them_back(exercise: Exercise) -> None:
    answer(exercise, sex="female", age="25-34", times=60)
    answer(exercise, sex="male", age="65-plus", times=3)
    count_turnout(exercise)
    rows = {row.key: row for part in get_turnout(exercise).parts for row in part.rows}
    assert rows["sex:male"].people is None
    assert rows["sex:male"].ratio is None
    # 63 residents less the women would be the men.
    assert rows["sex:female"].people is None
    assert rows["age:16-24"].people == 0


def test_nothing_is_counted_twice_where_nothing_is_new(exercise: Exercise) -> None:
    send(exercise)
    assert count_turnout(exercise)
    assert not count_turnout(exercise)
    send(exercise)
    assert count_turnout(exercise)


def test_of_very_many_responses_the_page_shows_the_last_count_and_does_not_wait(
    exercise: Exercise, monkeypatch
) -> None:
    send(exercise)
    assert refresh_turnout(exercise)
    send(exercise)
    monkeypatch.setattr("fiftysteps.engagement.actions.count_turnout.COUNTED_AT_ONCE", 0)
    assert not refresh_turnout(exercise)
    assert get_turnout(exercise).responses == 1
    assert count_all_turnouts() == 1
    assert get_turnout(exercise).responses == 2


def test_a_named_community_without_a_number_is_followed_by_its_sessions(exercise: Exercise) -> None:
    rough = Community.objects.create(slug="rough", name="People who sleep rough", note="A census counts homes.")
    ReachTarget.objects.create(exercise=exercise, community=rough, people=15)
    session = ListeningSession.objects.create(
        exercise=exercise, kind="outreach", title="Breakfast", place="Day centre", held_on=timezone.localdate(),
        present=20, took_part=16, recorded_by=make_user(),
    )  # fmt: skip
    session.communities.add(rough)
    count_turnout(exercise)
    (row,) = get_turnout(exercise).communities
    assert (row.target, row.heard, row.census, row.sessions, row.is_reached) == (15, 16, None, 1, True)


def test_who_took_part_is_published_when_it_is_safe_and_then_stays_as_it_was(exercise: Exercise) -> None:
    officer, today = make_officer(), timezone.localdate()
    answer(exercise, sex="female", age="25-34", times=99)
    with pytest.raises(PersonError, match="99 residents took part so far"):
        publish_turnout(officer, exercise, today=today)
    answer(exercise, sex="male", age="25-34", times=30)
    published = publish_turnout(officer, exercise, today=today)
    assert published.shown["people"] == 129
    with pytest.raises(PersonError, match="Two publications close together"):
        publish_turnout(officer, exercise, today=today + 6 * DAY)
    publish_turnout(officer, exercise, today=today + 7 * DAY)
    assert PublishedTurnout.objects.count() == 2
