"""Forms of the public site and the account pages."""

from typing import Any

from django import forms
from django.utils import timezone

from fiftysteps.evidence.models import Standing
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
