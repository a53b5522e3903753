"""What an account is for: links to what its role does here."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from fiftysteps.accounts.models import Role, User
from fiftysteps.publishing.models import Brand
from fiftysteps.publishing.queries.places import get_current_strategy


@dataclass(frozen=True)
class Duty:
    text: str
    url: str
    hint: str


def get_duties(user: User) -> list[Duty]:
    """Return what `user` comes here to do, in the order in which it is done."""
    editor = [Duty("Open the editor’s site", "/admin/", "Change, compare and publish.")]
    gaps = Duty("See what the strategy lacks", reverse("gaps"), "Every gap, whose it is, and which may stay open.")
    draft = Duty("See the gaps in draft", reverse("gaps") + "?state=draft", "Before anything is published.")
    steps = _get_steps_duty()
    sessions = Duty("Hold a session of a network", reverse("sessions"), "Invite, gather, write it up.")
    record = Duty("Record what people said", reverse("record"), "Paper forms, calls, letters and sessions.")
    duties: dict[str, list[Duty]] = {
        Role.ADMINISTRATOR: [*editor, gaps, draft],
        Role.STRATEGY_LEAD: [
            Duty("Change a step", "/admin/snippets/strategy/step/", "Draft, compare versions, publish."),
            sessions,
            gaps,
            draft,
        ],
        Role.ANALYST: [
            Duty("Look after findings", "/admin/snippets/evidence/finding/", "What the data show, and for whom."),
            Duty("See every indicator", reverse("indicators"), "Definitions, figures and files."),
            sessions,
            gaps,
        ],
        Role.ENGAGEMENT_OFFICER: [
            Duty("Listening exercises", reverse("listening"), "Open, watch who is missing, consider, answer."),
            record,
            Duty(
                "Build an exercise", "/admin/snippets/engagement/exercise/", "What is asked, and what people are told."
            ),
            Duty("Look after what we heard", "/admin/snippets/engagement/insight/", "Themes of what residents said."),
            Duty("Write a reply", "/admin/snippets/engagement/reply/", "Yes, partly or no, and why."),
            sessions,
            Duty("See what residents see", reverse("heard"), "What we heard and what we said."),
        ],
        Role.BOARD_MEMBER: [
            *steps,
            gaps,
            Duty("How the strategy was made", "/how-it-was-made/", "From need to reply."),
        ],
        Role.PARTNER: [*_get_organisation_duty(user), *steps],
        Role.ORGANISER: [
            record,
            Duty("What we heard", reverse("heard"), "What residents said and what we answered."),
            *steps,
        ],
    }
    return duties.get(user.role, [])


def _get_steps_duty() -> list[Duty]:
    strategy = get_current_strategy(Brand.objects.select_related("current_strategy").first())
    if strategy is None:
        return []
    return [Duty("Read the steps", strategy.get_absolute_url(), "What we will do, and with whom.")]


def _get_organisation_duty(user: User) -> list[Duty]:
    person = getattr(user, "person", None)
    today = timezone.localdate()
    now = Q(starts__lte=today) & (Q(ends__isnull=True) | Q(ends__gte=today))
    memberships = person.memberships.filter(now).select_related("organisation") if person else []
    return [
        Duty(
            "See our steps", membership.organisation.get_absolute_url(), f"What {membership.organisation} has taken on."
        )
        for membership in memberships
    ]
