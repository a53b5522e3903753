#!/bin/sh
# Print the first command that is Python 3.12 or newer. Each is run: a version manager's shim can stand on PATH and fail.
for candidate in python3 python3.14 python3.13 python3.12; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done
echo "Fifty Steps needs Python 3.12 or newer, and none was found as python3, python3.14, python3.13 or python3.12." >&2
echo "Install it (on Debian 13 or Ubuntu 24.04: apt install python3 python3-venv; on a Mac: brew install python@3.12), then run make again." >&2
exit 1
