"""Django's settings, from the environment. The data folder holds everything: database, key, uploads.

SELLWRIGHT_HOME    the data folder (default: the platform's place for a user's data)
DATABASE_URL       postgres://user:password@host/name; without it a SQLite file in the data folder
SELLWRIGHT_KEY     the secret key; without it one is made once in the data folder (readable by its owner only)
SELLWRIGHT_OLD_KEYS  earlier keys, comma-separated: what was sealed with them still opens (store/sealed.py)
PUBLIC_URL         how others reach this server (https://sales.firm.com, no path); without it, this machine only
SELLWRIGHT_PROXIES how many proxies stand before this server (default: 1 with PUBLIC_URL, else 0): what they say of
                   a request (X-Forwarded-For, X-Forwarded-Proto) is believed, and with 0 nobody's word is
SELLWRIGHT_BACKUPS a folder (of another disk) into which a backup is put every night; without it none is
SELLWRIGHT_BACKUPS_KEEP  how many of them stay (default 7)
SELLWRIGHT_UPLOAD_GB  the largest file that may be uploaded, in GB (default 50)
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import platformdirs

from sellwright import __version__

HOME = Path(os.environ.get("SELLWRIGHT_HOME") or platformdirs.user_data_dir("sellwright"))
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")
SCREENS = Path(__file__).resolve().parents[1] / "screens"


def secret_key() -> str:
    """The key of the environment, else that of the data folder, made on first use."""
    given = os.environ.get("SELLWRIGHT_KEY")
    if given:
        return given
    file = HOME / "secret-key"
    HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text()


def database(url: str) -> dict[str, Any]:
    """Django's entry for a database address."""
    if not url:
        return {
            "ENGINE": "sellwright.store.sqlite",
            "NAME": HOME / "sellwright.sqlite",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;"
                " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=8000;",
            },
            "TEST": {"NAME": ":memory:"},
        }
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or options.pop("port", "") or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": options,
    }


SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = []
PROXIES = int(os.environ.get("SELLWRIGHT_PROXIES") or bool(PUBLIC_URL))
if PUBLIC_URL:
    _public = urlsplit(PUBLIC_URL)
    ALLOWED_HOSTS.append(_public.hostname or "")
    CSRF_TRUSTED_ORIGINS.append(f"{_public.scheme}://{_public.netloc}")
SECURE = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "sellwright.store.apps.StoreConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random: a length tells nothing of what stands in a page
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sellwright.server.middleware.policies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sellwright.server.middleware.at_the_bench",
    "sellwright.server.middleware.forms_lead_back",
]
ROOT_URLCONF = "sellwright.server.urls"
WSGI_APPLICATION = "sellwright.server.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SCREENS / "templates", SCREENS],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["sellwright.screens.drawing"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sellwright.screens.around.around",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["sellwright.server.signed_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers; the page answers alike
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_ADAPTER = "sellwright.server.entering.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "sellwright.server.entering.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
MFA_ADAPTER = "sellwright.server.entering.MFAAdapter"
MFA_TOTP_ISSUER = "Sellwright"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an owner vouches for addresses by inviting them
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # http://localhost only; browsers refuse any other

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [SCREENS / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [SCREENS / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
UPLOADS = HOME / "uploads"
BACKUPS = os.environ.get("SELLWRIGHT_BACKUPS", "")
BACKUPS_KEEP = max(1, int(os.environ.get("SELLWRIGHT_BACKUPS_KEEP") or 7))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
UPLOAD_MOST_BYTES = int(float(os.environ.get("SELLWRIGHT_UPLOAD_GB") or 50) * 1e9)
FILE_UPLOAD_HANDLERS = ["sellwright.screens.uploads.Streamed"]
FILE_UPLOAD_PERMISSIONS = 0o600

SESSION_ENGINE = "sellwright.server.signed_in"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sellwright.screens.errors.stale"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if SECURE:
    if PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # what counts tries must not be pushed out by many who try
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "sellwright.server.logs.Plain"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING"},
        "django.request": {"level": "CRITICAL"},  # a 500 is told once, with its id (screens/errors.py)
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "sellwright": {"handlers": ["stderr"], "level": "INFO"},
    },
}
VERSION = __version__
