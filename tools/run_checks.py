"""Everything that can be said of the code without running it. All checks are run, then what failed is named."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix, "bin")
DJANGO = [sys.executable, "-m", "django"]

CHECKS: dict[str, list[Path | str]] = {
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "types": [BIN / "mypy", "--no-error-summary"],
    "import contracts": [BIN / "lint-imports", "--no-logo"],
    "migrations": [*DJANGO, "makemigrations", "--check", "--dry-run"],
    "Django's own checks": [*DJANGO, "check", "--fail-level", "WARNING"],
    "templates compile": [sys.executable, ROOT / "tools" / "check_templates.py"],
    "templates lint": [BIN / "djlint", "--lint", "--quiet", "src/fiftysteps"],
}


def main() -> int:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    failed = []
    for name, command in CHECKS.items():
        print(f"{name} …", flush=True)
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else f"All {len(CHECKS)} checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
