"""The product's own settings in local mode, on the database that TEST_DATABASE_URL names."""

import os

os.environ["LOCAL"] = "1"
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from roadmap.settings import *  # noqa: F403
from roadmap.settings import DATABASES, STORAGES

# Only tests may empty tables of history, and only on a connection that says so.
DATABASES["default"]["OPTIONS"]["options"] += " -c throughline.may_truncate=on"
DATABASES["default"]["TEST"] = {"TEMPLATE": "template0"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# A thread would outlive the test whose edit has started it; tests of pictures turn this on, and wait for it.
DRAWS_AFTER_EDITS = False
