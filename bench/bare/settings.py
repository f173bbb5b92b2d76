"""The product's own settings, with one bare view in the place of its pages."""

from roadmap.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare.urls"
