"""What responses say is written up as a theme, counted by people, and whoever said it is part of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from fiftysteps.accounts.models import Role, User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.code_response import Chosen, code_response
from fiftysteps.engagement.actions.write_up_theme import link_theme, write_up_theme
from fiftysteps.engagement.models import Code, Exercise, Insight
from tests.builders import make_insight, make_user
from tests.listening import make_exercise, make_officer, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(slug="well")


@pytest.fixture
def officer() -> User:
    return make_officer()


@pytest.fixture
def benches(exercise: Exercise) -> Code:
    return Code.objects.create(exercise=exercise, name="Places to sit", definition="Benches and walls.")


def test_a_theme_counts_people_each_once_with_the_codes_below_it(exercise, officer, benches) -> None:
    walls = Code.objects.create(exercise=exercise, name="Walls", parent=benches)
    one, two, three, four = (send(exercise, text=f"Response {at}") for at in range(4))
    firm = send(exercise, text="Ours", capacities=("organisation",), organisation="A firm")
    code_response(officer, one, [Chosen(benches.pk), Chosen(walls.pk)])
    code_response(officer, two, [Chosen(walls.pk)])
    code_response(officer, firm, [Chosen(benches.pk)])
    code_response(officer, three, [Chosen(benches.pk)])
    three.standing = "repeat"
    three.save()
    insight = write_up_theme(officer, benches)
    assert (insight.mentioned, insight.answered) == (2, 3)
    assert (insight.title, insight.summary, insight.held_in, insight.live) == (
        "Places to sit",
        "Benches and walls.",
        exercise,
        False,
    )
    assert insight.latest_revision is not None
    assert list(one.themes.all()) == [insight]
    assert not two.themes.exists()
    with pytest.raises(PersonError, match="written up already"):
        write_up_theme(officer, benches)
    link_theme(officer, walls, insight)
    assert list(two.themes.all()) == [insight]
    link_theme(officer, walls, None)
    assert not two.themes.exists()
    assert list(one.themes.all()) == [insight]
    assert not four.themes.exists()


def test_what_nobody_has_said_or_belongs_elsewhere_is_refused(exercise, officer, benches) -> None:
    with pytest.raises(PersonError, match="Nobody has said"):
        write_up_theme(officer, benches)
    with pytest.raises(PersonError, match="heard in another exercise"):
        link_theme(officer, benches, make_insight(held_in=make_exercise(slug="other")))
    benches.state = "dropped"
    with pytest.raises(PersonError, match="not in use"):
        write_up_theme(officer, benches)


def test_two_themes_of_one_name_have_addresses_of_their_own(exercise, officer, benches) -> None:
    make_insight(slug="well-places-to-sit")
    code_response(officer, send(exercise, text="Benches"), [Chosen(benches.pk)])
    assert write_up_theme(officer, benches).slug == "well-places-to-sit-2"


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PARTNER, Role.ORGANISER, Role.ANALYST])
def test_writing_up_is_not_for_everybody(exercise, benches, role) -> None:
    outsider = make_user(role=role)
    with pytest.raises(PermissionDenied):
        write_up_theme(outsider, benches)
    with pytest.raises(PermissionDenied):
        link_theme(outsider, benches, None)


def test_it_is_done_on_the_page_of_the_code(exercise, officer, benches) -> None:
    code_response(officer, send(exercise, text="Benches"), [Chosen(benches.pk)])
    client = Client()
    client.force_login(officer)
    path = f"/listening/well/codes/{benches.pk}/"
    assert "written up under no theme yet" in client.get(path).content.decode()
    page = client.post(path, {"do": "write-up"}, follow=True).content.decode()
    assert "is written up as a draft: 1 of 1 people said it." in page
    assert "a draft" in client.get(path).content.decode()
    other = make_insight(held_in=exercise, title="Rest")
    client.post(path, {"do": "link", "insight": other.pk})
    benches.refresh_from_db()
    assert benches.insight_id == other.pk
    client.post(path, {"do": "link", "insight": "x"})
    benches.refresh_from_db()
    assert benches.insight is None
    assert Insight.objects.count() == 2
