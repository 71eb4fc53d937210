"""Every setting, read from the environment; each default serves one machine."""

import os
from pathlib import Path
from urllib.parse import quote, urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from openevent.lib.environment import database, env, flag, needs, number, seconds, secret_key, site

django_stubs_ext.monkeypatch()  # lets Django's generic classes be written with their types, ModelAdmin[User]

# --- where things are -------------------------------------------------------------------------------------------------

# The database file, exported files, the embedded queue and the secret key live here.
DATA_DIR = Path(env.str("DATA_DIR", default="") or "data").absolute()

# SITE_URL makes addresses in answers and calendars absolute. Without it answers hold paths, and calendars, whose
# addresses must be absolute (RFC 5545, 3.8.4.6), hold the address on which `openevent serve` listens.
SITE_URL = site("SITE_URL")
LOCAL_URL = env.str("LOCAL_URL", default="http://localhost:8000").rstrip("/")
# Speakers and organisers get calendar addresses under this domain that reveal nothing (RFC 2606 reserves .invalid).
NOREPLY_DOMAIN = env.str("NOREPLY_DOMAIN", default=urlsplit(SITE_URL).hostname or "noreply.invalid")

# --- security ---------------------------------------------------------------------------------------------------------

DEBUG = flag("DEBUG", default=False)
SECRET_KEY = secret_key("SECRET_KEY", DATA_DIR)
# Behind a proxy that forwards any host, name the hosts; no answer is built from the Host header.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL] if SITE_URL else [])
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
X_FRAME_OPTIONS = "DENY"
# A request's body; files in multipart bodies have limits of their own where they are read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Django -----------------------------------------------------------------------------------------------------------

ROOT_URLCONF = "openevent.urls"
WSGI_APPLICATION = "openevent.wsgi.application"
APPEND_SLASH = False
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "openevent.accounts",
    "openevent.events",
    "openevent.jobs",
    "openevent.program",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
# The admin's style sheets are served from the installed packages: no collecting step before the first start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# --- database ---------------------------------------------------------------------------------------------------------

DEFAULT_DATABASE_URL = f"sqlite:///{quote(str(DATA_DIR / 'openevent.sqlite3'))}"
DATABASES = {"default": database("DATABASE_URL", DEFAULT_DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers and one writer at a time do not wait for each other (WAL); a transaction takes the write lock when it
        # begins and not in the middle, where SQLite could only refuse it.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON;",
        "timeout": 20,
    }
    # Tests have a file of their own, too: a database in memory locks otherwise, and knows no WAL.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "tests.sqlite3"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- accounts ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "openevent.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# How long tokens live: an access token alone, one that comes with a refresh token, and the refresh token.
ACCESS_TOKEN_LIFETIME = seconds("ACCESS_TOKEN_LIFETIME", 24 * 3600)
ACCESS_TOKEN_LIFETIME_WITH_REFRESH = seconds("ACCESS_TOKEN_LIFETIME_WITH_REFRESH", 90 * 60)
REFRESH_TOKEN_LIFETIME = seconds("REFRESH_TOKEN_LIFETIME", 365 * 24 * 3600)
SIMPLE_JWT = {
    "USER_ID_CLAIM": "identity",
    "TOKEN_TYPE_CLAIM": "type",
    "ALGORITHM": "HS256",
    "UPDATE_LAST_LOGIN": False,
}

# --- files ------------------------------------------------------------------------------------------------------------

# Made files are private: they are handed out by signed addresses only, never from a public folder.
S3_BUCKET = env.str("S3_BUCKET", default="")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "exports": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "exports", "file_permissions_mode": 0o600},
    },
    "imports": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "imports", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if S3_BUCKET:
    needs("storages", "s3", "S3_BUCKET")
    for private in ("exports", "imports"):
        STORAGES[private] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "location": private,
                "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
                "default_acl": "private",
                "file_overwrite": False,
            },
        }

# --- slow work --------------------------------------------------------------------------------------------------------

# Without a broker of one's own, tasks travel through files in DATA_DIR: nothing to install, one machine.
EMBEDDED_QUEUE = "folders://localhost"
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=EMBEDDED_QUEUE)
if not CELERY_BROKER_URL.startswith((EMBEDDED_QUEUE, "redis://", "rediss://", "amqp://", "amqps://")):
    raise ImproperlyConfigured("CELERY_BROKER_URL must begin with redis://, rediss://, amqp:// or amqps://.")
QUEUE_DIR = DATA_DIR / "queue"
CELERY_TASK_IGNORE_RESULT = True  # the job row holds what became of a job
CELERY_TASK_ACKS_LATE = False  # a lost message is sent again from the job row, on every broker alike
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TIMEZONE = "UTC"
if CELERY_BROKER_URL == EMBEDDED_QUEUE:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.01,  # kombu's default of one second would be what a user waits for
    }
elif CELERY_BROKER_URL.startswith(("redis://", "rediss://")):
    needs("redis", "redis", "CELERY_BROKER_URL")
    # Asking for work must not hang on a broker that is down: the row is kept and sent later.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}

# A worker shows every JOB_HEARTBEAT that it lives; a job that was not heard of for JOB_LEASE is given to another.
JOB_HEARTBEAT = seconds("JOB_HEARTBEAT", 2)
JOB_LEASE = seconds("JOB_LEASE", 15)
# A job that nobody has begun is sent again after JOB_RESEND; both are looked at every JOB_SWEEP.
JOB_RESEND = seconds("JOB_RESEND", 15)
JOB_SWEEP = seconds("JOB_SWEEP", 5)
# So often is a job begun before it counts as failed: work that kills its worker must not kill every worker.
JOB_ATTEMPTS = number("JOB_ATTEMPTS", 5)
# Finished files and their rows are kept so long; a download address is good for so long.
JOB_RETENTION = seconds("JOB_RETENTION", 7 * 24 * 3600)
DOWNLOAD_LIFETIME = seconds("DOWNLOAD_LIFETIME", 24 * 3600)
# An uploaded archive may be so big, and take so long to read.
IMPORT_MAX_TIME = seconds("IMPORT_MAX_TIME", 300)
IMPORT_MAX_BYTES = number("IMPORT_MAX_BYTES", 25 * 1024 * 1024)

# --- API --------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["openevent.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["openevent.api.permissions.Denied"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["openevent.api.parsing.Json"],
    "EXCEPTION_HANDLER": "openevent.api.errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

# --- logs -------------------------------------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
    raise ImproperlyConfigured("LOG_LEVEL must be debug, info, warning, error or critical.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "openevent.lib.logs.formatter", "colours": os.isatty(2) if hasattr(os, "isatty") else False}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # A line for every task, and the regular ones come every few seconds, would hide what matters.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.apps.worker": {"level": "WARNING"},
        "celery.worker.consumer.connection": {"level": "WARNING"},
    },
}
