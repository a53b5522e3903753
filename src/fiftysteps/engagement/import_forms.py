"""Forms for the file of another tool: the file, its heading, what its columns are, and what its values are."""

from collections.abc import Iterable
from collections.abc import Mapping as MappingLike
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from fiftysteps.core.text import shorten
from fiftysteps.engagement.importing.guessing import guess_answer, guess_targets
from fiftysteps.engagement.importing.mapping import MOST_VALUES, Mapping, list_lists
from fiftysteps.engagement.importing.table import LARGEST_FILE, MOST_ROWS, Column, Table
from fiftysteps.engagement.importing.targets import LEFT_OUT, Pairs, Target
from fiftysteps.engagement.models import Capacity

_SAMPLES: Final = 3
_LEFT_OUT_LABEL: Final = "Leave it out"


class ResponseFileForm(forms.Form):
    """The file of another tool."""

    file = forms.FileField(
        label="File with the answers",
        help_text=f"Text (.csv, .tsv) or a workbook (.xlsx, .ods), up to {LARGEST_FILE // 1_000_000} MB and "
        f"{MOST_ROWS:,} rows.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            most = f"{LARGEST_FILE // 1_000_000} MB"
            raise forms.ValidationError(f"The file is larger than {most}: cut it into parts, each with the heading.")
        return file


class HeadingForm(forms.Form):
    """Which sheet is read, and in which of its rows the heading stands."""

    heading = forms.RegexField(
        r"^\s*\d{1,6}(\s*,\s*\d{1,6})?\s*$",
        label="Rows of the heading",
        required=False,
        help_text="The number of the row that names the columns, or of two rows with a comma between: 1, 2",
        error_messages={"invalid": "Give the number of a row, such as 1, or of two rows, such as 1, 2"},
    )
    sheet = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    # The sheet that was shown: its heading says nothing about another that is chosen now.
    shown = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def offer_sheets(self, table: Table) -> None:
        """Let the sheet be chosen where there are several; that one is hidden is said."""
        heading = ", ".join(map(str, table.heading))
        self.initial = {"heading": heading, "sheet": table.sheet, "shown": table.sheet}
        if len(table.sheets) > 1:
            choices = [(name, f"{name} (hidden)" if hidden else name) for name, hidden in table.sheets]
            self.fields["sheet"] = forms.ChoiceField(label="Sheet", choices=choices)

    def get_heading(self) -> tuple[int, ...]:
        if self.cleaned_data["shown"] != self.cleaned_data["sheet"]:
            return ()
        return tuple(dict.fromkeys(int(part) for part in self.cleaned_data["heading"].split(",") if part.strip()))


class ColumnsForm(forms.Form):
    """What each column is, and what holds where no column says it."""

    capacity = forms.ChoiceField(
        label="Who they are, where no column says it",
        required=False,
        choices=[("", "Not known"), *Capacity.choices],
        help_text="Only who lives here is counted among those who took part.",
    )
    day = forms.DateField(
        label="Day they came, where no column says it",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, table: Table, targets: tuple[Target, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.targets = table, {target.code: target for target in targets}
        self.guessed = guess_targets(table, targets)
        choices = [("", "Nothing: leave it out"), *_group(targets)]
        for column in table.columns:
            guess = self.guessed.get(column.place)
            self.fields[f"c{column.place}"] = forms.ChoiceField(
                label=f"{column.letters}: {column.name}",
                help_text=_say_samples(column),
                choices=choices,
                required=False,
                initial=guess.code if guess else "",
            )
        self.order_fields([*(f"c{column.place}" for column in table.columns), "capacity", "day"])

    def get_guess(self) -> Mapping:
        """Return what the columns are taken for before anybody chose."""
        return Mapping(self.guessed)

    def get_mapping(self) -> Mapping:
        told = self.cleaned_data
        chosen = {column.place: self.targets.get(told.get(f"c{column.place}", "")) for column in self.table.columns}
        targets = {place: target for place, target in chosen.items() if target is not None}
        return Mapping(targets, day=told.get("day"), capacity=told.get("capacity", ""))


class AnswersForm(forms.Form):
    """Which answer each value is, for every column with fixed answers.

    A field's name says which column, what it was taken for and which of its values: what was chosen for something else
    does not count when the column becomes another.
    """

    def __init__(self, table: Table, mapping: Mapping, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = mapping
        self.places: dict[str, tuple[int, str]] = {}
        self.columns: list[tuple[Column, Target, list[str]]] = []
        for column, target, values in list_lists(table, mapping):
            # Of more, the trial says that they are no answers to choose from.
            if len(values) <= MOST_VALUES:
                self._add(column, target, values)

    def _add(self, column: Column, target: Target, values: Iterable[str]) -> None:
        choices = [("", "Choose"), *target.choices, (LEFT_OUT, _LEFT_OUT_LABEL)]
        names = []
        for number, value in enumerate(values):
            name = f"v{column.place}-{target.code}-{number}"
            self.places[name] = (column.place, value)
            self.fields[name] = forms.ChoiceField(
                label=shorten(value), choices=choices, required=False, initial=guess_answer(value, target)
            )
            names.append(name)
        self.columns.append((column, target, names))

    @property
    def groups(self) -> list[tuple[Column, Target, list[Any]]]:
        """Each column with what it is and the fields of its values."""
        return [(column, target, [self[name] for name in names]) for column, target, names in self.columns]

    @property
    def is_whole(self) -> bool:
        """Whether every list was on the page that was sent: nobody has seen a guess that was not."""
        return self.is_bound and all(name in self.data for name in self.fields)

    def get_mapping(self) -> Mapping:
        told: MappingLike[str, Any] = self.cleaned_data if self.is_bound else {}
        answers = {self.places[name]: str(code) for name, code in told.items() if code}
        return Mapping(self.mapping.targets, answers, self.mapping.day, self.mapping.capacity)


def _group(targets: Iterable[Target]) -> list[tuple[str, Pairs]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in targets:
        groups.setdefault(target.group, []).append((target.code, target.label))
    return [(name, tuple(pairs)) for name, pairs in groups.items()]


def _say_samples(column: Column) -> str:
    if not column.distinct:
        return "It is empty."
    return f"It holds: {' · '.join(shorten(value) for value in column.distinct[:_SAMPLES])}"
