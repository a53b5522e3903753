"""Forms of those who record: a paper form on one screen, by keyboard alone, and a session.

A choice is typed as its number, as it is printed on the paper: a hand that types numbers is faster than one that looks
for a box.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils import timezone

from fiftysteps.engagement.about_you import BY_NAME, FIRST, PREFER_NOT, PRIVATE, VARIABLES, Variable
from fiftysteps.engagement.asking.choosing import list_statements
from fiftysteps.engagement.asking.sheets import POINTS, Asked, Sheet
from fiftysteps.engagement.asking.steps import ABOUT, CAPACITY, CONTACT, ORGANISATION
from fiftysteps.engagement.asking.steps import PRIVATE as PRIVATE_STEP
from fiftysteps.engagement.forms import LONGEST_STATEMENT
from fiftysteps.engagement.models import Capacity, Channel, Community, ListeningSession, QuestionKind, Vote
from fiftysteps.engagement.models.response import LONGEST_ANSWER, LONGEST_SUBMISSION
from fiftysteps.evidence.models.session import make_key

_NUMBERS: Final = re.compile(r"[\s,;/.]+")
# What is typed by staff never comes over the form on line, nor as a whole submission.
ENTERED: Final = [choice for choice in Channel.choices if choice[0] not in {Channel.ONLINE, Channel.OTHER_TOOL}]
CAPACITIES: Final = list(Capacity)
_VOTES: Final = {"a": Vote.AGREE, "d": Vote.DISAGREE, "p": Vote.PASS}

type Pairs = Sequence[tuple[str, str]]


class NumbersField(forms.CharField):
    """Numbers of lines, typed with gaps between them."""

    def __init__(self, *, lines: int, most: int | None, **kwargs: Any) -> None:
        self.lines, self.most = lines, most
        super().__init__(required=False, max_length=100, **kwargs)

    def clean(self, value: Any) -> Any:
        parts = [part for part in _NUMBERS.split(super().clean(value)) if part]
        if wrong := [part for part in parts if not part.isdecimal() or not 1 <= int(part) <= self.lines]:
            raise forms.ValidationError(f"“{wrong[0]}” is none of the numbers 1 to {self.lines}")
        numbers = [int(part) for part in parts]
        if len(set(numbers)) < len(numbers):
            raise forms.ValidationError("A number stands here twice")
        if self.most and len(numbers) > self.most:
            raise forms.ValidationError(f"At most {self.most} can be chosen; there are {len(numbers)}")
        return numbers


class EntryForm(forms.Form):
    """A whole paper form, or what was said on the telephone, on one screen."""

    key = forms.RegexField(r"^[\w-]{16,40}$", widget=forms.HiddenInput, initial=make_key)
    channel = forms.ChoiceField(choices=ENTERED, label="How it came", initial=Channel.PAPER)
    language = forms.CharField(label="Language, if not English", max_length=10, required=False)
    reference = forms.CharField(
        label="Number on the paper", max_length=40, required=False, help_text="Write it on the paper too"
    )
    day = forms.DateField(
        label="Day it was filled in",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )

    def __init__(self, sheet: Sheet, *args: Any, wards: Pairs = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.votes: set[str] = set()
        for asked in sheet.questions:
            self._add_question(asked, wards)
        self.fields["capacities"] = NumbersField(
            lines=len(CAPACITIES),
            most=None,
            label="Which of these are you?",
            help_text=_say_lines(each.label for each in CAPACITIES),
        )
        self.fields["organisation"] = forms.CharField(
            label="Organisation, if it answers for one", max_length=200, required=False
        )
        for variable in VARIABLES:
            self.fields[f"about_{variable.name}"] = _make_about(variable, wards)
        self.fields["email"] = forms.EmailField(label="E-mail address", required=False)

    def _add_question(self, asked: Asked, wards: Pairs) -> None:
        name = f"q_{asked.code}"
        lines = asked.choices if asked.kind != QuestionKind.SCALE else [str(point) for point in range(1, POINTS + 1)]
        if asked.kind == QuestionKind.TEXT:
            self.fields[name] = _make_words(asked.text)
        elif asked.kind == QuestionKind.PLACE:
            self.fields[name] = forms.ChoiceField(label=asked.text, required=False, choices=[("", "–"), *wards])
            self.fields[f"{name}_text"] = forms.CharField(label="Place, in words", required=False, max_length=200)
        elif asked.kind == QuestionKind.STATEMENTS:
            for pk, text in self._list_statements(asked, f"{name}_"):
                self.votes.add(f"{name}_{pk}")
                self.fields[f"{name}_{pk}"] = forms.CharField(label=f"{text} (a, d or p)", required=False, max_length=1)
            self.fields[f"{name}_own"] = forms.CharField(
                label="A statement of their own", required=False, max_length=LONGEST_STATEMENT
            )
        else:
            most = 1 if asked.kind in {QuestionKind.ONE, QuestionKind.SCALE} else asked.most
            hint = "" if asked.kind == QuestionKind.SCALE else _say_lines(lines)
            self.fields[name] = NumbersField(lines=len(lines), most=most, label=asked.text, help_text=hint)

    def _list_statements(self, asked: Asked, prefix: str) -> list[tuple[int, str]]:
        """Return the statements to type votes for. What was sent stays, though others have gone before it since."""
        sent = {name.removeprefix(prefix) for name in self.data if name.startswith(prefix)}
        chosen = {pk for pk, _ in list_statements(asked)} | {int(pk) for pk in sent if pk.isdecimal()}
        return list_statements(asked, chosen)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.votes & set(cleaned):
            value = cleaned[name]
            if value and value.lower() not in _VOTES:
                self.add_error(name, f"“{value}” is none of a (agree), d (disagree) and p (pass)")
        return cleaned

    def get_answers(self) -> dict[str, Any]:
        """Return what was typed, in the shape in which a form on line keeps it."""
        told = self.cleaned_data
        answers = {asked.code: self._get_answer(asked, told) for asked in self.sheet.questions}
        about = {variable.name: told[f"about_{variable.name}"] for variable in VARIABLES}
        capacities = [CAPACITIES[number - 1].value for number in told["capacities"]]
        if told["organisation"] and Capacity.ORGANISATION not in capacities:
            capacities.append(Capacity.ORGANISATION.value)
        return {
            **answers,
            CAPACITY: {"capacities": capacities},
            ORGANISATION: {"name": told["organisation"]},
            ABOUT: {variable.name: about[variable.name] for variable in FIRST},
            PRIVATE_STEP: {variable.name: about[variable.name] for variable in PRIVATE},
            CONTACT: {"email": told["email"]},
        }

    def _get_answer(self, asked: Asked, told: Mapping[str, Any]) -> dict[str, Any]:
        name = f"q_{asked.code}"
        if asked.kind == QuestionKind.STATEMENTS:
            votes = {
                field.rsplit("_", 1)[1]: _VOTES[value.lower()].value
                for field, value in told.items()
                if field.startswith(f"{name}_") and value and not field.endswith("_own")
            }
            return {"votes": votes, "own": told.get(f"{name}_own", "")}
        if asked.kind == QuestionKind.TEXT:
            return {"text": told[name]}
        return {"value": told[name], "text": told.get(f"{name}_text", "")}


def _make_words(label: str) -> forms.Field:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3})
    )


def _make_about(variable: Variable, wards: Pairs) -> forms.Field:
    if not variable.categories:
        choices = [("", "–"), *wards, (PREFER_NOT, "Prefer not to say")]
        return forms.ChoiceField(label=variable.short, required=False, choices=choices)
    return AboutNumberField(variable)


class AboutNumberField(NumbersField):
    """One answer of the core set, typed as its number: the last is that they prefer not to say."""

    def __init__(self, variable: Variable) -> None:
        self.codes = [*(each.code for each in variable.categories), PREFER_NOT]
        labels = [*(str(each.label) for each in variable.categories), "Prefer not to say"]
        super().__init__(lines=len(self.codes), most=1, label=variable.short, help_text=_say_lines(labels))

    def clean(self, value: Any) -> Any:
        numbers = super().clean(value)
        return self.codes[numbers[0] - 1] if numbers else ""


def _say_lines(lines: Iterable[Any]) -> str:
    return " · ".join(f"{number} {line}" for number, line in enumerate(lines, start=1))


class SubmissionForm(forms.Form):
    """A letter or a whole submission of an organisation, with what came with it."""

    key = forms.RegexField(r"^[\w-]{16,40}$", widget=forms.HiddenInput, initial=make_key)
    organisation = forms.CharField(
        label="Organisation", required=False, max_length=200, help_text="Leave it empty for a person's letter"
    )
    day = forms.DateField(
        label="Day it came",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )
    text = forms.CharField(
        label="What it says", max_length=LONGEST_SUBMISSION, widget=forms.Textarea(attrs={"rows": 12}), required=False,
        help_text="The whole text, or what it is about where the document is attached",
    )  # fmt: skip
    document = forms.FileField(label="Document", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("text") and not cleaned.get("document"):
            self.add_error("text", "Write what it says, or attach the document")
        return cleaned


class ListeningSessionForm(forms.ModelForm[ListeningSession]):
    """A session: where, when, how many, who they were as counts, and what was said, a point on each line."""

    key = forms.RegexField(r"^[\w-]{16,40}$", widget=forms.HiddenInput, initial=make_key)
    points = forms.CharField(
        label="What was said", required=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="A line for each point. Leave out names.",
    )  # fmt: skip
    who = forms.CharField(
        label="Who they were", required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="As far as you know: a line for each, like “age 65-plus: 9” or “ethnicity roma: 12”.",
    )  # fmt: skip

    class Meta:
        model = ListeningSession
        fields = ("kind", "title", "place", "held_on", "host", "language", "present", "took_part", "communities")
        widgets = {
            "held_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "communities": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["communities"].queryset = Community.objects.filter(archived=False)  # type: ignore[attr-defined]

    def clean_who(self) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        faults = []
        for number, line in enumerate(self.cleaned_data["who"].splitlines(), start=1):
            if not line.strip():
                continue
            found = re.fullmatch(r"\s*([a-z]+)\s+([\w-]+)\s*:\s*(\d{1,6})\s*", line)
            if found is None or found[1] not in BY_NAME:
                known = ", ".join(BY_NAME)
                faults.append(
                    f"Line {number}: “{line.strip()[:60]}” is not like “age 65-plus: 9”. It begins with one of {known}"
                )
            else:
                counts.setdefault(found[1], {})[found[2]] = int(found[3])
        if faults:
            raise forms.ValidationError(faults)
        return counts

    def clean_points(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip())

    def _post_clean(self) -> None:
        """Leave the model alone: the action keeps a session, with all that belongs to it."""
