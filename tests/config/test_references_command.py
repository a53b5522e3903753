"""`fiftysteps references import`: what it prints, what it changes, and how it refuses."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fiftysteps.accounts.models import AuditEntry
from fiftysteps.config import cli
from fiftysteps.evidence.models import Reference
from tests.evidence.citing.files import BIBTEX

pytestmark = pytest.mark.django_db


def run(*words: object) -> Result:
    return CliRunner().invoke(cli.main, ["references", "import", *map(str, words)])


@pytest.fixture
def library(tmp_path: Path) -> Path:
    file = tmp_path / "library.bib"
    file.write_text(BIBTEX, encoding="utf-8")
    return file


def test_a_file_comes_in_as_drafts_and_what_to_look_at_is_said(library: Path) -> None:
    result = run(library)

    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "library.bib, line 27: record 3, no author and no editor is named",
        "library.bib, line 27: record 3, no year can be read, so none is held",
        "4 new references taken in as drafts; 0 left out as there already.",
        "Before one is published, somebody says how strong its evidence is and looks at its kind.",
    ]
    assert Reference.objects.filter(live=False).count() == 4
    assert AuditEntry.objects.get(action="import-references").user is None


def test_a_dry_run_says_the_same_and_takes_nothing_in(library: Path) -> None:
    result = run(library, "--dry-run")

    assert (
        result.output.splitlines()[-1] == "4 new references would be taken in as drafts; 0 left out as there already."
    )
    assert not Reference.objects.exists()


def test_running_it_again_takes_nothing_in_and_names_what_is_held(library: Path) -> None:
    run(library)

    result = run(library)

    assert result.exit_code == 0
    assert 'library.bib, line 18: record 2 is held already: "Damp in rented homes" (ref-town-of-2019' in result.output
    assert "0 new references taken in as drafts; 4 left out as there already." in result.output
    assert Reference.objects.count() == 4


def test_every_fault_is_printed_and_nothing_is_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "bad.bib"
    file.write_text(BIBTEX + "@article{x, doi = {y}}", encoding="utf-8")

    result = run(file)

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        'bad.bib, line 34: record 5, "doi" must be a DOI such as 10.1136/bmj.g1687; got y',
        'bad.bib, line 34: record 5, "title" is missing: a reference has a title',
    ]
    assert not Reference.objects.exists()


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    result = run(tmp_path / "none.bib")

    assert result.exit_code == 1
    assert "none.bib: the file cannot be read; got No such file or directory" in result.output


def test_a_folder_is_a_sentence(tmp_path: Path) -> None:
    assert "the file cannot be read" in run(tmp_path).output
