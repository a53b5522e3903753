import pytest

from fiftysteps.config.init import TEMPLATE, init_workspace
from fiftysteps.config.load import check_workspace, load_workspace
from fiftysteps.core.errors import PersonError
from fiftysteps.strategy.models import Step


def test_a_new_workspace_has_no_faults_and_every_file_of_the_template(tmp_path):
    init_workspace(tmp_path / "new")
    check_workspace(tmp_path / "new")
    names = {path.relative_to(TEMPLATE) for path in TEMPLATE.rglob("*")}
    assert {path.relative_to(tmp_path / "new") for path in (tmp_path / "new").rglob("*")} == names


@pytest.mark.django_db
def test_a_new_workspace_can_be_loaded(tmp_path):
    init_workspace(tmp_path)
    load_workspace(tmp_path)
    assert Step.objects.get().citations.count() == 4


def test_everything_in_the_template_is_marked_as_invented():
    texts = {path: path.read_text(encoding="utf-8") for path in TEMPLATE.rglob("*.yaml")}
    lines = {line.strip() for text in texts.values() for line in text.splitlines() if not line.strip().startswith("#")}
    assert "nature: illustrative" in lines
    assert "nature: real" not in lines


def test_an_empty_folder_may_be_there_and_a_full_one_may_not(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(PersonError, match="is there already and not empty"):
        init_workspace(tmp_path)
    with pytest.raises(PersonError, match="is there already and not empty"):
        init_workspace(tmp_path / "file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path, monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("shutil.copytree", refuse)
    with pytest.raises(PersonError, match="The workspace cannot be written: Permission denied"):
        init_workspace(tmp_path / "new")
