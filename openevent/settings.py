"""Every setting, read from the environment; each default serves one machine."""

import os
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from openevent.lib.environment import (
    amounts,
    database,
    env,
    flag,
    folder,
    key,
    keys,
    needs,
    number,
    percent,
    seconds,
    secret_key,
    site,
)

django_stubs_ext.monkeypatch()  # lets Django's generic classes be written with their types, ModelAdmin[User]

# --- where things are -------------------------------------------------------------------------------------------------

# The database file, exported files, the embedded queue and the secret key live here.
DATA_DIR = Path(env.str("DATA_DIR", default="") or "data").absolute()

# SITE_URL makes addresses in answers and calendars absolute. Without it answers hold paths, and calendars, whose
# addresses must be absolute (RFC 5545, 3.8.4.6), hold the address on which `openevent serve` listens.
SITE_NAME = env.str("SITE_NAME", default="Open Event Server")  # what pages call the site
SITE_URL = site("SITE_URL")
LOCAL_URL = env.str("LOCAL_URL", default="http://localhost:8000").rstrip("/")
# Speakers and organisers get calendar addresses under this domain that reveal nothing (RFC 2606 reserves .invalid).
# Letters have their Message-ID under it.
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
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000  # the form of an order asks each of as many as a thousand who come

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
    "django.forms",  # its templates of inputs, for our forms
    "django_htmx",  # the script itself
    "allauth",
    "allauth.account",  # the next one needs it; its tables stay empty, see `accounts.factors`
    "allauth.mfa",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "openevent.accounts",
    "openevent.events",
    "openevent.jobs",
    "openevent.program",
    "openevent.tickets",
    "openevent.holders",
]
MIDDLEWARE = [
    "openevent.feeds.front.FeedsFirst",  # before all that a calendar needs nothing of
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",  # before whatever may answer by itself
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # its app does not start without
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
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
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # in which there are pages
LOCALE_PATHS = [Path(__file__).parent / "web" / "locale"]
LOGIN_URL = "/account/sign-in"
CSRF_FAILURE_VIEW = "openevent.web.rendering.not_from_here"
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "web" / "static"]
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
else:
    # A connection that broke while nobody used it is noticed before it is used again.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Each thread keeps its connection for the next request: to open one costs more than most requests do.
DATABASES["default"]["CONN_MAX_AGE"] = 600
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
# Second factors are django-allauth's. Of its accounts, addresses and passwords nothing is used: ours are the truth.
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # clocks may differ by one step of half a minute (RFC 6238, 5.2)
# How long tokens live: an access token alone, one that comes with a refresh token, and the refresh token.
ACCESS_TOKEN_LIFETIME = seconds("ACCESS_TOKEN_LIFETIME", 24 * 3600)
ACCESS_TOKEN_LIFETIME_WITH_REFRESH = seconds("ACCESS_TOKEN_LIFETIME_WITH_REFRESH", 90 * 60)
REFRESH_TOKEN_LIFETIME = seconds("REFRESH_TOKEN_LIFETIME", 365 * 24 * 3600)
# A secret that was posted to an address is good for so long: one that proves it, and one that sets a new password.
VERIFICATION_LIFETIME = seconds("VERIFICATION_LIFETIME", 24 * 3600)
RESET_LIFETIME = seconds("RESET_LIFETIME", 3600)
# So often may one try to sign in, in five minutes: to one account, and from one network address.
SIGN_INS_PER_ACCOUNT = number("SIGN_INS_PER_ACCOUNT", 10)
SIGN_INS_PER_CLIENT = number("SIGN_INS_PER_CLIENT", 60)
# So often may one try codes of a second factor, in five minutes and for one account; ten times as often in a day.
CODES_PER_ACCOUNT = number("CODES_PER_ACCOUNT", 10)
# So often may somebody who is signed in give a password again, in five minutes.
PASSWORD_CHECKS_PER_ACCOUNT = number("PASSWORD_CHECKS_PER_ACCOUNT", 10)
# So often may one ask whether an address has an account, in an hour and from one network address.
ADDRESS_CHECKS_PER_CLIENT = number("ADDRESS_CHECKS_PER_CLIENT", 20)
REGISTRATIONS_PER_CLIENT = number("REGISTRATIONS_PER_CLIENT", 60)
# So often may one have a secret posted: to one address in an hour, and from one network address in a minute.
SECRETS_PER_ADDRESS = number("SECRETS_PER_ADDRESS", 3)
# Letters that somebody has written, an hour: of one account, and to one address.
LETTERS_PER_ACCOUNT = number("LETTERS_PER_ACCOUNT", 1000)
LETTERS_PER_ADDRESS = number("LETTERS_PER_ADDRESS", 30)
# Letters that follow from one buyer's orders, an hour, to whomever they go; more of them, and more to one address than
# it gets, wait.
LETTERS_PER_BUYER = number("LETTERS_PER_BUYER", 200)
SECRETS_PER_CLIENT = number("SECRETS_PER_CLIENT", 1)
# So many proxies of one's own stand before the server; each adds to X-Forwarded-For from whom it took the request.
_proxies = env.str("TRUSTED_PROXIES", default="0")
if not re.fullmatch(r"[0-9]{1,2}", _proxies):
    raise ImproperlyConfigured("TRUSTED_PROXIES must be a whole number, 0 where no proxy stands before the server.")
