"""One installation is one house; what differs between machines is set here."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from zvh.assets import STATICFILES_DIRS as STATICFILES_DIRS
from zvh.env import Env, refuse
from zvh.faults import faults
from zvh.guard import logs

# What can be set is described in docs/settings.md.
env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = (BASE_DIR / env.text("DATA_DIR", ".data")).resolve()

# Who we are to the outside

DEBUG = False
DEMO = env.flag("DEMO", "false")
BENCH = env.flag("BENCH", "false")
SECRET_KEY = env.secret("SECRET_KEY")
# Former keys: what they signed and sealed is still read (docs/deploying.md).
SECRET_KEY_FALLBACKS = env.secrets("SECRET_KEY_FALLBACKS", "")
SEARCH_PEPPER = env.secret("SEARCH_PEPPER")
HTTPS = env.flag("HTTPS", "true")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "")
BASE_URL = env.address("BASE_URL")
PROFILE = env.text("PROFILE", "landelijk")
# How many proxies stand before us, of which the outermost says who is asking.
PROXIES = env.number("PROXIES", "0", most=5)

# Rooms, bottom shelf last

INSTALLED_APPS = [
    *(["demo"] if DEMO else []),
    *(["bench"] if BENCH else []),
    "triage",
    "ico",
    "privacy",
    "cases",
    "accounts",
    "house",
    "zvh.guard",
    "zvh.lib",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "guardian",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "zvh.guard.watching.WatchingMiddleware",
    "zvh.guard.origin.OriginMiddleware",
    # Outermost, so that their headers are also on what the others refuse.
    "csp.middleware.CSPMiddleware",
    "zvh.guard.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "house.middleware.ProfileMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.AccountMiddleware",
    "accounts.visitor_sessions.VisitorMiddleware",
    "zvh.guard.audit.AuditMiddleware",
    "zvh.errors.NotAllowedMiddleware",
]

ROOT_URLCONF = "zvh.urls"
WSGI_APPLICATION = "zvh.wsgi.application"

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
                "house.context.house",
            ],
        },
    },
]
FORM_RENDERER = "zvh.lib.forms.Renderer"

# What is kept, and by whom it is read

DATABASES = {
    "default": {
        **env.database("DATABASE_URL"),
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CONTENT_CODEC = env.dotted("CONTENT_CODEC", "zvh.guard.content.PlainCodec")

# Attempts to sign in are counted in it, by all processes together (guard.checks).
CACHES = {"default": env.cache("CACHE_URL")}

# Signing in

AUTH_USER_MODEL = "accounts.User"
# Access to a case is never asked of an authentication backend (architecture §3b).
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
AUTHENTICATION_BACKENDS = ["accounts.backends.SessionBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
        ),
        "OPTIONS": {"user_attributes": ["email", "name", "function"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.validators.ContextValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
# The library's own would keep a second list of addresses that open an account.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = (
    "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
)
ACCOUNT_FORMS = {
    "login": "accounts.adapter.SignInForm",
    "reset_password": "accounts.adapter.ForgottenForm",  # pragma: allowlist secret
}
MFA_ADAPTER = "accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.adapter.SecondStepForm",
    "reauthenticate": "accounts.adapter.SecondStepAgainForm",
    "activate_totp": "accounts.adapter.FirstCodeForm",
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-zvh" if HTTPS else "zvh"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The longest a profile may allow; the middleware keeps to the profile's own limits.
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zvh.errors.csrf_failure"

# permissions and audit: guardian's generic tables stay empty

ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
AUDITLOG_LOGENTRY_MODEL = "guard.LogEntry"
AUDITLOG_DISABLE_REMOTE_ADDR = True
AUDITLOG_STORE_JSON_CHANGES = True
AUDITLOG_MASK_CALLABLE = "zvh.guard.audit.mask"

# Headers

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# With "no-referrer" a browser sends forms with "Origin: null", which CSRF refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# Language and clock

LANGUAGE_CODE = "nl"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# Files that are the same for everybody

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / env.text("STATIC_ROOT", "static-collected")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": env.dotted("STATIC_STORAGE", "zvh.lib.addresses.KeptAddresses"),
    },
}
# What people send stays in memory: a temporary file would be content outside the
# database. Of a request that brings more files than this, none is kept.
FILE_UPLOAD_HANDLERS = ["zvh.guard.uploads.MemoryOnlyHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# Jobs and mail

BROKER_URL = env.broker("BROKER_URL")
EMAIL_BACKEND = env.dotted(
    "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", "25", most=65_535)
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", "false")
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD", "")
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "zvh@zvh.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The house's gateway for secure mail: TLS always, and never plain mail instead of it.
SECURE_MAIL_HOST = env.text("SECURE_MAIL_HOST", "")
SECURE_MAIL_PORT = env.number("SECURE_MAIL_PORT", "587", most=65_535)
SECURE_MAIL_USER = env.text("SECURE_MAIL_USER", "")
SECURE_MAIL_PASSWORD = env.secret("SECURE_MAIL_PASSWORD", "")
SECURE_MAIL_FROM = env.text("SECURE_MAIL_FROM", "")
SECURE_MAIL_CA = env.text("SECURE_MAIL_CA", "")
# Where a mail becomes a text message, with "{number}" in it; none without.
TEXT_MESSAGE_ADDRESS = env.text("TEXT_MESSAGE_ADDRESS", "")

# Backups and the ledger of removals (docs/backup.md); never on the same disk.
BACKUP_DIR = DATA_DIR / env.text("BACKUP_DIR", "backups")
BACKUP_RECIPIENT = env.text("BACKUP_RECIPIENT", "")
# What was removed is in a backup for as long as the backup is kept (S-8).
BACKUP_DAYS = env.number("BACKUP_DAYS", "30", most=90)
LEDGER_DIR = DATA_DIR / env.text("LEDGER_DIR", "ledger")

# Where gunicorn listens: to people, and to who watches (docs/watching.md).
BIND = env.text("BIND", "127.0.0.1:8000")
INNER_BIND = env.text("INNER_BIND", "")
# Where its workers add up what they count: a folder in memory will do.
METRICS_DIR = env.text("METRICS_DIR", "")
# A file that worker and beat touch as long as they do their rounds.
SIGN_OF_LIFE = env.text("SIGN_OF_LIFE", "")

# One JSON line per event; a person who tries the demo reads text.
LOG_FORMAT = env.choice("LOG_FORMAT", "json", among=("json", "text"))
LOGGING_CONFIG = "zvh.guard.logs.configure"
LOGGING = logs.config_for(LOG_FORMAT)

refuse(env.mistakes or faults(globals()))
