"""Write a workspace to start from."""

import shutil
from pathlib import Path

from fiftysteps.core.errors import PersonError

TEMPLATE = Path(__file__).resolve().parent / "workspace_template"


def init_workspace(folder: Path) -> None:
    """Copy the small example into `folder`, which is made if it is not there.

    Raises
    ------
    PersonError
        The folder holds something already, is no folder, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PersonError(f"{folder} is there already and not empty. A new workspace needs a folder of its own.")
    try:
        # The files' own rights and dates stay behind: where the product is installed, they may be read-only.
        shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    except OSError as error:
        raise PersonError(f"The workspace cannot be written: {error.strerror or error}.") from error