TRUSTED_PROXIES = int(_proxies)
# An answer is kept so long for who sends the same request again under the same Idempotency-Key.
IDEMPOTENCY_KEY_LIFETIME = seconds("IDEMPOTENCY_KEY_LIFETIME", 24 * 3600)
# An act that was not answered for so long is given to the next request with its key: its process is gone. It should be
# longer than any act takes; where one takes longer all the same, only one of the two is committed.
IDEMPOTENCY_KEY_LEASE = seconds("IDEMPOTENCY_KEY_LEASE", 60)
SIMPLE_JWT = {
    "USER_ID_CLAIM": "identity",
    "TOKEN_TYPE_CLAIM": "type",
    "ALGORITHM": "HS256",
    "UPDATE_LAST_LOGIN": False,
}

# --- letters ----------------------------------------------------------------------------------------------------------

# Where letters go: smtp+tls://user:password@host:587, smtp+ssl://…:465, smtp://host:25, or a folder, filemail:///path.
# Without it they are shown where the server's log is, secrets and all: that serves whoever tries the server out.
EMAIL_URL = env.str("EMAIL_URL", default="") or "consolemail://"
try:
    _mail = env.email_url_config(EMAIL_URL)
except (ImproperlyConfigured, ValueError) as error:
    raise ImproperlyConfigured("EMAIL_URL must be an address such as smtp+tls://user:password@host:587.") from error
if EMAIL_URL.startswith("smtp") and not _mail["EMAIL_HOST"]:
    raise ImproperlyConfigured("EMAIL_URL names no host; write it as smtp+tls://user:password@host:587.")
if EMAIL_URL.startswith("filemail:") and not EMAIL_URL.startswith("filemail:///"):
    raise ImproperlyConfigured("EMAIL_URL must name a folder by its whole path: filemail:///path.")
# Ours is Django's, but tells when a letter goes over the line: one that must not be sent twice needs to know.
EMAIL_BACKEND = "openevent.accounts.smtp.EmailBackend" if EMAIL_URL.startswith("smtp") else _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_TLS")), bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_FILE_PATH = f"/{_mail['EMAIL_FILE_PATH']}"
EMAIL_TIMEOUT = 30  # in seconds: a mail server that says nothing must not keep a worker
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Open Event Server <noreply@{NOREPLY_DOMAIN}>")
if "@" not in DEFAULT_FROM_EMAIL or not DEFAULT_FROM_EMAIL.isprintable():
    raise ImproperlyConfigured("DEFAULT_FROM_EMAIL must be an address, such as Our Events <events@example.org>.")
# What became of a letter is kept so long; its words are gone as soon as it is sent.
LETTER_RETENTION = seconds("LETTER_RETENTION", 30 * 24 * 3600)

