"""Evidence that moved: who sees it, who may say that it stands, and what is not published until somebody did."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from fiftysteps.accounts.models import Role
from fiftysteps.config.moved_output import notice_and_say
from fiftysteps.config.roles import set_up_roles
from fiftysteps.evidence.actions.notice_movements import notice_movements, see_finding
from fiftysteps.evidence.models import Dataset, Finding, Movement
from fiftysteps.publishing.models import TopicPage
from fiftysteps.strategy.gaps import get_gap_report
from fiftysteps.strategy.models import CitationRole, Step
from tests.builders import cite, make_area, make_finding, make_indicator, make_step, make_user
from tests.publishing.topics import make_topic, release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def finding() -> Finding:
    release(21.7)
    england = make_area(code="E92000001", name="England", type="country")
    indicator = make_indicator(slug="crowding", plain_name="Homes with too few bedrooms")
    found = make_finding(slug="need-crowding", title="Homes are crowded", indicator=indicator, comparator=england)
    see_finding(found)
    return found


@pytest.fixture
def step(finding: Finding) -> Step:
    step = make_step(number=7, title="More homes")
    cite(step, finding, CitationRole.NEED)
    return step


def move(value: float = 4.4) -> Movement:
    release(value)
    (movement,) = notice_movements().moved
    return movement


def sign_in(client, role: Role):
    user = make_user(role=role)
    set_up_roles()
    client.force_login(user)
    return user


def get_text(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def test_one_command_tells_the_finding_its_page_its_steps_and_the_gap_report(client, finding, step) -> None:
    topic = make_topic(finding)
    release(4.4)
    lines = "\n".join(notice_and_say())

    assert "Evidence that moved: 1 finding, of which 1 now say something else." in lines
    assert f"steps to check: {step.key}" in lines
    assert "pages to check: homes" in lines
    for address in (finding.get_absolute_url(), step.get_absolute_url(), topic.url):
        text = get_text(client, address)
        assert "This figure moved, and what it says has changed." in text
        assert "The figure was 21.7%, and is now 4.4%." in text
    assert "1 finding, 1 moved since we looked" in get_text(client, step.get_absolute_url())
    found = {(found.rule, found.gap.object_key) for found in get_gap_report().gaps}
    assert ("step-evidence-moved", f"{step.key}/need-crowding") in found
    assert ("topic-figure-moved", "needs/homes") in found


def test_what_has_not_moved_is_marked_nowhere(client, finding, step) -> None:
    notice_movements()
    assert "This figure moved" not in get_text(client, step.get_absolute_url())
    assert "Nothing to check" in get_text(client, reverse("moved"))
    assert not any("moved" in found.rule for found in get_gap_report().gaps)


def test_everybody_sees_what_moved_and_nobody_else_can_close_it(client, finding, step) -> None:
    movement = move()
    text = get_text(client, reverse("moved"))
    assert "Homes are crowded" in text
    assert step.get_absolute_url() in text
    assert "Say whether it still stands" not in text
    assert client.get(reverse("moved-look", args=[movement.pk])).status_code == 302
    for role in (Role.PARTNER, Role.BOARD_MEMBER, Role.STRATEGY_LEAD, Role.ENGAGEMENT_OFFICER):
        sign_in(client, role)
        told = {"seen": movement.digest, "standing": "stands", "reason": "It is all still true."}
        assert client.post(reverse("moved-look", args=[movement.pk]), told).status_code == 403
    assert Movement.objects.get().is_open


def test_a_finding_that_is_not_published_is_not_listed(client, finding) -> None:
    move()
    Finding.objects.filter(pk=finding.pk).update(live=False, title="Not to be seen")
    assert "Not to be seen" not in get_text(client, reverse("moved"))


def test_the_analyst_says_that_it_still_stands(client, finding, step) -> None:
    movement = move()
    user = sign_in(client, Role.ANALYST)
    address = reverse("moved-look", args=[movement.pk])
    assert "Steps to check" in get_text(client, address)
    told = {"seen": movement.digest, "standing": "stands", "reason": "It is still above England <script>."}
    assert client.post(address, told).status_code == 302
    assert Movement.objects.get().looked_at_by == user
    text = get_text(client, reverse("moved"))
    assert "What we say still stands." in text
    assert "It is still above England &lt;script&gt;." in text
    assert "This figure moved" not in get_text(client, step.get_absolute_url())


def test_an_answer_without_a_reason_is_asked_for_again(client, finding) -> None:
    movement = move()
    sign_in(client, Role.ANALYST)
    response = client.post(reverse("moved-look", args=[movement.pk]), {"seen": movement.digest, "reason": "Yes."})
    assert response.status_code == 400
    text = response.content.decode()
    assert "Say whether what we say still stands" in text
    assert "Say why in a sentence that a resident can understand" in text


def publish(client, topic: TopicPage) -> str:
    """Press "publish" on the topic's screen, and return what it says."""
    address = reverse("wagtailadmin_pages:edit", args=[topic.pk])
    data = {
        "title": topic.title,
        "slug": topic.slug,
        "number": "1",
        "question": "",
        "summary": "",
        "nature": "real",
        "source_title": "",
        "blocks-count": "1",
        "blocks-0-deleted": "",
        "blocks-0-order": "0",
        "blocks-0-type": topic.blocks[0].block_type,
        "blocks-0-value": getattr(topic.blocks[0].value, "pk", topic.blocks[0].value),
        "blocks-0-id": topic.blocks[0].id,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "action-publish",
    }
    response = client.post(address, data, follow=True)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_page_with_a_figure_that_moved_is_not_published_until_somebody_has_looked(client, finding) -> None:
    topic = make_topic(finding, live=False)
    movement = move()
    sign_in(client, Role.ANALYST)
    assert "Saved as a draft, and not published." in publish(client, topic)
    assert not TopicPage.objects.get(pk=topic.pk).live

    told = {"seen": movement.digest, "standing": "stands", "reason": "It is all still true."}
    client.post(reverse("moved-look", args=[movement.pk]), told)
    assert "not published" not in publish(client, topic)
    assert TopicPage.objects.get(pk=topic.pk).live


