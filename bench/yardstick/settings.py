"""What `startproject` sets up, on PostgreSQL and tuned: a signed-in user and an answer that is always the same.

Nothing of ours is in it, so that it stays as fast as it is while our code changes.
"""

import os

from psycopg.conninfo import conninfo_to_dict

SECRET_KEY = "of the yardstick, which never leaves this machine"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "bench.yardstick.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

_address = {key: value for key, value in conninfo_to_dict(os.environ["DATABASE_URL"]).items() if value is not None}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _address.pop("dbname", ""),
        "USER": _address.pop("user", ""),
        "PASSWORD": _address.pop("password", ""),
        "HOST": _address.pop("host", ""),
        "PORT": _address.pop("port", ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 1,
            # Its tables have the names of ours, so they stand in a schema of their own.
            "options": "-c search_path=yardstick",
            **_address,
        },
    }
}
