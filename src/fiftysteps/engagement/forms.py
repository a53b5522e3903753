"""The forms of an exercise, one for each screen. What they clean is kept as it is: plain words, numbers and lists."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fiftysteps.engagement.about_you import PREFER_NOT, PREFER_NOT_LABEL, Category, Variable
from fiftysteps.engagement.asking.choosing import list_statements
from fiftysteps.engagement.asking.sheets import POINTS, Asked
from fiftysteps.engagement.models import Capacity, QuestionKind, Vote
from fiftysteps.engagement.models.response import LONGEST_ANSWER

RANKED: Final = 3
LONGEST_STATEMENT: Final = 140
ORDINALS: Final = (
    gettext_lazy("First"), gettext_lazy("Second"), gettext_lazy("Third"), gettext_lazy("Fourth"), gettext_lazy("Fifth")
)  # fmt: skip
ANSWER_NEEDED: Final = gettext_lazy("Answer this question to go on")
# Django's own sentence is not said in every language that residents are asked in.
TOO_LONG: Final = gettext_lazy("Write at most %(limit_value)d characters; this has %(show_value)d")

type Pairs = Sequence[tuple[str, Any]]


class StepForm(forms.Form):
    """A screen's form. `get_kept` is what is kept of it, and `initial` what was kept before."""

    use_required_attribute = False

    def get_kept(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TextForm(StepForm):
    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = forms.CharField(
            label=asked.text,
            help_text=asked.hint,
            required=asked.is_required,
            max_length=LONGEST_ANSWER,
            widget=forms.Textarea(attrs={"rows": 5}),
            error_messages={"required": ANSWER_NEEDED, "max_length": TOO_LONG},
        )


class OneForm(StepForm):
    """One of several answers, or one point of a scale."""

    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = forms.TypedChoiceField(
            label=asked.text,
            help_text=asked.hint,
            required=asked.is_required,
            coerce=int,
            empty_value=None,
            choices=_make_scale(asked) if asked.kind == QuestionKind.SCALE else _make_choices(asked),
            widget=forms.RadioSelect,
            error_messages={"required": ANSWER_NEEDED},
        )

    def get_kept(self) -> dict[str, Any]:
        value = self.cleaned_data["value"]
        return {"value": [] if value is None else [value]}


class ManyForm(StepForm):
    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = asked.most
        self.fields["value"] = forms.TypedMultipleChoiceField(
            label=asked.text,
            help_text=asked.hint or (_say_most(asked.most) if asked.most else ""),
            required=asked.is_required,
            coerce=int,
            choices=_make_choices(asked),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": ANSWER_NEEDED},
        )

    def clean_value(self) -> list[int]:
        value: list[int] = self.cleaned_data["value"]
        if self.most and len(value) > self.most:
            raise forms.ValidationError(_say_most(self.most))
        return value


class RankingForm(StepForm):
    """The most important first: one field for each place."""

    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.get("initial") or {}
        kept = initial.get("value") or []
        kwargs["initial"] = {f"place_{at}": number for at, number in enumerate(kept)}
        super().__init__(*args, **kwargs)
        self.places = min(asked.most or RANKED, len(asked.choices), len(ORDINALS))
        self.legend, self.hint = asked.text, asked.hint
        for at in range(self.places):
            self.fields[f"place_{at}"] = forms.TypedChoiceField(
                label=ORDINALS[at],
                required=asked.is_required and at == 0,
                coerce=int,
                empty_value=None,
                choices=[("", _("Choose")), *_make_choices(asked)],
                error_messages={"required": ANSWER_NEEDED},
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen: set[int] = set()
        for at in range(self.places):
            value = cleaned.get(f"place_{at}")
            if value is not None and value in seen:
                self.add_error(f"place_{at}", _("Choose something else here: this is in the list already"))
            elif value is not None:
                seen.add(value)
        return cleaned

    def get_kept(self) -> dict[str, Any]:
        chosen = (self.cleaned_data[f"place_{at}"] for at in range(self.places))
        return {"value": [number for number in chosen if number is not None]}


class PlaceForm(StepForm):
    """A ward, and where in it. A pin that was put on the map stays as long as its ward does."""

    def __init__(self, asked: Asked, *args: Any, wards: Pairs = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.legend, self.hint = asked.text, asked.hint
        self.fields["value"] = forms.ChoiceField(
            label=_("Which part?"),
            required=asked.is_required,
            choices=[("", _("Choose")), *wards],
            error_messages={"required": ANSWER_NEEDED},
        )
        self.fields["text"] = forms.CharField(
            label=_("What is the place called, or what is near it?"),
            required=False,
            max_length=200,
            error_messages={"max_length": TOO_LONG},
        )

    def get_kept(self) -> dict[str, Any]:
        kept = super().get_kept()
        before = self.initial or {}
        return {**kept, "pin": before["pin"]} if before.get("pin") and before.get("value") == kept["value"] else kept


class StatementsForm(StepForm):
    """Statements, each to agree or disagree with or to pass, and one of somebody's own.

    `drawn` are the statements that were drawn for this form; those that somebody has voted on stay as well.
    """

    def __init__(self, asked: Asked, *args: Any, drawn: Sequence[int] = (), **kwargs: Any) -> None:
        initial = kwargs.get("initial") or {}
        votes = {f"vote_{pk}": vote for pk, vote in (initial.get("votes") or {}).items()}
        kwargs["initial"] = {**votes, "own": initial.get("own", "")}
        super().__init__(*args, **kwargs)
        self.legend, self.hint = asked.text, asked.hint
        voted = {int(pk) for pk in initial.get("votes") or ()}
        for pk, text in list_statements(asked, {*drawn, *voted}):
            self.fields[f"vote_{pk}"] = forms.ChoiceField(
                label=text, required=False, choices=Vote.choices, widget=forms.RadioSelect
            )
        self.fields["own"] = forms.CharField(
            label=_("Is there something else that others should vote on?"),
            help_text=_("Write one short sentence. We read it before others see it."),
            required=False,
            max_length=LONGEST_STATEMENT,
            error_messages={"max_length": TOO_LONG},
        )

    def get_kept(self) -> dict[str, Any]:
        votes = {
            name.removeprefix("vote_"): vote
            for name, vote in self.cleaned_data.items()
            if name.startswith("vote_") and vote
        }
        return {"votes": votes, "own": self.cleaned_data["own"]}


class NearForm(StepForm):
    """Statements to vote on, to see which opinion group is near. None of them has to be answered, and none is kept."""

    def __init__(self, statements: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pk, text in statements:
            self.fields[f"vote_{pk}"] = forms.ChoiceField(
                label=text, required=False, choices=Vote.choices, widget=forms.RadioSelect
            )

    def get_votes(self) -> dict[int, str]:
        return {int(name.removeprefix("vote_")): vote for name, vote in self.cleaned_data.items() if vote}


class CapacityForm(StepForm):
    capacities = forms.MultipleChoiceField(
        label=gettext_lazy("Which of these are you?"),
        help_text=gettext_lazy("Choose all that fit."),
        choices=Capacity.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one; “None of these” is fine")},
    )


class OrganisationForm(StepForm):
    name = forms.CharField(
        label=gettext_lazy("Which organisation do you answer for?"),
        help_text=gettext_lazy("Its name is published with its answer."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write the name of the organisation"), "max_length": TOO_LONG},
    )


class AboutForm(StepForm):
    """Some variables of the core set. None has to be answered."""

    def __init__(self, variables: Iterable[Variable], *args: Any, wards: Pairs = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for variable in variables:
            groups = wards if not variable.categories else _group(variable.categories)
            self.fields[variable.name] = forms.ChoiceField(
                label=variable.question,  # type: ignore[arg-type] # read when it is shown, in the language of the page
                help_text=variable.why,  # type: ignore[arg-type]
                required=False,
                choices=[("", _("Choose")), *groups, (PREFER_NOT, PREFER_NOT_LABEL)],
            )


class ContactForm(StepForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("Write an e-mail address like name@example.com, or leave it empty"),
            "max_length": TOO_LONG,
        },
    )


QUESTION_FORMS: Final = {
    QuestionKind.TEXT: TextForm,
    QuestionKind.ONE: OneForm,
    QuestionKind.MANY: ManyForm,
    QuestionKind.SCALE: OneForm,
    QuestionKind.RANKING: RankingForm,
    QuestionKind.PLACE: PlaceForm,
    QuestionKind.STATEMENTS: StatementsForm,
}


def _make_choices(asked: Asked) -> list[tuple[int, str]]:
    return list(enumerate(asked.choices, start=1))


def _make_scale(asked: Asked) -> list[tuple[int, str]]:
    ends = {1: asked.low, POINTS: asked.high}
    return [(point, f"{point}: {ends[point]}" if ends.get(point) else str(point)) for point in range(1, POINTS + 1)]


def _say_most(most: int) -> str:
    return ngettext("Choose at most %(most)d.", "Choose at most %(most)d.", most) % {"most": most}


def _group(categories: Sequence[Category]) -> list[tuple[Any, Any]]:
    """Return the choices of categories, under their headings where they have some.

    Nothing is translated yet: what is sent is checked by its codes, and most forms are right.
    """
    if not any(each.heading for each in categories):
        return [(each.code, each.label) for each in categories]
    groups = groupby(categories, key=lambda each: id(each.heading))
    return [(own[0].heading, [(each.code, each.label) for each in own]) for own in (list(each) for _id, each in groups)]
