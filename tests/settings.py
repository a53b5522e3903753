"""The settings of the product, with a throw-away data directory, a cheap password hash and no asset manifest."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Always a new one, whatever the environment says: a test run must never touch somebody's data.
if "PYTEST_XDIST_WORKER" in os.environ:
    # Workers end without a word, so theirs lies in that of the process which started them and tidies up.
    _DATA = Path(os.environ["FIFTYSTEPS_TESTS_FOLDER"], os.environ["PYTEST_XDIST_WORKER"])
    _DATA.mkdir(exist_ok=True)
else:
    _DATA = Path(tempfile.mkdtemp(prefix="fiftysteps-tests-"))
    os.environ["FIFTYSTEPS_TESTS_FOLDER"] = str(_DATA)
    atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["FIFTYSTEPS_DATA"] = str(_DATA)
os.environ["FIFTYSTEPS_SECRET_KEY"] = "only-for-the-tests"
# Thirty-two bytes of zero, as no site has them.
os.environ["FIFTYSTEPS_CONTACT_KEY"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
for name in ("DEBUG", "DEMONSTRATION", "HOSTS", "ORIGIN", "LOG_LEVEL"):
    os.environ.pop(f"FIFTYSTEPS_{name}", None)

from fiftysteps.config.settings import *  # noqa: E402, F403
from fiftysteps.config.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
# The manifest is written by collectstatic, which tests of a single page must not need.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file: an SQLite database in memory has neither the locks nor the journal of the one we run on.
    # Nobody's receipt hangs on it, and a thousand tests would wait for the disk.
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
    DATABASES["default"]["TEST"] = {"NAME": str(_DATA / "test.sqlite3")}
