"""The form of an exercise, to print."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from fiftysteps.engagement.asking.sheets import get_sheet
from fiftysteps.publishing.paper import build_paper, list_votes
from fiftysteps.publishing.pdf import find_style, get_pdf
from fiftysteps.publishing.views.say.showing import find_exercise, get_language, in_language


@require_safe
@in_language
def show_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """A form as a PDF, or with `?as=html` as a page that prints the same."""
    exercise = find_exercise(slug)
    sheet = get_sheet(exercise, get_language(request))
    is_page = request.GET.get("as") == "html"
    # Where the exercise is not translated, its paper is in English throughout: one hand holds one language.
    with translation.override(sheet.language):
        context = {
            "exercise": exercise,
            "sheet": sheet,
            "paper": build_paper(exercise, sheet),
            "votes": list_votes(),
            "options": list(exercise.options.all()) if exercise.is_consultation else [],
            "is_page": is_page,
        }
        html = render_to_string("say/paper.html", context, request)
    if is_page:
        return HttpResponse(html)
    name = f"{exercise.slug}-{sheet.language}"
    made = get_pdf("paper", name, html, find_style("paper"))
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )
