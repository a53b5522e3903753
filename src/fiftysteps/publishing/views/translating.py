"""Which pages can be translated: those of words. What stands on figures is one page, which moves with its figures."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail_localize.views.submit_translations import SubmitPageTranslationView

from fiftysteps.publishing.models import HomePage, NarrativePage

TRANSLATABLE: Final = (HomePage, NarrativePage)
REFUSED: Final = (
    "Only the home page and pages of words can be translated: “{page}” stands on figures or on parts of this site, "
    "and a translation would not move with them."
)


class SubmitPage(SubmitPageTranslationView):  # type: ignore[misc] # its package has no types
    """Make a page ready to be translated. The pages below it are chosen one by one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.has_perm("wagtail_localize.submit_translation"):
            page = self.get_object()
            if not isinstance(page, TRANSLATABLE):
                messages.error(request, REFUSED.format(page=page.title))
                return redirect("wagtailadmin_pages:edit", page.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)
        form.fields["include_subtree"].disabled = True
        form.fields["include_subtree"].widget = form.fields["include_subtree"].hidden_widget()
        return form
