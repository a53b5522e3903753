"""Headers that depend on where a page stands."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fiftysteps.publishing.queries.places import get_frame_brand

type Handler = Callable[[HttpRequest], HttpResponse]


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
