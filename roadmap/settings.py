"""Settings: one file, from the environment, safe by default. The local mode differs only where `LOCAL` is named.

What each variable means stands in docs/operators.md; the limits of what people may send stand at the end.
"""

import os
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from roadmap import environment, headers
from roadmap.environment import BASE_DIR, LOCAL, RELOAD

DEBUG = False
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.names(
    environment.required("ALLOWED_HOSTS", "Name the hosts that this site answers to, such as learn.example.org.")
) or ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "demo",
    "progress",
    "accounts",
    "roadmap",
    "outbox",
    "accounts.site.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "roadmap.headers.PolicyHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "roadmap.compression.Compression",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "accounts.sessions.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "roadmap.errors.BodyLimit",
    "roadmap.errors.Charset",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.sessions.Authentication",
    "accounts.middleware.LoginRequired",
    "accounts.middleware.TimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.RefusedForms",
    "roadmap.errors.MethodNotAllowed",
]

ROOT_URLCONF = "roadmap.urls"
WSGI_APPLICATION = "roadmap.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Limits at sign-in count across all workers, so they need a place that all workers share.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
FORMAT_MODULE_PATH = ["roadmap.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "roadmap.stylesheet.StylesheetFinder",
]
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "var" / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
WHITENOISE_ADD_HEADERS_FUNCTION = headers.for_other_sites
if RELOAD:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

# People
AUTH_USER_MODEL = "accounts.User"
# Addresses are unique without regard to case, by a constraint that this check does not know.
# Whether a domain goes into the list that browsers ship is for its owner to decide, since it is hard to leave.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W021"]
AUTHENTICATION_BACKENDS = ["accounts.sessions.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "accounts.doors.SignInForm",
    "signup": "accounts.doors.SignUpForm",
    "confirm_email_verification_code": "accounts.doors.CodeForm",
    "reset_password": "accounts.doors.ResetForm",
    "confirm_password_reset_code": "accounts.doors.ResetCodeForm",
    "reset_password_from_key": "accounts.doors.NewPasswordForm",
    "change_password": "accounts.doors.ChangePasswordForm",
    "set_password": "accounts.doors.SetPasswordForm",
    "add_email": "accounts.doors.ChangeEmailForm",
    "reauthenticate": "accounts.doors.ConfirmForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole_number("TRUSTED_PROXY_COUNT", 0)

# Mail goes into the outbox in the transaction of whoever writes it; `send_mail` takes it out by the mailer "out".
DEFAULT_FROM_EMAIL = (
    environment.required("MAIL_FROM", "Mail to learners needs a sender, such as Throughline <hello@example.org>.")
    or "Throughline <throughline@localhost>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SITE_URL = environment.site_url(ALLOWED_HOSTS)
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "outbox.backend.EmailBackend"}}
if not LOCAL:
    MAILERS["out"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": environment.mail_server(),
    }

# What the browser is told to refuse
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "roadmap.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if not LOCAL:
    # Only a cookie with this prefix is bound to the host and to https by the browser itself.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Limits, tested one by one
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# Nothing that is sent is ever written to a file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
CHANGES_A_MINUTE = environment.whole_number("CHANGES_A_MINUTE", 60)
EVIDENCE_CHARACTERS = environment.whole_number("EVIDENCE_CHARACTERS", 20_000)
EVIDENCE_LINKS = environment.whole_number("EVIDENCE_LINKS", 10)
COMMENT_CHARACTERS = environment.whole_number("COMMENT_CHARACTERS", 5_000)
MESSAGE_CHARACTERS = environment.whole_number("MESSAGE_CHARACTERS", 5_000)
REASON_CHARACTERS = environment.whole_number("REASON_CHARACTERS", 1_000)
OPEN_CLAIMS_OF_A_LEARNER = environment.whole_number("OPEN_CLAIMS_OF_A_LEARNER", 10)
HOLDS_OF_A_MENTOR = environment.whole_number("HOLDS_OF_A_MENTOR", 5)
HOLD_HOURS = environment.whole_number("HOLD_HOURS", 24)

# An edit of the map starts the making of its new picture, in the background.
DRAWS_AFTER_EDITS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.log_level()},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
