"""Forms of the editor's site for evidence."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.evidence.citing.read_references import SUFFIXES, read_references
from fiftysteps.evidence.citing.reading import ReadFile

# Some two thousand references. It waits in the session until somebody says yes; more goes by command.
LARGEST_UPLOAD = 2_000_000


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
