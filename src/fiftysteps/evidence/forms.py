"""Forms of the editor's site for evidence."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from fiftysteps.accounts.models import Confidence
from fiftysteps.core.faults import Fault, Faults
from fiftysteps.evidence.citing.read_references import SUFFIXES, read_references
from fiftysteps.evidence.citing.reading import ReadFile
from fiftysteps.evidence.ingest.drafting import Draft
from fiftysteps.evidence.ingest.roles import ROLES
from fiftysteps.evidence.origins import Origin

# Some two thousand references. It waits in the session until somebody says yes; more goes by command.
LARGEST_UPLOAD = 2_000_000
# What a request can read and check while somebody waits.
LARGEST_TABLE = 10_000_000


class ReferenceFileForm(forms.Form):
    """A file of references. What is wrong in it is in `faults`, what it holds in `read`, as it came in `data`."""

    file = forms.FileField(
        label="File of references",
        help_text="BibTeX (.bib), RIS (.ris) or CSL-JSON (.json), as Zotero, EndNote, PubMed and others export them.",
        widget=forms.FileInput(attrs={"accept": ",".join((*SUFFIXES, ".txt"))}),
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults: tuple[Fault, ...] = ()
        self.read: ReadFile | None = None
        self.data_read = b""

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            most = f"{LARGEST_UPLOAD // 1_000_000} MB"
            raise forms.ValidationError(f"The file is larger than {most}: import it by command, or cut it into parts.")
        self.data_read = file.read()
        try:
            self.read = read_references(file.name or "file", self.data_read)
        except Faults as error:
            self.faults = error.faults
            raise forms.ValidationError("Nothing was taken in. Put right what is listed below.") from None
        return file


class ConfirmImportForm(forms.Form):
    """That what was looked at is what is meant: the digest of the file."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TableFileForm(forms.Form):
    """A table to be taken in. Larger ones go by command, which can wait."""

    file = forms.FileField(
        label="File with figures",
        help_text="A table as text (.csv, .tsv), a workbook (.xlsx, .xlsb, .xls, .ods) or Parquet, up to 10 MB.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_TABLE:
            most = f"{LARGEST_TABLE // 1_000_000} MB"
            raise forms.ValidationError(f"The file is larger than {most}: take it in by command (fiftysteps ingest).")
        return file


class ColumnsForm(forms.Form):
    """What each column of a sheet is, and what every row has."""

    table = forms.ChoiceField(
        label="What the figures are",
        choices=[("observations", "Values of measures: rates, shares, scores"), ("counts", "Counts to compute from")],
    )
    header = forms.RegexField(
        r"^\s*\d{1,6}(\s*,\s*\d{1,6}){0,3}\s*$",
        label="Rows of the heading",
        help_text="The number of the row that names the columns; two of them with a comma between, such as 3, 4.",
        error_messages={"invalid": "Give the number of a row, such as 3, or of two rows, such as 3, 4"},
    )
    constants = ("indicator", "measure", "area", "period")

    def __init__(self, draft: Draft, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.fields["header"].initial = str(draft.header)
        sheets = [(name, name) for name in draft.sheets if name]
        if sheets:
            self.fields["sheet"] = forms.ChoiceField(label="Sheet", choices=sheets, initial=draft.sheet)
        roles = [("", "Leave it out"), *((role, role.replace("_", " ")) for role in ROLES)]
        for column in draft.columns:
            said = f"{column.letters}: {column.heading or 'no heading'}"
            self.fields[f"column-{column.letters}"] = forms.ChoiceField(
                label=said, help_text=", ".join(column.samples), choices=roles, initial=column.role, required=False
            )
        for role in self.constants:
            self.fields[f"constant-{role}"] = forms.CharField(
                label=f"The same {role} for every row", max_length=200, required=False
            )

    def get_parts(self) -> dict[str, Any]:
        """Return what was chosen, as `write_mapping` takes it."""
        return self._make_parts(self.cleaned_data)

    def get_guessed(self) -> dict[str, Any]:
        """Return what the columns are taken for before anybody chose."""
        return self._make_parts({name: field.initial or "" for name, field in self.fields.items()})

    def _make_parts(self, told: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "sheet": told.get("sheet") or self.draft.sheet,
            "header": [int(part) for part in str(told["header"]).split(",")],
            "table": told.get("table") or "observations",
            "roles": {column.letters: told.get(f"column-{column.letters}", "") for column in self.draft.columns},
            "constants": {role: told.get(f"constant-{role}", "") for role in self.constants},
        }


class OriginForm(forms.Form):
    """Of which dataset a file is the newest release, and where it comes from."""

    dataset = forms.SlugField(
        label="Dataset", max_length=80, help_text="Its short name. One that is there gets a new release."
    )
    title = forms.CharField(label="Title", max_length=300, required=False, help_text="Of a dataset that is new.")
    source = forms.CharField(
        label="Source", max_length=500, help_text="Who published it, and what: “Newham Council, school census 2025”."
    )
    url = forms.URLField(label="Address of the source", max_length=500, required=False, assume_scheme="https")
    licence = forms.CharField(label="Licence", max_length=200, help_text="For example “Open Government Licence v3.0”.")
    confidence = forms.ChoiceField(label="How sure are we of it?", choices=Confidence.choices)

    def get_origin(self) -> Origin:
        told = self.cleaned_data
        return Origin(told["title"], told["source"], told["url"], told["licence"], told["confidence"])
