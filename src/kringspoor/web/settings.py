"""Everything that differs between one installation and another, from the environment.

Without a single variable it boots on a laptop: SQLite and files in the folder ``KRINGSPOOR_HOME``,
a secret key made once and kept there. A variable ``NAME_FILE`` names a file that holds the value.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import environ
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from kringspoor.web.providers import providers_of

PREFIX = "KRINGSPOOR_"


def home_of(variables: environ.Env.ENVIRON) -> Path:
    """Where this installation keeps its database, its evidence and its keys."""
    if variables.get("KRINGSPOOR_HOME"):
        return Path(variables["KRINGSPOOR_HOME"])
    return Path(variables.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "kringspoor"


def secret(name: str, default: str = "") -> str:
    """A setting that may stand in a file, so that no process list shows it."""
    path = os.environ.get(f"{PREFIX}{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(f"{PREFIX}{name}", default)


def kept_secret(path: Path, size_bytes: int = 48) -> str:
    """A secret that is made once, and that only the owner of the folder reads."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(made, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(size_bytes))
    return path.read_text(encoding="utf-8").strip()


env = environ.Env()
HOME = home_of(os.environ)
DEBUG = env.bool(f"{PREFIX}DEBUG", default=False)
# made when it is first needed: reading settings alone leaves no trace
SECRET_KEY = secret("SECRET_KEY") or SimpleLazyObject(lambda: kept_secret(HOME / "secret-key"))
# signs the checkpoints of the record; whoever holds it can sign in the name of this site
SIGNING_KEY = secret("SIGNING_KEY") or SimpleLazyObject(
    lambda: kept_secret(HOME / "signing-key", 32)
)
ALLOWED_HOSTS = env.list(f"{PREFIX}HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
IS_SERVED_SAFELY = env.bool(f"{PREFIX}HTTPS", default=False)
# whether another asset tool may be asked at an address within one's own network
PRIVATE_CONNECTIONS = env.bool(f"{PREFIX}PRIVATE_CONNECTIONS", default=False)

INSTALLED_APPS = [
    "kringspoor.people",
    "kringspoor.record",
    "kringspoor.use",
    "kringspoor.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kringspoor.web.middleware.in_the_chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kringspoor.web.middleware.seen_now_and_then",
    "django_htmx.middleware.HtmxMiddleware",
    "kringspoor.web.middleware.within_one_organisation",
    "kringspoor.web.middleware.RefusalsAreSaid",
]
ROOT_URLCONF = "kringspoor.web.urls"
WSGI_APPLICATION = "kringspoor.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kringspoor.web.context.shell",
            ],
            "builtins": ["kringspoor.web.templatetags.drawing"],
        },
    }
]

DATABASES = {
    "default": env.db_url_config(secret("DATABASE_URL", f"sqlite:///{HOME / 'kringspoor.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # two writers wait for each other instead of failing
        # what is erased is overwritten, not only marked as free
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA secure_delete=ON;",
        "timeout": 30,
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "kringspoor.people.accounts.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # a colleague is invited by an administrator, who knows them
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whoever somebody types in
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Kringspoor: "
ACCOUNT_SESSION_REMEMBER = False  # a shared desk: closing the browser signs out
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # of this session; the others end by themselves
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/5m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "5/5m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
# the limits are counted by all processes that serve the site together
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int(f"{PREFIX}PROXIES", default=0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "kringspoor.web.sealing.SealingAdapter"
MFA_FORMS = {
    "add_webauthn": "kringspoor.web.mfa_forms.AddKeyForm",
    "edit_webauthn": "kringspoor.web.mfa_forms.EditKeyForm",
}
MFA_TOTP_ISSUER = "Kringspoor"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who has an account was invited at that address
USERSESSIONS_TRACK_ACTIVITY = True

OIDC_PROVIDERS = {each.id: each for each in providers_of(secret("OIDC"))}
SOCIALACCOUNT_ADAPTER = "kringspoor.web.vouching.VouchingAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": [each.as_app() for each in OIDC_PROVIDERS.values()]}
}
# a form that is answered with an address elsewhere would need that address in form-action
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False

EMAIL_CONFIG = env.email_url_config(secret("EMAIL_URL", "filemail://"))
vars().update(EMAIL_CONFIG)
# without a server, mails lie here to be read
EMAIL_FILE_PATH = EMAIL_CONFIG["EMAIL_FILE_PATH"] or str(HOME / "mail")
# what the addresses in a mail begin with
ADDRESS = env.str(f"{PREFIX}ADDRESS", default="http://localhost:8000")
DEFAULT_FROM_EMAIL = env.str(f"{PREFIX}EMAIL_FROM", default="kringspoor@localhost")

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
MEDIA_ROOT = HOME / "evidence"
STOPPED_FILES_DAYS = env.int(f"{PREFIX}STOPPED_FILES_DAYS", default=30)  # lists of stopped imports
FORM_RENDERER = "kringspoor.web.inputs.QuickInputs"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # few files, read once when the server starts

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SERVED_SAFELY
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # a long working day
# with this prefix a browser takes the cookie from this very host only, and over HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_SERVED_SAFELY else "session"
LANGUAGE_COOKIE_SAMESITE = "Lax"
FILE_UPLOAD_HANDLERS = [
    "kringspoor.record.forms.uploads.UpToTheLimit",  # whatever page a file is sent to
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
