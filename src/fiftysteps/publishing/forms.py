"""Forms of the public site and the account pages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from fiftysteps.evidence.actions.hold_session import get_point_faults
from fiftysteps.evidence.models import PointHeading, ReflectionSession, Standing
from fiftysteps.evidence.models.session import make_key
from fiftysteps.strategy.actions.waive_gap import LONGEST_WAIVER, get_waiver_faults

# Shorter than this nobody can give a reason.
SHORTEST_REASON = 12


class WaiverForm(forms.Form):
    """Why a gap may stay open, and until when."""

    reason = forms.CharField(
        label="Why may this gap stay open?",
        help_text="Everyone can read this.",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=SHORTEST_REASON,
        error_messages={
            "required": "Say why this gap may stay open",
            "min_length": "Say why in a sentence that a resident can understand",
        },
    )
    until = forms.DateField(
        label="Until when?",
        help_text=f"A date within {LONGEST_WAIVER.days} days, for example 31 March 2027 written as 2027-03-31.",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say until when", "invalid": "Write the date like 2027-03-31"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if until := cleaned.get("until"):
            for fault in get_waiver_faults(until, timezone.localdate()):
                self.add_error("until", fault)
        return cleaned


class LookForm(forms.Form):
    """Whether what is written about a figure that moved still stands, and why."""

    seen = forms.CharField(widget=forms.HiddenInput)
    standing = forms.ChoiceField(
        label="What did you find?",
        choices=Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether what we say still stands"},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Everyone can read this. For example: “It is still far above London, and rising.”",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=SHORTEST_REASON,
        error_messages={
            "required": "Say why in a sentence",
            "min_length": "Say why in a sentence that a resident can understand",
        },
    )


class SignInForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address, like name@council.uk",
        },
    )
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )


class SessionForm(forms.ModelForm[ReflectionSession]):
    """A session that a network is invited to."""

    class Meta:
        model = ReflectionSession
        fields = ("network", "title", "held_on", "place", "present", "closes")
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}),
            "closes": forms.DateInput(attrs={"type": "date"}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        held_on, closes = cleaned.get("held_on"), cleaned.get("closes")
        if held_on and closes and closes < held_on:
            self.add_error("closes", "Choose the day of the session or a later one")
        return cleaned


class PointsForm(forms.Form):
    """What somebody says when a network looks back: a line for each point, under three headings."""

    sending = forms.RegexField(r"^[\w-]{16,40}$", widget=forms.HiddenInput, initial=make_key)
    worked_well = forms.CharField(
        label=PointHeading.WORKED_WELL.label, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    could_be_better = forms.CharField(
        label=PointHeading.COULD_BE_BETTER.label, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    next = forms.CharField(label=PointHeading.NEXT.label, required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for heading, sentence in get_point_faults(self.get_points(cleaned)):
            self.add_error(heading, sentence)
        return cleaned

    def get_points(self, told: Mapping[str, Any]) -> dict[PointHeading, list[str]]:
        """Return the points under each heading, one for each line that is not empty."""
        lines = {heading: str(told.get(heading.value) or "").splitlines() for heading in PointHeading}
        return {heading: [line.strip() for line in found if line.strip()] for heading, found in lines.items()}
