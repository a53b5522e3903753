"""The product's settings, middleware and all, with bare views in the place of its own."""

from fiftysteps.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.parts.bare_view"
