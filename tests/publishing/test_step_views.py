"""Strategies, themes and steps as anyone sees them."""

import pytest

from fiftysteps.accounts.models import Role
from fiftysteps.strategy.models import CitationRole, StepLineage, StrategyStatus, ThemeOutcome
from tests.builders import (
    cite,
    make_complete_step,
    make_finding,
    make_indicator,
    make_organisation,
    make_step,
    make_strategy,
    make_theme,
    make_user,
)
from tests.figures import make_observation, store_observations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]


def get(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_step_page_shows_the_whole_chain_with_a_link_to_each_thing(client) -> None:
    step = make_complete_step()

    text = get(client, step.get_absolute_url())

    for citation in step.citations.all():
        assert citation.evidence.get_absolute_url() in text
        assert citation.evidence.title in text
    for role in step.roles.all():
        assert role.organisation.get_absolute_url() in text
    for alignment in step.alignments.all():
        assert alignment.clause.framework.get_absolute_url() in text
    for measure in step.measures.all():
        assert measure.indicator.get_absolute_url() in text
    assert step.replies.get().reply.text in text


def test_step_page_says_what_is_missing_in_words(client) -> None:
    step = make_complete_step()
    step.citations.filter(role=CitationRole.EFFECTIVENESS).delete()

    text = get(client, step.get_absolute_url())

    assert "It cites no evidence that it works." in text
    assert "missing: no evidence that it works" in text


def test_finding_is_told_in_a_sentence_written_from_the_data(client) -> None:
    indicator = make_indicator(slug="damp", plain_name="Homes with damp")
    step = make_complete_step()
    cite(step, make_finding(indicator=indicator), CitationRole.NEED)
    store_observations(make_observation(indicator="damp", value=12.5))

    assert "12.5%" in get(client, step.get_absolute_url())


@pytest.mark.parametrize("address", ["steps/1/", "themes/theme-1/", ""])
def test_what_is_not_published_is_not_found_by_anyone_but_in_the_preview(client, address) -> None:
    strategy = make_strategy(live=False)
    make_step(theme=make_theme(strategy=strategy))
    client.force_login(make_user(role=Role.STRATEGY_LEAD))

    get(client, f"{strategy.get_absolute_url()}{address}", 404)


def test_unpublished_step_of_a_live_strategy_is_not_found_nor_listed(client) -> None:
    step = make_step(live=False, title="Not to be seen")

    get(client, step.get_absolute_url(), 404)
    assert "Not to be seen" not in get(client, step.strategy.get_absolute_url())
    assert "Not to be seen" not in get(client, step.theme.get_absolute_url())


def test_strategy_page_filters_by_theme_partner_and_time_of_life(client) -> None:
    strategy = make_strategy()
    homes, food = make_theme(strategy=strategy, number=1), make_theme(strategy=strategy, number=2)
    first = make_complete_step(theme=homes, number=1, title="Warm homes", life_course="start")
    make_complete_step(theme=food, number=2, title="Good food", life_course="age")
    partner = first.roles.first().organisation.slug
    address = strategy.get_absolute_url()

    for query in ("?theme=theme-1", "?life=start", f"?partner={partner}", f"?theme=theme-1&partner={partner}"):
        text = get(client, address + query)
        assert "Warm homes" in text
        assert "Good food" not in text
    assert "Warm homes" not in get(client, f"{address}?theme=theme-2&life=start")
    assert "Good food" in get(client, address)


def test_filter_links_keep_the_other_filters_and_take_back_their_own(client) -> None:
    step = make_complete_step(life_course="start")

    text = get(client, step.strategy.get_absolute_url() + "?theme=theme-1&life=start")

    assert 'href="?life=start"' in text
    assert 'href="?theme=theme-1"' in text


def test_step_leads_to_the_steps_before_and_after_it_and_to_earlier_cycles(client) -> None:
    closed = make_strategy(status=StrategyStatus.CLOSED)
    old = make_step(theme=make_theme(strategy=closed), number=7, title="Old ways")
    theme = make_theme()
    first, second = make_step(theme=theme, number=1), make_step(theme=theme, number=2)
    StepLineage.objects.create(step=second, previous=old, how="replaced", note="An illustrative link.")

    assert second.get_absolute_url() in get(client, first.get_absolute_url())
    text = get(client, second.get_absolute_url())
    assert first.get_absolute_url() in text
    assert old.get_absolute_url() in text
    assert second.get_absolute_url() in get(client, old.get_absolute_url())


def test_preview_shows_the_draft_where_the_public_page_shows_what_is_live(rf) -> None:
    step = make_complete_step()
    step.title = "A title that is only a draft"
    step.save_revision()
    draft = step.get_latest_revision_as_object()

    response = draft.make_preview_request(preview_mode="")

    assert response.status_code == 200
    assert "A title that is only a draft" in response.content.decode()


def test_theme_page_lists_its_steps_and_outcomes(client) -> None:
    step = make_complete_step(title="Warm homes")
    indicator = make_indicator(plain_name="Homes with damp")
    ThemeOutcome.objects.create(theme=step.theme, indicator=indicator)

    text = get(client, step.theme.get_absolute_url())

    assert "Warm homes" in text
    assert indicator.get_absolute_url() in text


def test_list_of_strategies_names_each_cycle(client) -> None:
    make_strategy(title="Steps of old", status=StrategyStatus.CLOSED)
    make_strategy(title="Steps of now")

    text = get(client, "/strategies/")

    assert "Steps of old" in text
    assert "Steps of now" in text


def test_front_page_shows_the_tiles_of_the_current_strategy(client, brand) -> None:
    step = make_complete_step(title="Warm homes")
    assert "Warm homes" not in get(client, "/")

    brand.current_strategy = step.strategy
    brand.save()
    assert "Warm homes" in get(client, "/")


def test_every_page_carries_the_policy_and_asks_not_to_be_indexed(client) -> None:
    response = client.get(make_step().get_absolute_url())

    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_script_in_a_title_is_shown_as_text(client) -> None:
    step = make_complete_step(title="<script>alert(1)</script>", summary='"><img src=x onerror=alert(1)>')
    make_organisation(name="<b>Bold</b>")

    text = get(client, step.get_absolute_url())

    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
