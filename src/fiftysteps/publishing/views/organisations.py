"""Who does what."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fiftysteps.accounts.models import Organisation
from fiftysteps.accounts.models.organisation import OrganisationType
from fiftysteps.evidence.models import Reflection
from fiftysteps.publishing.views.shown import get_shown
from fiftysteps.strategy.models import Measure, StepRole, Strategy
from fiftysteps.strategy.models.links import PartnerRole
from fiftysteps.strategy.queries.replies import get_replies
from fiftysteps.strategy.queries.signature import get_signatures
from fiftysteps.strategy.queries.steps import is_shown, read_signs


def list_organisations(request: HttpRequest) -> HttpResponse:
    live = is_shown("step_roles__step__")
    organisations = Organisation.objects.filter(live=True, archived=False)
    found = list(organisations.annotate(steps_count=Count("step_roles", filter=live, distinct=True)))
    groups = [
        {"type": type_, "label": type_.label, "organisations": [o for o in found if o.type == type_]}
        for type_ in OrganisationType
    ]
    context = {"groups": [group for group in groups if group["organisations"]], "total": len(found)}
    return render(request, "publishing/organisations.html", context)


def show_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_shown(request, Organisation.objects.filter(live=True), slug=slug)
    roles = StepRole.objects.filter(is_shown("step__"), organisation_id=organisation.pk)
    roles = roles.select_related("step__strategy", "step__theme")
    found = list(roles.order_by("-step__strategy__starts", "step__number"))
    read_signs(role.step for role in found)
    signatures = get_signatures(role.step for role in found)
    groups = [
        {
            "role": kind,
            "label": kind.label,
            "items": [{"role": r, "step": r.step, "nodes": signatures[r.step.pk]} for r in found if r.role == kind],
        }
        for kind in PartnerRole
    ]
    context = {
        "organisation": organisation,
        "groups": [group for group in groups if group["items"]],
        "owned": Measure.objects.filter(is_shown("step__"), owner=organisation.pk).select_related(
            "indicator", "step__strategy"
        ),
        "reflections": Reflection.objects.filter(network=organisation.pk, live=True, archived=False),
        "replies": get_replies().filter(by_id=organisation.pk),
        "strategies": Strategy.objects.filter(owner=organisation.pk, live=True),
    }
    return render(request, "publishing/organisation.html", context)