# --- personal data ----------------------------------------------------------------------------------------------------

# When somebody's personal data is erased, orders that cost something keep what bookkeeping needs: so many whole years,
# counted from the end of the year of the last entry (in Germany, section 147 of the Fiscal Code asks for ten at most).
KEEP_BOOKS = number("KEEP_BOOKS", 10)

# --- events -----------------------------------------------------------------------------------------------------------

# An invitation to a team can be accepted for so long.
ROLE_INVITE_LIFETIME = seconds("ROLE_INVITE_LIFETIME", 7 * 24 * 3600)

# Who else is asked before an event changes or goes (`events.guards`): modules.
EVENT_GUARDS = ["openevent.tickets.guarding"]

# --- tickets ----------------------------------------------------------------------------------------------------------

# An order that is begun holds its places for so long; one that waits for its payment, for so much longer.
ORDER_HOLD = seconds("ORDER_HOLD", 15 * 60)
PAYMENT_WAIT = seconds("PAYMENT_WAIT", 30 * 60)
# How often holders of tickets are told, for their calendars, of events that moved.
HOLDERS_SWEEP = seconds("HOLDERS_SWEEP", 15)
# Places for which somebody has waited are held for them so long, and shorter near the end of sales.
WAITING_OFFER = seconds("WAITING_OFFER", 24 * 3600)
# What the site takes of each ticket that costs something, in percent of its price; who organises may bear it.
PLATFORM_FEE = percent("PLATFORM_FEE", 0)
# The most that it takes of one line of an order, by currency: EUR=19.50,JPY=3000.
PLATFORM_FEE_MAXIMA = amounts("PLATFORM_FEE_MAXIMA")
# So often may one try out words as discount or access codes, in an hour and from one network address.
CODES_PER_CLIENT = number("CODES_PER_CLIENT", 100)
# Whether accounts without a proven address may order what costs nothing.
UNVERIFIED_FREE_ORDERS = flag("UNVERIFIED_FREE_ORDERS", default=False)
# Fonts for letters that those of `lib.fonts` do not have; without any, documents show boxes for these.
FONTS_DIR = folder("FONTS_DIR")

# --- payments ---------------------------------------------------------------------------------------------------------

# With the secret key of a Stripe account the site takes payments by card: each event's to the account that its team has
# linked (Stripe Connect), or all of them to the site's own. Without it orders are paid to organisers directly.
STRIPE_SECRET_KEY = key("STRIPE_SECRET_KEY", "sk_", "rk_")
STRIPE_PUBLISHABLE_KEY = key("STRIPE_PUBLISHABLE_KEY", "pk_")
STRIPE_FOR_ALL_EVENTS = flag("STRIPE_FOR_ALL_EVENTS", default=False)
# With these Stripe signs what it tells: one for the site's own account, one for linked ones.
STRIPE_WEBHOOK_SECRET = keys("STRIPE_WEBHOOK_SECRET", "whsec_")
STRIPE_API_BASE = site("STRIPE_API_BASE") or "https://api.stripe.com"
STRIPE_CONNECT_BASE = site("STRIPE_CONNECT_BASE") or "https://connect.stripe.com"
if STRIPE_SECRET_KEY:
    needs("stripe", "stripe", "STRIPE_SECRET_KEY")
# A payment that the buyer has made, and that is on its way (a direct debit takes days), holds its places for so long.
PAYMENT_CLEARING = seconds("PAYMENT_CLEARING", 7 * 24 * 3600)
# So often may an account begin to pay, or ask how far its payment is, in an hour.
PAYMENTS_PER_ACCOUNT = number("PAYMENTS_PER_ACCOUNT", 200)

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
    # Uploads are handed out to everybody, but by our own addresses and with our own headers only.
    "media": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if S3_BUCKET:
    needs("storages", "s3", "S3_BUCKET")
    for private in ("exports", "imports", "media"):
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

# --- uploads ----------------------------------------------------------------------------------------------------------

