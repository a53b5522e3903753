"""Django settings. Every `FIFTYSTEPS_…` variable read here is described in docs/host/settings.md (a test checks it)."""

import os
from pathlib import Path

from django.utils.csp import CSP

from fiftysteps.config.database import get_database
from fiftysteps.config.mail import get_mailers, get_sender
from fiftysteps.config.secrets import get_contact_key, get_secret_key

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("FIFTYSTEPS_DATA", "var")).resolve()
ENGINE = os.environ.get("FIFTYSTEPS_ENGINE", "duckdb")
DEBUG = os.environ.get("FIFTYSTEPS_DEBUG") == "1"
# The demonstration's accounts can sign in only where this is set; `fiftysteps demo` sets it, on loopback alone.
DEMONSTRATION = os.environ.get("FIFTYSTEPS_DEMONSTRATION") == "1"
SECRET_KEY = get_secret_key(DATA_DIR)
CONTACT_KEY = get_contact_key(DATA_DIR)
ALLOWED_HOSTS = [h for h in os.environ.get("FIFTYSTEPS_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
ORIGIN = os.environ.get("FIFTYSTEPS_ORIGIN", "http://127.0.0.1:8000")
HTTPS = ORIGIN.startswith("https://")
# How many of our own proxies stand before the web server: what they say of an address is believed, and nothing else.
TRUSTED_PROXIES = int(os.environ.get("FIFTYSTEPS_PROXIES", "0"))
# A care home, a mosque after prayers or a school hall of computers sends fewer in an hour.
MANY_FORMS = int(os.environ.get("FIFTYSTEPS_MANY_FORMS", "150"))

INSTALLED_APPS = [
    "fiftysteps.publishing",
    "fiftysteps.delivery",
    "fiftysteps.strategy",
    "fiftysteps.engagement",
    "fiftysteps.evidence",
    "fiftysteps.accounts",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "fiftysteps.accounts.apps.EditorAccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "fiftysteps.publishing.middleware.PageLanguageMiddleware",
    "fiftysteps.publishing.middleware.EditorPolicyMiddleware",
    "fiftysteps.publishing.middleware.NoIndexMiddleware",
]

ROOT_URLCONF = "fiftysteps.config.urls"
WSGI_APPLICATION = "fiftysteps.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "publishing" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "fiftysteps.publishing.context.site",
            ],
        },
    }
]

DATABASES = {"default": get_database(os.environ.get("FIFTYSTEPS_DATABASE", ""), DATA_DIR)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

MAILERS = get_mailers(os.environ.get("FIFTYSTEPS_MAIL", ""))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = get_sender(os.environ.get("FIFTYSTEPS_MAIL", ""))

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["fiftysteps.accounts.authentication.DemonstrationAwareBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "en-gb"
# What residents can be asked in, and pages of words be translated into. The editor's site is in English.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English"), ("bn", "Bengali"), ("ur", "Urdu"), ("ro", "Romanian")]
WAGTAIL_I18N_ENABLED = True
# A page that was only made ready to be translated is still in English, and not shown as what it is not.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
LOCALE_PATHS = [PACKAGE / "engagement" / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "publishing" / "built"] if (PACKAGE / "publishing" / "built").is_dir() else []
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if HTTPS:
    # The web server speaks plain HTTP: where the site is reached by HTTPS, a proxy stands before it and says so.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's preview shows our pages in a frame of its own
CSRF_TRUSTED_ORIGINS = [ORIGIN]
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
}
# Wagtail's editor runs inline script in its panels, evaluates none, and talks to nobody but this site.
EDITOR_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.SELF],
}

WAGTAIL_SITE_NAME = "Fifty Steps"
WAGTAILADMIN_BASE_URL = ORIGIN
WAGTAILADMIN_LOGIN_URL = "/sign-in/"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "filters": {"keys": {"()": "fiftysteps.config.hiding.HideKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["keys"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("FIFTYSTEPS_LOG_LEVEL", "WARNING")},
}
