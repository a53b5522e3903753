"""Compile every template: a misspelt tag or filter is found here and not by a reader."""

import sys
from pathlib import Path

import django
from django.template import TemplateSyntaxError, engines

SOURCE = Path(__file__).resolve().parent.parent / "src" / "fiftysteps"


def main() -> int:
    django.setup()
    files = sorted(file for file in SOURCE.rglob("templates/**/*") if file.suffix in {".html", ".txt", ".xml", ".svg"})
    faults = [fault for file in files if (fault := get_fault(file))]
    print("\n".join(faults) if faults else f"{len(files)} templates compile.")
    return 1 if faults else 0


def get_fault(file: Path) -> str:
    """Return what is wrong with the template `file`, or nothing."""
    try:
        engines["django"].from_string(file.read_text("utf-8"))
    except TemplateSyntaxError as error:
        return f"{file.relative_to(SOURCE)}: {error}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
