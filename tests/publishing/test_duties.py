"""Duties are dated: one that has ended, or has not begun, is never a gap."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from fiftysteps.evidence.models import Duty, DutyProof
from fiftysteps.evidence.queries.duties import DutyStanding, count_standings, get_duty_lines
from fiftysteps.strategy.gaps import Scope
from fiftysteps.strategy.gaps.duty_rules import find_duties_without_proof

pytestmark = pytest.mark.django_db
BEGAN, ENDED = datetime.date(2013, 4, 1), datetime.date(2022, 6, 30)
TODAY = datetime.date(2026, 11, 27)


def make_duty(slug: str = "publish", **fields: Any) -> Duty:
    plain = {
        "subject": "assessment",
        "title": f"Duty to {slug}",
        "asks": "That it is done.",
        "law": "An Act",
        "url": "https://example.org/act",
        "in_force_from": BEGAN,
        "confidence": "medium",
    }
    return Duty.objects.create(slug=slug, **(plain | fields))


def prove(duty: Duty, day: datetime.date, until: datetime.date | None = None) -> DutyProof:
    made = DutyProof(
        duty=duty, slug=f"proof-{day}", title="It was done", link="/needs/", day=day, holds_until=until, nature="real"
    )
    made.full_clean()
    made.save()
    return made


def find_gaps(today: datetime.date) -> list[tuple[str, str]]:
    scope = Scope(draft=False, today=today)
    return [(gap.object_key, gap.sentence) for gap in find_duties_without_proof(scope)]


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (BEGAN - datetime.timedelta(days=1), DutyStanding.COMING),
        (BEGAN, DutyStanding.OPEN),
        (ENDED, DutyStanding.OPEN),
        (ENDED + datetime.timedelta(days=1), DutyStanding.ENDED),
    ],
)
def test_a_duty_stands_from_its_first_to_its_last_day_and_is_a_gap_only_then(
    today: datetime.date, standing: DutyStanding
) -> None:
    make_duty(in_force_to=ENDED)
    (line,) = get_duty_lines(today)
    assert line.standing is standing
    assert bool(find_gaps(today)) == (standing is DutyStanding.OPEN)


def test_a_proof_closes_the_gap_until_its_last_day() -> None:
    duty = make_duty()
    assert find_gaps(TODAY) == [("duty/publish", "Nothing shows yet that it is done.")]
    prove(duty, datetime.date(2023, 1, 1), datetime.date(2025, 12, 31))
    assert find_gaps(datetime.date(2025, 12, 31)) == []
    assert find_gaps(TODAY) == [("duty/publish", "What showed that it is done was good until 31 December 2025.")]
    prove(duty, TODAY)
    assert find_gaps(TODAY) == []
    assert find_gaps(TODAY - datetime.timedelta(days=1)) != []


def test_an_archived_duty_is_not_listed() -> None:
    make_duty(archived=True)
    assert get_duty_lines(TODAY) == ()


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="ends before it begins"):
        make_duty().__class__(in_force_from=ENDED, in_force_to=BEGAN).clean()
    with pytest.raises(ValidationError, match="ends before its own day"):
        prove(make_duty("other"), ENDED, BEGAN)


def test_the_page_says_what_is_shown_and_what_is_not_in_force(client: Client, brand: Any) -> None:
    prove(make_duty(), BEGAN)
    make_duty("consult")
    make_duty("former", in_force_to=ENDED)
    text = client.get("/needs/duties/").content.decode()
    assert "2 things that the law asks" in text
    assert "1 has something that shows that it is done" in text
    assert "Ended on 30 June 2022" in text
    assert text.index("Not shown yet") < text.index("Not in force today") < text.index("Duty to former")
    assert count_standings(get_duty_lines(TODAY)) == {"met": 1, "open": 1, "ended": 1}


def test_the_page_says_what_belongs_there_where_nothing_is(client: Client, brand: Any) -> None:
    assert 'id="pharmaceutical"' in client.get("/needs/duties/").content.decode()
    assert "No duty is written down yet" in client.get("/needs/duties/").content.decode()
