"""The settings of commands that only read and write figures: without the rooms above, and without the editor's site.

Those take two seconds to start, which is longer than such a command has to work when nothing changed.
"""

from fiftysteps.config.settings import *  # noqa: F403

INSTALLED_APPS = [
    "fiftysteps.evidence",
    "fiftysteps.accounts",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
