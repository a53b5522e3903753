"""Rules about one object, and those that the database keeps."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from fiftysteps.strategy.models import (
    CitationRole,
    Framework,
    GapWaiver,
    Measure,
    StepLineage,
    StepReply,
    StepRole,
    Task,
    ThemeOutcome,
)
from fiftysteps.strategy.models.strategy import check_hue
from tests.builders import (
    cite,
    make_clause,
    make_complete_step,
    make_indicator,
    make_insight,
    make_organisation,
    make_reference,
    make_reply,
    make_step,
    make_strategy,
    make_theme,
    make_user,
)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "0b5b56", ""])
def test_what_is_no_colour_is_refused_with_an_example(colour: str) -> None:
    with pytest.raises(ValidationError, match="A colour looks like #0b5b56"):
        check_hue(colour)


def test_colour_that_cannot_be_read_on_white_is_refused_with_its_contrast() -> None:
    with pytest.raises(ValidationError, match=r"#777777 has a contrast of 4\.5 on white"):
        check_hue("#777777")
    check_hue("#767676")


@pytest.mark.django_db
def test_step_cannot_stand_in_a_theme_of_another_strategy() -> None:
    step = make_step()
    step.theme = make_theme(number=2)

    with pytest.raises(ValidationError, match="is a theme of another strategy"):
        step.clean()


@pytest.mark.django_db
def test_two_steps_of_a_strategy_cannot_have_one_number() -> None:
    step = make_step(number=7)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_step(theme=step.theme, number=7)
    make_step(theme=make_theme(), number=7)


@pytest.mark.django_db
def test_evidence_is_cited_once_in_a_role() -> None:
    step, reference = make_step(), make_reference()
    cite(step, reference, CitationRole.EFFECTIVENESS)
    cite(step, reference, CitationRole.CONTRARY)

    with pytest.raises(IntegrityError), transaction.atomic():
        cite(step, reference, CitationRole.CONTRARY)


@pytest.mark.django_db
def test_strategy_cannot_end_before_it_starts() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_strategy(starts=datetime.date(2027, 1, 1), ends=datetime.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("begins", "ends", "is_in_force"),
    [
        (None, None, True),
        (None, datetime.date(2024, 4, 1), True),
        (None, datetime.date(2024, 3, 31), False),
        (datetime.date(2027, 3, 31), None, True),
        (datetime.date(2027, 4, 1), None, False),
    ],
)
def test_framework_is_in_force_on_the_first_and_last_day_included(begins, ends, is_in_force) -> None:
    framework = Framework(in_force_from=begins, in_force_to=ends)

    assert framework.is_in_force(datetime.date(2024, 4, 1), datetime.date(2027, 3, 31)) is is_in_force


@pytest.mark.django_db
def test_objects_are_called_by_words_that_an_editor_knows() -> None:
    step, user = make_complete_step(title="Warm homes", short_title="Warmth"), make_user()
    reply = make_reply(insight=make_insight(title="It is damp"))
    waiver = GapWaiver(rule="step-no-need", object_key="x/1", until=datetime.date(2027, 3, 31), by=user)
    outcome = ThemeOutcome(theme=step.theme, indicator=make_indicator(plain_name="Damp"))

    assert str(step) == "Step 1: Warm homes"
    assert step.tile_title == "Warmth"
    assert make_step(theme=step.theme, number=2, title="No other").tile_title == "No other"
    assert str(step.citations.first()).startswith("Need: ")
    assert str(step.roles.first()).endswith(" leads")
    assert str(Measure.objects.first()).startswith("Output KPI: ")
    assert str(step.alignments.first()) == f"{step} serves {step.alignments.first().clause}"
    assert str(make_clause(ref="A1", title="Fair work")) == "A1 Fair work"
    assert str(reply) == "Yes, we will: It is damp"
    assert str(StepReply(step=step, reply=reply)) == f"{reply} → {step}"
    assert str(StepLineage(step=step, previous=step, how="split")) == f"Was split from {step}"
    assert str(StepRole(organisation=make_organisation(name="Housing"), role="support")) == "Housing supports"
    assert str(Task(text="Look")) == "Look"
    assert str(waiver) == "step-no-need for x/1, until 31 March 2027"
    assert str(outcome) == "Theme 1: Damp"
