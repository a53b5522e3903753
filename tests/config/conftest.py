import pytest

from tests.workspaces import WorkspaceFolder


@pytest.fixture
def workspace(tmp_path):
    """The small workspace, in a folder of its own."""
    return WorkspaceFolder(tmp_path / "workspace")
