"""Build the public site's style sheets, fonts and scripts into publishing/built."""

import shutil
import subprocess
from pathlib import Path

from node import ROOT, install_packages

PUBLISHING = ROOT / "src" / "fiftysteps" / "publishing"
BUILT = PUBLISHING / "built" / "fiftysteps"
PACKAGES = ROOT / "node_modules"
FONT = PACKAGES / "@fontsource" / "atkinson-hyperlegible"
# Ordinary and bold. The extended Latin letters are a file of their own, taken only for a page that has one.
FONT_FILES = [
    f"atkinson-hyperlegible-{letters}-{weight}-normal.woff2"
    for letters in ("latin", "latin-ext")
    for weight in (400, 700)
]


def main() -> None:
    node = install_packages()
    work = BUILT.with_name("fiftysteps.new")
    shutil.rmtree(work, ignore_errors=True)
    (work / "fonts").mkdir(parents=True)
    _copy_fonts(work / "fonts")
    _copy_scripts(work)
    _compile_styles(node, work)
    shutil.rmtree(BUILT, ignore_errors=True)
    work.rename(BUILT)
    print(f"Built {sum(1 for file in BUILT.rglob('*') if file.is_file())} files of style, type and behaviour.")


def _copy_fonts(folder: Path) -> None:
    for name in FONT_FILES:
        shutil.copy(FONT / "files" / name, folder)
    # The Open Font License asks that it travel with the font.
    shutil.copy(FONT / "LICENSE", folder / "LICENSE.txt")


def _copy_scripts(folder: Path) -> None:
    for file in sorted((PUBLISHING / "js").glob("*.js")):
        shutil.copy(file, folder)


def _compile_styles(node: Path, folder: Path) -> None:
    """Compile every sheet whose name starts with no underscore: main, print, and whatever joins them."""
    sheets = [file for file in sorted((PUBLISHING / "scss").glob("*.scss")) if not file.name.startswith("_")]
    pairs = [f"{sheet}:{folder / sheet.stem}.css" for sheet in sheets]
    options = [f"--load-path={PACKAGES}", "--style=compressed", "--no-source-map", "--quiet-deps"]
    subprocess.run([node, PACKAGES / "sass" / "sass.js", *options, *pairs], check=True)


if __name__ == "__main__":
    main()
