"""Headers that depend on where a page stands."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from fiftysteps.publishing.queries.places import get_frame_brand

type Handler = Callable[[HttpRequest], HttpResponse]


class PageLanguageMiddleware:
    """Answer in the language with which an address begins, and else in that of the site.

    What a browser says that it prefers changes nothing: an address means the same page to everybody.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info)
        if language is None:
            return self.get_response(request)
        with translation.override(language):
            return self.get_response(request)


class EditorPolicyMiddleware:
    """Give the editor's site the content policy that its inline panels need; every other page keeps the strict one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_config = settings.EDITOR_CSP  # type: ignore[attr-defined]
        return response


class NoIndexMiddleware:
    """Ask search engines to stay away until the site's owner says otherwise."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not get_frame_brand(request).index_by_search_engines:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