# A picture may be so big, and a form of other files; one account may upload so many of both in an hour.
UPLOAD_MAX_BYTES = number("UPLOAD_MAX_BYTES", 5 * 1024 * 1024)
UPLOAD_MAX_FILE_BYTES = number("UPLOAD_MAX_FILE_BYTES", 25 * 1024 * 1024)
UPLOADS_PER_HOUR = number("UPLOADS_PER_HOUR", 60)

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
PHOTO_MAX_BYTES = 16 * 1024 * 1024  # of a code at the door: what telephones make of 50 million pixels; none is kept
IMPORT_MAX_BYTES = number("IMPORT_MAX_BYTES", 25 * 1024 * 1024)
# What a body with files may weigh, whatever it is for: the biggest of them, and the fields beside it.
BODY_MAX_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE + max(
    UPLOAD_MAX_BYTES, UPLOAD_MAX_FILE_BYTES, IMPORT_MAX_BYTES, PHOTO_MAX_BYTES
)
FILE_UPLOAD_HANDLERS = [
    "openevent.lib.bodies.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- API --------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["openevent.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["openevent.api.permissions.Denied"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["openevent.api.parsing.Json"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "openevent.api.negotiation.AnyKind",
    "DEFAULT_SCHEMA_CLASS": "openevent.api.jsonapi.describing.Description",
    "EXCEPTION_HANDLER": "openevent.api.errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,  # “?format=” means nothing here
}
JSON_API_FORMAT_FIELD_NAMES = "dasherize"
SPECTACULAR_SETTINGS = {
    "TITLE": "Open Event Server",
    "DESCRIPTION": "Organisers run an event here, and every calendar in the world that shows it is right.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["openevent.api.permissions.Everyone"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "openevent.api.jsonapi.describing.completed",
        "openevent.feeds.describing.completed",
    ],
    "PREPROCESSING_HOOKS": ["openevent.api.jsonapi.describing.of_api"],
}
# Made answers are remembered here under their entity tags: in each process, or in a Redis that all share.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://openevent?MAX_ENTRIES=200&TIMEOUT=3600")}
if CACHES["default"]["BACKEND"].rpartition(".")[2] == "RedisCache":
    needs("redis", "redis", "CACHE_URL")

# Rendered calendars are kept in each process, so many bytes of them.
FEED_CACHE_BYTES = number("FEED_CACHE_BYTES", 64 * 1024 * 1024)
# How long caches between us and a calendar program may hand out a public calendar without asking, and how often
# programs are told to ask; in seconds.
FEED_MAX_AGE = seconds("FEED_MAX_AGE", 60)
FEED_REFRESH = seconds("FEED_REFRESH", 3600)

# --- other origins ----------------------------------------------------------------------------------------------------

# Pages of any origin may call the API with a token that they hold. Where origins are named, only theirs may, and those
# may send the cookies of this server too.
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
if not all(re.fullmatch(r"https?://[^\s/?#@]+", origin) for origin in CORS_ALLOWED_ORIGINS):
    raise ImproperlyConfigured(
        "CORS_ALLOWED_ORIGINS must be a list of origins without paths, such as https://events.example.org."
    )
CORS_ALLOW_ALL_ORIGINS = not CORS_ALLOWED_ORIGINS
CORS_ALLOW_CREDENTIALS = not CORS_ALLOW_ALL_ORIGINS
# Not the pages that are somebody's own: what they show, and the token of their forms, is for this site's readers alone.
CORS_URLS_REGEX = r"^(?!/(account|admin|e|invitations|language|manage|orders|proposals)(/|$))"
CORS_ALLOW_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
CORS_ALLOW_HEADERS = [
    *("accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "x-csrf-token"),
    "x-requested-with",
]
CORS_EXPOSE_HEADERS = ["ETag", "Idempotent-Replayed", "Location", "Retry-After"]
CORS_PREFLIGHT_MAX_AGE = 24 * 3600

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
        "stripe": {"level": "WARNING"},  # it tells of every request, and in its details what is paid with
        # A line for every task, and the regular ones come every few seconds, would hide what matters.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.apps.worker": {"level": "WARNING"},
        "celery.worker.consumer.connection": {"level": "WARNING"},
    },
}