def test_a_page_with_a_broken_figure_in_its_prose_is_not_published(client, finding) -> None:
    topic = make_topic(finding, prose="Of all homes, [[need-crowding: share]] are too small.", live=False)
    sign_in(client, Role.ANALYST)
    Finding.objects.filter(pk=finding.pk).update(live=False)
    text = publish(client, topic)
    assert "The text has [[need-crowding: share]], and there is nothing to say there." in text
    assert not TopicPage.objects.get(pk=topic.pk).live


def test_a_date_that_comes_does_not_publish_a_figure_that_moved(finding) -> None:
    topic = make_topic(finding, live=False)
    move()
    revision = topic.latest_revision
    revision.publish(log_action="wagtail.publish.scheduled")
    assert not TopicPage.objects.get(pk=topic.pk).live


def test_figures_in_prose_are_those_of_the_data(client, finding) -> None:
    topic = make_topic(
        finding, prose="In all, [[need-crowding]] of homes, or [[need-crowding: share]], are <too> small."
    )
    text = get_text(client, topic.url)
    link = f'<a class="cell" href="{finding.get_absolute_url()}">'
    assert f"In all, {link}21.7%</a> of homes, or {link}more than 1 in 5</a>, are &lt;too&gt; small." in text
    release(30.0)
    assert f"{link}30.0%</a>" in get_text(client, topic.url)


def test_a_finding_knows_the_pages_whose_prose_leans_on_it(client, finding) -> None:
    topic = make_topic(finding, prose="In all, [[need-crowding]] of homes are too small.")
    assert topic.url in get_text(client, finding.get_absolute_url())


def test_every_page_has_the_data_stamp_and_it_changes_with_the_data(client, finding) -> None:
    first = re.search(r'Data stamp <span class="numeral">(\w{8})<', get_text(client, "/"))
    release(30.0)
    second = re.search(r'Data stamp <span class="numeral">(\w{8})<', get_text(client, "/evidence/"))
    assert first is not None
    assert second is not None
    assert first[1] != second[1]


def test_the_data_page_names_every_dataset_with_its_release_and_hash(client, finding) -> None:
    release(30.0)
    text = get_text(client, reverse("data"))
    assert "Homes" in text
    assert Dataset.objects.get().releases.get(replaced_by=None).sha256 in text
    assert "1 earlier release is kept." in text
    assert f"Taken in {timezone.localdate():%-d %B %Y}" in text
